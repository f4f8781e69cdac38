"""报领导: the draft of a 专报 is shown with its tasks, its leader and its morning; a tap puts it there, or before
the director."""

from __future__ import annotations

from datetime import date

from telegram import Update

from bot.handlers import issuing
from bot.handlers.context import BoundContext
from bot.handlers.replying import say, step_context, today_of
from bot.texts import leader_reports as texts
from db.models import Paper
from schedules.steps import leader_reports as steps
from schedules.steps.refusals import NotHisToDecide


def morning_of(context: BoundContext, on: date) -> date | None:
    """The day whose morning is still to come; None where it goes up at once."""
    policy = context.office.policy
    return on if policy.at(on, policy.morning) >= context.now else None


async def drafted(update: Update, context: BoundContext, owner_id: int) -> None:
    try:
        drawn = await steps.draft(step_context(context), owner_id)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    named = {leader: [(task.number, task.title) for task in of] for leader, of in drawn.by_leader.items()}
    in_person = [(task.number, task.title) for task in drawn.told_in_person]
    text = texts.draft(drawn.owner.name, named, in_person, on=morning_of(context, drawn.on), today=today_of(context))
    items = [task.id for of in drawn.by_leader.values() for task in of]
    if items:
        await issuing.shown(update, context, Paper.REPORT, {"owner_id": owner_id}, text=text, items=items)
    else:
        await say(context, update, text)
