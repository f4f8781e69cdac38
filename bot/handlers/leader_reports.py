"""报领导: the draft of a 专报 is shown with its tasks, its leader and its morning, and one tap puts it there."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.texts import leader_reports as texts
from db.payloads import PlainPayload
from schedules.steps import leader_reports as steps
from schedules.steps.refusals import NotHisToDecide


async def drafted(update: Update, context: BoundContext, owner_id: int) -> None:
    try:
        drawn = await steps.draft(step_context(context), owner_id)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    named = {leader: [(task.number, task.title) for task in of] for leader, of in drawn.by_leader.items()}
    in_person = [(task.number, task.title) for task in drawn.told_in_person]
    text = texts.draft(drawn.owner.name, named, in_person, on=drawn.on, today=today_of(context))
    rows = buttons_of([[(texts.REPORT, f"up!:{owner_id}"), (texts.NOT_NOW, "upx:0")]] if named else [])
    items = [task.id for of in drawn.by_leader.values() for task in of]
    await queue(context, update, PlainPayload(text, items=tuple(items), buttons=rows), items=items)


async def reported(update: Update, context: BoundContext, owner_id: int) -> None:
    try:
        drawn = await steps.put_up(step_context(context), owner_id)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    await drop_buttons(update, context)
    said = texts.reported(drawn.owner.name, list(drawn.by_leader), on=drawn.on, today=today_of(context))
    await say(context, update, said, items=[task.id for of in drawn.by_leader.values() for task in of])


async def dropped(update: Update, context: BoundContext, _: int) -> None:
    await drop_buttons(update, context)
    await say(context, update, texts.NOT_REPORTED)
