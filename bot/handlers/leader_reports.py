"""报领导: the draft of a 专报 is shown with its tasks, its leader and its morning; a tap puts it there, or before
the director."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from telegram import Update

from bot.handlers import issuing
from bot.handlers.context import BoundContext
from bot.handlers.replying import say, step_context, today_of
from bot.texts import leader_reports as texts
from db.models import Paper, Task
from schedules.steps import leader_reports as steps
from schedules.steps.refusals import NotHisToDecide


def morning_of(context: BoundContext, on: date) -> date | None:
    """The day whose morning is still to come; None where it goes up at once."""
    policy = context.office.policy
    return on if policy.at(on, policy.morning) >= context.now else None


def _named(by_leader: Mapping[str, Sequence[Task]]) -> dict[str, list[tuple[int, str]]]:
    return {leader: [(task.number, task.title) for task in of] for leader, of in by_leader.items()}


async def drafted(update: Update, context: BoundContext, owner_id: int) -> None:
    try:
        drawn = await steps.draft(step_context(context), owner_id)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    parts = [
        texts.draft(drawn.owner.name, _named(by_leader), on=morning_of(context, on), today=today_of(context))
        for on, by_leader in drawn.by_day.items()
    ]
    if drawn.told_in_person:
        parts.append(texts.in_person([task.number for task in drawn.told_in_person]))
    text = "\n".join(parts)
    items = [task.id for task in drawn.tasks]
    if items:
        await issuing.shown(update, context, Paper.REPORT, {"owner_id": owner_id}, text=text, items=items)
    else:
        await say(context, update, text)
