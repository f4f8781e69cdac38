"""指标 in the chat: figures of a reply, what is asked back of them, the list with its totals, and the three views."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from telegram import Update

from bot.handlers import named_tasks
from bot.handlers.context import BoundContext
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import say, step_context, today_of
from bot.renderers.indicators import judged_of, reached_of
from bot.texts import indicators as texts
from db import indicators, tasks
from db.measures import Figures, Measure
from db.open_questions import Choice, Do
from db.open_tasks import KnownTask, OpenTask
from db.reading_facts import Intent, Query, Reading, Row, Said
from db.rights import Action, Reach, reach
from db.tasks import Filter
from schedules.indicators import totals
from schedules.steps import indicators as steps
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.reporting import Understood

FIGURE = "figure"


async def measures_of(context: BoundContext, found: Sequence[KnownTask]) -> Mapping[int, Sequence[Measure]]:
    ids = tuple(task.id for task in found if not isinstance(task, OpenTask) or task.has_indicators)
    if not ids:
        return {}
    if ids not in context.scope.measures:  # nothing is changed of them before they are asked for again
        known = await indicators.of_tasks(context.session, ids)
        context.scope.measures[ids] = {of: [indicators.measure(row) for row in rows] for of, rows in known.items()}
    return context.scope.measures[ids]


def said_of(words: str, number: int, refs: Sequence[int]) -> str:
    """The part of a message that speaks of one task; the whole where it speaks of no other."""
    if len(refs) < 2:
        return words
    parts = re.split(r"(?<![\d年月])(\d{1,6})号", words)
    pieces = {int(ref): text for ref, text in zip(parts[1::2], parts[2::2], strict=False)}
    return pieces.get(number, "")


async def figures_of(context: BoundContext, words: str, found: Sequence[KnownTask]) -> dict[int, Figures]:
    """Task id → what these words say of its indicators."""
    if not any(map(str.isdigit, words)):
        return {}
    from bot.reading.figures import values  # see bot.runtime.preload

    measures = await measures_of(context, found)
    refs = [task.number for task in found]
    read = {
        task.id: values.figures(said_of(words, task.number, refs), measures[task.id])
        for task in found
        if task.id in measures
    }
    return {task_id: figures for task_id, figures in read.items() if figures.any}


async def with_figures(
    update: Update, context: BoundContext, said: str, reading: Reading, found: Sequence[KnownTask]
) -> Reading:
    """A figure of an indicator is a report, and no progress of the task: 1号GDP增长4.8%."""

    named = named_tasks.named(context, said, found)
    replied = await replied_tasks(context, update)
    meant = named or [task for task in found if task.id in replied] or (list(found) if len(found) == 1 else [])
    rows = {row.ref: row for row in reading.rows}
    about = list({task.id: task for task in [*meant, *(task for task in found if task.number in rows)]}.values())
    read = await figures_of(context, said, about)
    if not read:
        return reading
    numbers = {task.number: read[task.id] for task in about if task.id in read}
    for number, figures in numbers.items():
        row = rows.get(number, Row(number, state=Said.IN_PROGRESS))
        percent = None if row.percent in figures.shares else row.percent
        rows[number] = replace(row, state=row.state or Said.IN_PROGRESS, percent=percent, substance=True)
    queries = tuple(each for each in reading.queries if not set(refs_of(each)) <= set(numbers))
    return replace(reading, intent=Intent.UPDATE, rows=tuple(rows.values()), queries=queries)


def refs_of(query: Query) -> tuple[int, ...]:
    kept = query.kept.ref if query.kept is not None else None
    return query.refs or ((kept,) if kept is not None else ())


def questions(understood: Sequence[Understood]) -> list[tuple[Understood, str, list[Choice]]]:
    """What cannot be meant as it is written: the values it may be, each a tap."""
    asked = []
    for each in understood:
        for doubt in each.figures.doubted:
            measure = next((one for one in each.measures if one.id == doubt.measure_id), None)
            if measure is None:
                continue
            text = texts.doubted(each.task.number, measure, doubt.said, [label for label, _ in doubt.instead])
            choices = [
                Choice(label, do=f"{FIGURE}:{measure.id}:{each.report.id}:{value}") for label, value in doubt.instead
            ]
            asked.append((each, text, [*choices, Choice("都不对，重报", do=Do.LATER)]))
    return asked


async def chosen(update: Update, context: BoundContext, do: str) -> None:
    _, indicator_id, report_id, value = do.split(":")
    try:
        found = await steps.settle(step_context(context), int(indicator_id), int(report_id), float(value))
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    (shown,) = [
        each
        for number, each in await reached_of(
            context.session, Filter(only=frozenset([found.task_id])), today=today_of(context)
        )
        if each.measure.id == found.id
    ]
    number = (await tasks.numbers_of(context.session, [found.task_id]))[found.task_id]
    await say(context, update, f"已记录：{number}号 {texts.line(shown)}", items=[found.task_id])


def field_of(context: BoundContext) -> Filter:
    person = context.person
    match reach(person.roles, Action.SEE):
        case Reach.ALL:
            return Filter()
        case Reach.FIELD:
            return Filter(field=person.field_ids)
        case _:
            return Filter(owner_id=person.id)


async def listed(update: Update, context: BoundContext) -> None:
    found = await reached_of(context.session, field_of(context), today=today_of(context))
    await say(context, update, texts.listing(found, totals(found)) if found else texts.NONE)


_OF_TASK = re.compile(r"第?(\d{1,6})号(?:的)?指标(?:情况|完成情况|进展)?")


async def of_task(update: Update, context: BoundContext, said: str) -> bool:
    """3号指标."""
    match = _OF_TASK.fullmatch(said.strip(" 。.?？"))
    task = await tasks.by_number(context.session, int(match[1])) if match is not None else None
    if task is None or not step_context(context).may(Action.SEE, task):
        return False
    found = await reached_of(context.session, Filter(only=frozenset([task.id])), today=today_of(context))
    text = texts.listing(found, ()) if found else texts.NONE_OF.format(number=task.number)
    await say(context, update, text, items=[task.id])
    return True


async def three_views(update: Update, context: BoundContext) -> None:
    judged = await judged_of(context.session, field_of(context), now=context.now, policy=context.office.policy)
    await say(context, update, texts.views(judged, today_of(context)))
