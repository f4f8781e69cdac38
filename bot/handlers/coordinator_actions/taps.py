"""确认, 取消 and 撤销 under an order; the first tap counts."""

from __future__ import annotations

from collections import defaultdict

from telegram import Update

from bot.handlers import issuing as issuing_taps
from bot.handlers import report_intake, withdrawn_copies
from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons, tell
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.texts import echo, sentences, words
from bot.texts import orders as texts
from db import instructions, people, reports
from db.lifecycle import StepNotAllowed
from db.models import Instruction
from db.payloads import PlainPayload
from schedules.steps import instructions as steps
from schedules.steps import issuing
from schedules.steps.matters import OverAlready
from schedules.steps.refusals import NotHisToDecide


async def on_tap(update: Update, context: BoundContext, numbers: list[int]) -> None:
    given = await instructions.locked(context.session, numbers[0])
    act = {texts.CONFIRM: confirm, texts.CANCEL: cancel, texts.UNDO: undo}.get(numbers[1])
    if given is None or act is None or given.kind in ("rebind", *_NO_ORDER[numbers[1]]):
        await say(context, update, texts.STALE)
        return
    await drop_buttons(update, context)
    await act(update, context, given)


_NO_ORDER: dict[int, tuple[str, ...]] = defaultdict(tuple, {texts.CONFIRM: ("unfinished",)})  # it lacks a slot


async def confirm(update: Update, context: BoundContext, given: Instruction) -> None:
    from bot.handlers.coordinator_actions import telephone, urging
    from bot.handlers.leaders import earlier, praise, verdicts
    from bot.handlers.office import of_tasks, papers, telling

    own = {
        "let_go": earlier.confirmed,
        "again": earlier.confirmed,
        "praise": praise.confirmed,
        "verdict": verdicts.confirmed,
        "helped": telling.helped_confirmed,
        "consent": telling.consent_confirmed,
        "tell": telling.told,
        "order_back": papers.taken_back_confirmed,
        "digest_to": papers.for_leader_confirmed,
        "hand_problem": telling.help_confirmed,
        "return": of_tasks.return_confirmed,
        "telephone": telephone.confirmed,
        "correct": telephone.confirmed,
        "urge": urging.confirmed,
        issuing.KIND: issuing_taps.confirmed,
    }.get(given.kind)
    try:
        if own is not None:
            steps.may_settle(step_context(context), given)
            await own(update, context, given)
            return
        await steps.carry_out(step_context(context), given)
    except (NotHisToDecide, StepNotAllowed, OverAlready) as refused:
        await say(context, update, str(refused))
        return
    rows = texts.undo_button(given.id)
    text = texts.done(given.facts.get("shown", ()))
    await queue(
        context, update, PlainPayload(text, buttons=buttons_of(rows), items=tuple(given.facts.get("tasks", ())))
    )


async def cancel(update: Update, context: BoundContext, given: Instruction) -> None:
    try:
        if given.kind == issuing.KIND:
            await issuing_taps.cancelled(update, context, given)
            return
        steps.cancel(step_context(context), given)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    await say(context, update, texts.CANCELLED)


async def undo(update: Update, context: BoundContext, given: Instruction) -> None:
    if given.kind == "telephone" and not given.changes and given.facts.get("made"):
        await _undo_telephone(update, context, given)
        return
    try:
        await steps.undo(step_context(context), given)
    except (NotHisToDecide, StepNotAllowed) as refused:
        await say(context, update, texts.not_undone(given.facts.get("shown", ()), str(refused)))
        return
    await say(context, update, texts.undone(given.facts.get("shown", ())))
    if steps.is_of_people(given):
        await _tell_undone(context, given)


async def _undo_telephone(update: Update, context: BoundContext, given: Instruction) -> None:
    """What was entered for somebody goes as his own report would."""
    saying = await reports.saying(context.session, given.facts["made"])
    withdrawn = await report_intake.take_back(context, saying) if saying is not None else []
    if not withdrawn:
        await say(context, update, sentences.NOTHING_TO_WITHDRAW)
        return
    steps.finish(step_context(context), given, undone=True)
    if saying is not None:
        await withdrawn_copies.strike(update, context, saying.id)
    await say(context, update, echo.withdrawn([task.number for task in withdrawn]))


async def _tell_undone(context: BoundContext, given: Instruction) -> None:
    """Whoever heard of it hears that it is undone: the other coordinators, and those with an account it was about."""
    text = texts.undone_news(context.person.name, given.facts.get("shown", ()))
    named = await people.by_name(context.session, given.facts.get("to") or "")
    about = {each for each in (given.facts.get("person_id"), named.id if named else None) if each is not None}
    told = {each.id for each in await people.coordinators(context.session)} | about
    known = await people.by_ids(context.session, told - {context.person.id})
    for person in known.values():
        if person.reachable:
            await tell(context, person.id, text)


async def undo_by_word(update: Update, context: BoundContext, given: Instruction) -> None:
    """Of another day it is shown first: a bare 撤销 may mean something else."""
    policy = context.office.policy
    if given.ended_at is None or policy.today(given.ended_at) == today_of(context):
        await undo(update, context, given)
        return
    day = words.day(policy.today(given.ended_at), today=today_of(context))
    rows = buttons_of(texts.undo_button(given.id))
    text = texts.which_undone(given.facts.get("shown", ()), day)
    await queue(context, update, PlainPayload(text, buttons=rows))
