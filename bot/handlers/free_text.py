"""Free text: the readings that are tried, in order. The first that takes the message ends it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import Update

from bot.handlers import (
    choosing,
    coordinating,
    coordinator_texts,
    directives,
    documents,
    enrolment,
    evidence,
    exporting,
    held_matters,
    indicators,
    inquiring,
    leader_sheets,
    lists,
    matter_replies,
    open_questions,
    others_words,
    previewing,
    questioning,
    red_lines,
    relaying,
    reply_reader,
    report_intake,
    second_thoughts,
    secrets,
    sharing,
    standpoints,
    status,
    subitems,
    views,
    waits_with,
    withdrawn_copies,
)
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafting, typed
from bot.handlers.figures import report_group
from bot.handlers.leaders import asking as asking_leaders
from bot.handlers.leaders import table as leaders
from bot.handlers.leaders import verdicts
from bot.handlers.office import answering, unfinished
from bot.handlers.office import table as office
from bot.handlers.replying import rewrite, say, step_context, today_of
from bot.handlers.reporters import amending, continuing, orders_of_others, others, posing, standing_work
from bot.handlers.reporters import posts as reporter_posts
from bot.handlers.wants import leaders as leaders_want
from bot.handlers.wants import office as office_wants
from bot.handlers.wants.hearing import heard, speaks_against
from bot.reading.asks.courtesy import is_greeting
from bot.reading.commands import command
from bot.second_reader.wants.labels import LOOKS_UP, Want
from bot.texts import coordinators, echo, reasons, sentences
from db import reports
from db.calls import concerning
from db.models import MatterKind, Question
from db.open_questions import Asked
from db.payloads import EchoPayload
from db.rights import Action, may
from schedules.steps import asking, withdrawing

# A question older than this is not what he is answering any more.
QUESTION_LIVES = timedelta(days=3)
LATE_LIVES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tried:
    """`take` says whether the message was this; `needs`: tried only for those whose roles allow it.

    `serves`: what it is for; it is tried after the others where the reader of wants surely hears something else.
    `last`: it takes whatever is left.
    """

    take: Callable[[Update, BoundContext, str], Awaitable[bool]]
    needs: Action | None = None
    serves: frozenset[Want] = frozenset()
    last: bool = False


async def on_text(update: Update, context: BoundContext) -> None:
    message = update.effective_message
    assert message is not None, "the handler is for messages with text"
    if await secrets.refused(update, context):
        return
    await read(update, context, message.text or message.caption or "")


async def read(update: Update, context: BoundContext, said: str) -> None:
    wanted = heard(context, said)

    def late(tried: Tried) -> tuple[bool, bool]:
        return tried.last, speaks_against(wanted, tried.serves)

    for tried in sorted(READINGS, key=late):
        if (tried.needs is None or may(context.person.roles, tried.needs)) and await tried.take(update, context, said):
            return


async def _as_command(update: Update, context: BoundContext, said: str) -> bool:
    match command(said):
        case "status":
            await status.status(update, context, "")
        case "mine":
            await status.mine(update, context)
        case "overdue":
            await status.overdue(update, context)
        case "help":
            await enrolment.on_help(update, context)
        case "preview":
            await previewing.shown(update, context)
        case "undo":
            await _undo_last(update, context)
        case None:
            return False
        case word:
            return await lists.show(update, context, word)
    return True


async def _as_greeting(update: Update, context: BoundContext, said: str) -> bool:
    """Only what greets and says nothing else; the role decides what he is told he may write."""
    if not is_greeting(said) or not said.strip():
        return False
    roles = context.person.roles
    if may(roles, Action.SETTLE):
        await say(context, update, coordinators.GREETING)
    elif may(roles, Action.DIRECT):
        await say(context, update, sentences.GREETING_LEADER)
    elif await _is_reporter(context):
        await say(context, update, sentences.GREETING)
    else:
        return False
    return True


async def _as_retraction(update: Update, context: BoundContext, said: str) -> bool:
    """刚才那条不算: as the button 撤销 under the last echo."""
    from bot.reading.asks import standpoints as read_standpoints  # see bot.runtime.preload

    if not await _is_reporter(context) or not read_standpoints.retracts(said):
        return False
    figures = re.findall(r"\d+(?:\.\d+)?", said)
    last = await reports.last_standing(context.session, context.person.id) if figures else None
    if figures and (last is None or any(each not in last.words for each in figures)):
        return False  # he says what is right instead
    await _undo_last(update, context)
    return True


async def _as_answer(update: Update, context: BoundContext, said: str) -> bool:
    """True when the words were understood as the answer to our question, or as a failed attempt at one."""
    question = await _newest_question(context, since=context.now - QUESTION_LIVES)
    question = question or await _asked_long_ago(context, said)
    if question is None or not await _is_meant(update, context, question):
        return False
    if question.kind == Asked.FIGURE:
        return False  # the figure written anew is a report like any other
    if question.kind in coordinator_texts.QUESTIONS:
        await coordinator_texts.answered(update, context, said, question)
        return True
    return await open_questions.typed(update, context, said, question)


async def _newest_question(context: BoundContext, *, since: datetime) -> Question | None:
    """The newest he has not answered, asked after `since`."""
    return next((each for each in reversed(await waits_with.open_questions(context)) if each.asked_at >= since), None)


async def _asked_long_ago(context: BoundContext, said: str) -> Question | None:
    """按期 and 就延到7号 answer one question only, however long it has stood."""
    from bot.reading import answers  # see bot.runtime.preload

    if answers.more_time(said) is None:
        return None
    question = await _newest_question(context, since=context.now - LATE_LIVES)
    return question if question is not None and question.kind == Asked.LATE else None


async def _is_meant(update: Update, context: BoundContext, question: Question) -> bool:
    """A reply to another message of ours speaks of that one; a question nobody needs answered any more is closed."""
    if await coordinator_texts.is_moot(context, question):
        asking.close(step_context(context), question, "moot")
        return False
    target = await context.replied_to(update)
    if target is None or not target.task_ids or question.kind in coordinator_texts.QUESTIONS:
        return True
    said = target.payload
    return isinstance(said, EchoPayload) and any(each.id == question.id for each in said.asked)


async def _is_reporter(context: BoundContext) -> bool:
    """He answers for a department or a task; nobody else's words are read as a head's. Whoever stands in for one of
    the office answers for nothing by it."""
    roles = context.person.roles
    answers = may(roles, Action.REPORT) and not may(roles, Action.ORDER)
    return answers or bool(await report_intake.his_tasks(context))


async def _as_letter(update: Update, context: BoundContext, said: str) -> bool:
    """Words of somebody who neither reports nor decides nor coordinates: a 秘书, a former head."""
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.LETTER, saying)
    await say(context, update, sentences.TO_OFFICE)
    return True


async def _as_report(update: Update, context: BoundContext, said: str) -> bool:
    from bot.reading.asks.asides import asides  # see bot.runtime.preload

    if not await _is_reporter(context):
        return False
    found = await report_intake.his_tasks(context)
    beside = asides(said)
    own = beside.report
    reading = continuing.narrowed(context, own, await reply_reader.read(update, context, own, found), found)
    if await amending.asked(update, context, said, reading, found):
        return True
    if not beside.refuses_a_part and await continuing.asked(update, context, said, reading, found):
        return True
    reading = await indicators.with_figures(update, context, own, reading, found)
    reading = await subitems.with_items(update, context, own, reading, found)
    reading = standing_work.without_today(reading, found, today=today_of(context))
    saying = await report_intake.keep(context, update, said, reading=reading)
    await report_intake.take_in(context, update, reading, found, saying, beside=beside)
    return True


READINGS = (
    Tried(others_words.forwarded_by_leader, needs=Action.DIRECT),
    Tried(typed.settled, needs=Action.STAND_IN),
    Tried(documents.in_words),
    Tried(_as_command),
    Tried(indicators.of_task),
    Tried(_as_greeting),
    Tried(_as_retraction),
    Tried(enrolment.help_asked),
    Tried(exporting.in_words),
    Tried(leader_sheets.asked),
    Tried(coordinator_texts.consented),
    Tried(coordinator_texts.relayed, needs=Action.RELAY),
    Tried(office.replied, needs=Action.ORDER),
    Tried(matter_replies.replied),
    Tried(held_matters.of_number),
    Tried(sharing.said_by_partner),
    Tried(choosing.replied_with_verdict, needs=Action.EXTEND),
    Tried(directives.typed, needs=Action.DIRECT),
    Tried(directives.typed, needs=Action.ENTER),
    Tried(choosing.typed, needs=Action.CHOOSE),
    Tried(verdicts.taken, needs=Action.CHOOSE),
    Tried(leaders.taken, needs=Action.DIRECT),
    Tried(drafting.by_words, needs=Action.IMPORT, serves=frozenset({Want.MINUTES, Want.NEW_TASK})),
    Tried(report_group.by_words, needs=Action.SETTLE),
    Tried(typed.about_tasks, needs=Action.ORDER),
    Tried(typed.about_people, needs=Action.STAND_IN),
    Tried(orders_of_others.told),
    Tried(posing.told_office),
    Tried(_as_answer),
    Tried(unfinished.typed, needs=Action.ORDER),
    Tried(office.taken, needs=Action.ORDER),
    Tried(sharing.table_asked, needs=Action.URGE),
    Tried(questioning.nudged),
    Tried(subitems.asked),
    Tried(views.asked),
    Tried(inquiring.asked, serves=LOOKS_UP),
    Tried(questioning.asked, serves=LOOKS_UP | {Want.ASK}),
    Tried(answering.of_tasks, needs=Action.ORDER),
    Tried(coordinating.ordered, needs=Action.ORDER),
    Tried(directives.entered, needs=Action.ENTER),
    Tried(asking_leaders.taken, needs=Action.DIRECT),
    Tried(leaders_want.taken, needs=Action.DIRECT),
    Tried(directives.said_by_leader, needs=Action.DIRECT, last=True),
    Tried(relaying.said_by_secretary, needs=Action.PASS_WORD),
    Tried(others_words.later),
    Tried(second_thoughts.taken),
    Tried(evidence.said_of),
    Tried(held_matters.answered),
    Tried(others_words.passed_on),
    Tried(red_lines.typed),
    Tried(standpoints.taken),
    Tried(others_words.of_others),
    Tried(reporter_posts.spoken_of),
    Tried(others.by_words),
    Tried(_as_report),
    Tried(coordinating.courtesy, needs=Action.SETTLE),
    Tried(office_wants.taken, needs=Action.SETTLE),
    Tried(office_wants.offered, needs=Action.SETTLE, last=True),
    Tried(coordinating.unread, needs=Action.SETTLE, last=True),
    Tried(_as_letter, last=True),
)


async def _undo_last(update: Update, context: BoundContext) -> None:
    """撤销 in plain words: the last saying of his that still stands."""
    saying = await reports.last_standing(context.session, context.person.id)
    withdrawn = await report_intake.take_back(context, saying) if saying else []
    if saying is None or not withdrawn:
        await say(context, update, sentences.NOTHING_TO_WITHDRAW)
        return
    await withdrawn_copies.strike(update, context, saying.id)
    text = echo.withdrawn([task.number for task in withdrawn])
    await _strike_echo(update, context, saying.id, text)
    await say(context, update, text)


async def on_edit(update: Update, context: BoundContext) -> None:
    """An edited message replaces its reading: what the old wording stored is withdrawn first."""
    message = update.effective_message
    assert message is not None, "the handler is for edited messages"
    if await secrets.refused(update, context):
        return
    earlier = await reports.saying_at(context.session, message.chat_id, message.message_id)
    if earlier is not None:
        await withdrawing.withdraw(step_context(context), earlier)
        if await reports.of_saying(context.session, earlier.id):
            await say(context, update, sentences.STANDS_NOW)  # decided on, or another's meanwhile
        else:
            await _strike_echo(update, context, earlier.id, echo.REPLACED)
        await withdrawn_copies.strike(update, context, earlier.id)
    said = message.text or message.caption or ""
    for reading in (posing.told_office, orders_of_others.told, _as_report):  # what is no report by any edit
        if await reading(update, context, said):
            return
    await read(update, context, said)


async def _strike_echo(update: Update, context: BoundContext, saying_id: int, text: str) -> None:
    for row in await concerning.echoes_of(context.session, saying_id):
        if row.chat_id is not None and row.message_id is not None:
            await rewrite(context, update, row.chat_id, row.message_id, text)


async def on_anything(update: Update, context: BoundContext) -> None:
    """The last handler: no message without an answer."""
    if update.effective_message is None:
        context.owe_nothing(reasons.NO_MESSAGE)
        return
    if not await secrets.refused(update, context):
        await say(context, update, sentences.UNSURE)
