"""指标 set by the office: of one task in words, or drafted from every target and confirmed by one tap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions.naming import NotKnown, tasks_numbered
from bot.handlers.replying import say, today_of
from bot.reading.orders.order import Deed, Order
from bot.texts import indicators as texts
from bot.texts import task_answers
from db import indicators
from db.measures import Measure
from db.models import Mode, Task

SHOWN = 15


async def measured(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    if not order.numbers:
        return await of_all(update, context, said)
    found = await tasks_numbered(context, order.numbers)
    lines, written = [], []
    for task in found:
        measures = _read(context, order.words, task) if order.words else []
        lines.append(texts.measured(task_answers.named(task.number, task.title), measures))
        written += [_written(task, each) for each in measures] or [(task.id, "", "", "", 0.0, "", [])]
    facts = {"tasks": [task.id for task in found], "measures": written}
    return await drafts.put(update, context, order.deed, facts, lines, said)


def _read(context: BoundContext, words: str, task: Task) -> list[Measure]:
    from bot.reading.figures import targets  # see bot.runtime.preload

    calendar = context.office.policy.calendar
    found = targets.ordered(words, today=today_of(context), calendar=calendar, recurring=task.mode is Mode.RECURRING)
    if not found:
        raise NotKnown(texts.FORM)
    return found


def _written(task: Task, measure: Measure) -> tuple[Any, ...]:
    goals = [[each.name, each.on.isoformat(), each.value] for each in measure.goals]
    return (task.id, measure.name, measure.unit, measure.direction, measure.target, measure.adding, goals)


async def of_all(update: Update, context: BoundContext, said: str) -> bool:
    """核对指标: what the targets of all tasks name; one tap takes them."""
    found = await drafted(context)
    if not found:
        await say(context, update, texts.NO_DRAFTS)
        return True
    await put(update, context, found, said)
    return True


async def drafted(context: BoundContext) -> list[tuple[Task, list[Measure]]]:
    from bot.reading.figures import targets  # see bot.runtime.preload

    bare = await indicators.without(context.session)
    read = [(task, targets.drafts(task.target, recurring=task.mode is Mode.RECURRING)) for task in bare]
    return [(task, measures) for task, measures in read if measures]


async def put(update: Update, context: BoundContext, found: Sequence[tuple[Task, list[Measure]]], said: str) -> None:
    lines = [texts.measured(f"{task.number}号", measures) for task, measures in found]
    more = [f"· 其余{len(lines) - SHOWN}项事项从略，确认后可发“指标”逐项核对"] if len(lines) > SHOWN else []
    written = [_written(task, each) for task, measures in found for each in measures]
    facts = {"tasks": [], "measures": written}
    await drafts.put(update, context, Deed.INDICATORS, facts, [*lines[:SHOWN], *more], said)
