"""Taps about matters: who may do which, and what each does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.handlers import directives, issuing, matters, relaying
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import own_task
from bot.handlers.replying import say, step_context
from bot.texts import matters as texts
from bot.texts import sentences, task_answers
from db import reports
from db.matter_verbs import MatterKind, MatterState, Verb, verbs
from db.models import Matter, Question
from db.open_questions import read_stored
from db.payloads import Part
from schedules.steps import asking
from schedules.steps import matters as steps
from schedules.steps.matters import OverAlready
from schedules.steps.refusals import NotHisToDecide


async def on_tap(update: Update, context: BoundContext, numbers: list[int]) -> None:
    matter_id, word, *about = numbers
    act = ACTS.get(word)
    if act is None:
        await say(context, update, sentences.STALE_BUTTON)
        return
    try:
        matter = await steps.held(step_context(context), matter_id)
        if word != Verb.SHOW and not await _allowed(context, matter, Verb(word)):
            raise NotHisToDecide(task_answers.FOR_THE_OFFICE)
        await act(update, context, matter, about)
    except OverAlready as gone:
        await matters.drop_buttons(update, context)
        await say(context, update, str(gone))
    except NotHisToDecide as refused:
        await say(context, update, str(refused))


async def _allowed(context: BoundContext, matter: Matter, verb: Verb) -> bool:
    parts = matters.parts(context, matter)
    if verb in (Verb.CONFIRM, Verb.CANCEL, Verb.ABOUT, Verb.TO_UNIT):
        return matter.state is MatterState.DRAFT and await _is_drafter(context, matter)
    if matter.state is MatterState.DRAFT:
        return False
    if verb is Verb.WITHDRAW:
        return matter.kind is MatterKind.DIRECTIVE and (Part.RAISER in parts or await _is_drafter(context, matter))
    return any(verb in verbs(matter.kind, part) for part in parts)


async def _is_drafter(context: BoundContext, matter: Matter) -> bool:
    saying = await reports.saying(context.session, matter.saying_id)
    return saying is not None and context.person.id == (saying.entered_by_id or saying.person_id)


ACTS: dict[int, Callable[[Update, BoundContext, Matter, list[int]], Awaitable[None]]] = {
    Verb.SHOW: matters.show,
    Verb.AS_REPORT: matters.as_report,
    Verb.ANSWER: matters.answer,
    Verb.NOTED: matters.noted,
    Verb.ASK_HELP: matters.ask_help,
    Verb.PASS_ON: matters.pass_on,
    Verb.COORDINATED: matters.coordinated,
    Verb.CANNOT: matters.cannot,
    Verb.SOLVED: matters.solved,
    Verb.NOT_SOLVED: matters.not_solved,
    Verb.REOPEN: matters.reopen,
    Verb.RECEIVED: matters.ends("received", lambda line, _: texts.received(line.task)),
    Verb.NOT_RECEIVED: matters.ends("not_received", lambda line, _: texts.NOTHING_RECEIVED),
    Verb.STOP: matters.stop,
    Verb.KEEP: matters.ends("kept", lambda line, who: texts.kept(line.task, who)),
    Verb.UPHOLD: matters.ends("upheld", lambda line, _: texts.upheld(line.task)),
    Verb.ABOUT: directives.about,
    Verb.TO_UNIT: directives.to_unit,
    Verb.CONFIRM: directives.confirm,
    Verb.CANCEL: directives.cancel,
    Verb.WITHDRAW: directives.withdraw,
    Verb.DONE: directives.done,
    Verb.OWN_TASK: own_task.drafted,
    Verb.TAKE_BACK: matters.taken_back,
    Verb.READ: directives.read_by_leader,
    Verb.HANDLED: matters.ends("handled", lambda line, _: texts.handled(line.task)),
    Verb.HOLDS: matters.holds,
    Verb.RELAPSED: matters.relapsed,
    Verb.ISSUE: issuing.signed,
    Verb.SEND_BACK: issuing.send_back,
    Verb.RELAYED: relaying.confirmed,
    Verb.NOT_RELAYED: matters.ends("not_relayed", lambda line, who: texts.not_relayed(who)),
}
WITH_WORDS: dict[int, Callable[[Update, BoundContext, Matter, str], Awaitable[None]]] = {
    Verb.ANSWER: matters.answer_sender,
    Verb.PASS_ON: matters.passed_on,
    Verb.CANNOT: matters.cannot_because,
    Verb.SEND_BACK: issuing.sent_back,
}


async def words_given(update: Update, context: BoundContext, said: str, question: Question) -> None:
    """What he writes under a question of ours about a matter."""
    asked = read_stored(question.facts)
    asking.close(step_context(context), question, "answered")
    try:
        matter = await steps.held(step_context(context), asked.matter_id or 0)
        await WITH_WORDS[asked.verb or Verb.ANSWER](update, context, matter, said)
    except (OverAlready, NotHisToDecide) as refused:
        await say(context, update, str(refused))
