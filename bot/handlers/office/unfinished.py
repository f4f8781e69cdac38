"""An act with a slot missing waits: the slot is asked for, with buttons of the nearest; a tap or words complete it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons
from bot.handlers.office import doing
from bot.handlers.office import slots as finding
from bot.handlers.office.slots import Slots
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.handlers.report_intake import keep
from bot.reading.acts.office import OfficeAct
from bot.texts import office as texts
from bot.texts import orders as order_texts
from db import instructions
from db.models import Instruction, InstructionState
from db.payloads import PlainPayload
from schedules.steps import instructions as steps

KIND = "unfinished"
LIVES = timedelta(minutes=30)
SHORT = 60  # letters of an answer in words


async def ask(
    update: Update,
    context: BoundContext,
    act: OfficeAct,
    slots: Slots,
    missing: str,
    text: str,
    choices: Sequence[tuple[str, str]] = (),
) -> bool:
    """`choices`: label and what the slot then holds."""
    saying = await keep(context, update, slots.said)
    given = {**slots.given, **({"tasks": ",".join(str(each.id) for each in slots.tasks)} if slots.tasks else {})}
    facts: dict[str, Any] = {
        "act": act.value,
        "said": slots.said,
        "given": given,
        "missing": missing,
        "choices": [value for _, value in choices],
    }
    waiting = await steps.draft(step_context(context), KIND, facts, saying=saying)
    rows = [[(label[:40], f"slot:{waiting.id}:{place}")] for place, (label, _) in enumerate(choices)]
    rows.append([(order_texts.CANCEL_LABEL, f"o:{waiting.id}:{order_texts.CANCEL}")])
    await queue(context, update, PlainPayload(text, buttons=buttons_of(rows)))
    return True


async def task_asked(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Which task: the nearest as buttons; False where nothing is near."""
    if not slots.near and not slots.unknown:
        return False
    choices = [(f"{each.number}号 {each.title}", str(each.id)) for each in slots.near]
    return await ask(update, context, act, slots, "tasks", texts.which_task(act, slots.unknown), choices)


async def tapped(update: Update, context: BoundContext, numbers: list[int]) -> None:
    waiting = await tapped_on(update, context, numbers, many=lambda facts: len(facts["choices"]))
    if waiting is not None:
        await _completed(update, context, waiting, waiting.facts["choices"][numbers[1]])


async def tapped_on(
    update: Update, context: BoundContext, numbers: list[int], *, many: Callable[[Mapping[str, Any]], int]
) -> Instruction | None:
    """His order that still waits for this button, one of `many` under it; None where he was told that it is stale."""
    waiting = await instructions.locked(context.session, numbers[0])
    mine = waiting is not None and waiting.kind == KIND and waiting.person_id == context.person.id
    await drop_buttons(update, context)
    if (
        waiting is not None
        and mine
        and waiting.state is InstructionState.DRAFT
        and 0 <= numbers[1] < many(waiting.facts)
    ):
        return waiting
    await say(context, update, order_texts.STALE)
    return None


async def typed(update: Update, context: BoundContext, said: str) -> bool:
    """Words that fill the slot an order of his lacks, the newest first; any others are read on their own."""
    if len(said) > SHORT or await context.replied_to(update) is not None:
        return False
    for waiting in await instructions.drafts_of(context.session, context.person.id, since=context.now - LIVES):
        if waiting.kind == KIND and (filled := await _filled(context, waiting, said)):
            await _completed(update, context, waiting, filled)
            return True
    return False


async def _filled(context: BoundContext, waiting: Instruction, said: str) -> str:
    """What his words put into the missing slot; empty where they are no answer to it."""
    from bot.reading.acts import office  # see bot.runtime.preload

    read = await finding.found(context, said)
    asked_of = {int(each) for each in waiting.facts["given"].get("tasks", "").split(",") if each}
    of_others = read.numbered and bool(asked_of) and not {each.id for each in read.tasks} <= asked_of
    match waiting.facts["missing"]:
        case "chosen":
            return ""  # an offer is taken by its button only
        case "tasks":
            own = len(office.clauses(said)) > 1 or bool(office.of_office(said))
            return "" if own else ",".join(str(each.id) for each in read.tasks)
        case "day":  # 28号职责异议不同意… is another matter, in which a number is a day
            calendar = context.office.policy.calendar
            day = office.day(said, today=today_of(context), calendar=calendar) if office.only_a_day(said) else None
            return day.isoformat() if day is not None else ""
        case "unit":
            return next(iter(read.units.values()), "")
        case "leader":
            return str(read.leaders[0].id) if read.leaders else ""
        case "consent":
            return said.strip() if "同意" in said or read.leaders else ""
        case _:
            return "" if of_others or (office.of_office(said) and read.tasks) else said.strip()


async def _completed(update: Update, context: BoundContext, waiting: Instruction, value: str) -> None:
    steps.cancel(step_context(context), waiting)
    given = {**waiting.facts["given"], waiting.facts["missing"]: value}
    slots = await finding.found(context, waiting.facts["said"], given=given)
    if not await doing.tried(update, context, OfficeAct(waiting.facts["act"]), slots):
        await say(context, update, order_texts.STALE)
