"""停错了，是114不是113: what he ordered last goes back, and the right one is shown in its place."""

from __future__ import annotations

import re
from datetime import timedelta

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts as ordering
from bot.handlers.office import doing
from bot.handlers.office import slots as finding
from bot.handlers.office.slots import Slots
from bot.handlers.replying import buttons_of, queue, say, step_context
from bot.reading.acts import moods, office
from bot.reading.acts.office import OfficeAct, of_office
from bot.texts import office as texts
from bot.texts import orders as order_texts
from db import instructions, reports
from db.models import Instruction, InstructionState
from db.payloads import PlainPayload
from schedules.steps import instructions as steps

_TAKES = re.compile(r"(?:请|帮我?|把)?(?:撤回|撤销|收回|取消)(?:刚才|上一|刚刚|那)")
REMEMBERED = timedelta(days=1)


async def taken_back(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    if "催" in slots.said and slots.units:
        return await _urging(update, context, slots)
    last = await _last(context)
    if last is None and _TAKES.match(slots.said.strip()) and not slots.numbered:
        await say(context, update, texts.NOTHING_DONE)
        return True
    if last is None:
        return False
    swapped = office.corrected(slots.said)
    if not await means(context, last, slots, swapped):
        return False  # he speaks of something else than what he ordered last
    if last.state is InstructionState.DRAFT:
        steps.cancel(step_context(context), last)
        if swapped is not None and await _again(update, context, last, swapped):
            return True
        await say(context, update, texts.dropped(last.facts.get("shown", ())))
        return True
    await offer_undo(update, context, last)
    if swapped is not None:
        await _again(update, context, last, swapped)
    return True


async def offer_undo(update: Update, context: BoundContext, done: Instruction) -> None:
    rows = [*order_texts.undo_button(done.id)]
    text = texts.shall_undo(done.facts.get("shown", ()))
    await queue(context, update, PlainPayload(text, buttons=buttons_of(rows)))


async def _last(context: BoundContext) -> Instruction | None:
    """A draft that waits, else what he carried out last, within a day."""
    waiting = await instructions.drafts_of(context.session, context.person.id, since=context.now - REMEMBERED)
    done = await instructions.last_done(context.session, context.person.id)
    recent = done is not None and done.ended_at is not None and done.ended_at >= context.now - REMEMBERED
    return next(iter(waiting), None) or (done if recent else None)


def concerns(last: Instruction, slots: Slots) -> bool:
    ordered = {*last.facts.get("tasks", ()), *(row for table, row, _ in last.changes or () if table == "task")}
    return not ordered or any(task.id in ordered for task in slots.tasks)


async def means(context: BoundContext, last: Instruction, slots: Slots, swapped: tuple[str, str] | None = None) -> bool:
    """算了，不发了 says nothing besides, and names no department but those of the order; 是财政局说的不是发改委 puts
    an order right only where 发改委 stood in it."""
    if slots.numbered:
        return concerns(last, slots)
    saying = await reports.saying(context.session, last.saying_id) if last.saying_id else None
    ordered = saying.words if saying is not None else ""
    if swapped is not None:
        return saying is None or swapped[0] in ordered
    return moods.is_aside(slots.said) and all(each in ordered for each in slots.names)


async def _again(update: Update, context: BoundContext, last: Instruction, swapped: tuple[str, str]) -> bool:
    """The words of the last order with the wrong piece changed, read anew."""
    saying = await reports.saying(context.session, last.saying_id) if last.saying_id else None
    if saying is None:
        return False
    said = texts.exchanged(saying.words, *swapped)
    if said == saying.words:
        return False
    slots = await finding.found(context, said)
    from bot.handlers.coordinator_actions import typed

    if await typed.about_tasks(update, context, said):
        return True
    for act in of_office(said):
        if act is not OfficeAct.TAKES_BACK and await doing.tried(update, context, act, slots):
            return True
    return False


async def _urging(update: Update, context: BoundContext, slots: Slots) -> bool:
    """What is delivered cannot be called back; one tap tells them that it is void."""
    from db import people

    heads = [await people.head_of(context.session, unit) for unit in slots.units]
    meant = [each for each in heads if each is not None]
    if not meant:
        return False
    told = texts.URGE_VOID
    facts = {"people": [each.id for each in meant], "text": told, "tasks": [], "shown": []}
    text = texts.urge_void([each.name for each in meant], told)
    return await ordering.put(update, context, "tell", facts, [text], slots.said, text=text)
