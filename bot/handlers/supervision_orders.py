"""下达督办单: the draft is shown with its tasks and its day; a tap issues it or puts it before the director."""

from __future__ import annotations

from telegram import Update

from bot.handlers import issuing
from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.renderers.desk import silent_lines
from bot.texts import desk, sentences
from db import people, tasks
from db.models import Paper
from db.payloads import PlainPayload
from db.rights import Action, may
from db.tasks import Filter
from schedules import waiting
from schedules.steps import supervision_orders
from schedules.steps.refusals import NotHisToDecide


async def drafted(update: Update, context: BoundContext, owner_id: int) -> None:
    try:
        drawn = await supervision_orders.draft(step_context(context), owner_id)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    named = [(task.number, task.title) for task in drawn.tasks]
    text = desk.order_draft(
        drawn.owner.name, named, colour=drawn.colour.value, by=drawn.answer_by, today=today_of(context)
    )
    items = [task.id for task in drawn.tasks]
    await issuing.shown(update, context, Paper.ORDER, {"owner_id": owner_id}, text=text, items=items)


async def issued(update: Update, context: BoundContext, owner_id: int) -> None:
    """A button of an older program, under a draft that it did not keep: it is drafted anew."""
    await drop_buttons(update, context)
    await drafted(update, context, owner_id)


async def by_telephone(update: Update, context: BoundContext, owner_id: int) -> None:
    """How to enter what he says by telephone: that is an order in words, read back before it counts."""
    step = step_context(context)
    found = await waiting.silent(step, Filter(unfinished=True, owner_id=owner_id))
    owner = (await people.by_ids(context.session, [owner_id])).get(owner_id)
    if owner is None or not found or not may(context.person.roles, Action.URGE):
        await say(context, update, sentences.STALE_BUTTON)
        return
    number = (await tasks.numbers_of(context.session, found[0].task_ids))[found[0].task_ids[0]]
    await say(context, update, desk.by_telephone(owner.name, number), items=found[0].task_ids)


async def more(update: Update, context: BoundContext, start: int) -> None:
    """The next of those who keep silent, with their buttons."""
    step = step_context(context)
    if not may(context.person.roles, Action.URGE):
        await say(context, update, sentences.STALE_BUTTON)
        return
    lines = await silent_lines(step, await waiting.silent(step))
    shown = lines[start : start + desk.URGED]
    if not shown:
        await say(context, update, desk.NOBODY_MORE)
        return
    text = desk.silent(shown, desk.URGED)
    await queue(context, update, PlainPayload(text, buttons=buttons_of(desk.urging(lines, start))))


async def dropped(update: Update, context: BoundContext, _: int) -> None:
    await drop_buttons(update, context)
    await say(context, update, desk.NOT_ISSUED)
