"""Words of coordinators and of heads under a question of a special kind: a return's reason, a difficulty, a relay."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from telegram import Update

from bot.handlers import report_intake, requests
from bot.handlers.context import OfficeContext
from bot.handlers.replying import desk_of, queue, say, today_of
from bot.reading.text import normal_form
from bot.texts import sentences, words
from db import outbox
from db import requests as asked_for
from db.lifecycle import StepNotAllowed
from db.messages import Kind, Rank
from db.models import Question, RequestState
from db.reading_facts import Row, Said
from db.rights import Action, may
from schedules.steps import asking, deciding
from schedules.steps.deciding import NotHisToDecide, TakenAlready

DIFFICULTY = "difficulty_words"
_CONSENT = re.compile(r"(?:已)?经[^不未没]{1,20}同意")


async def relayed(update: Update, context: OfficeContext, said: str) -> bool:
    """A coordinator's reply to a notice about a person goes to that person."""
    message = update.effective_message
    person = context.person
    if message is None or message.reply_to_message is None or person is None or not may(person.roles, Action.RELAY):
        return False
    target = await outbox.message(context.session, message.chat_id, message.reply_to_message.message_id)
    if target is None or target.row.kind != Kind.NOTICE or not target.row.facts.get("person_id"):
        return False
    await outbox.queue(
        context.session,
        kind=Kind.PLAIN,
        facts={"text": f"【督查室答复】{said}"},
        now=context.now,
        cause=context.cause,
        rank=Rank.BULK,
        person_id=int(target.row.facts["person_id"]),
        not_before=context.office.policy.loud_at_or_after(context.now),
    )
    await say(context, update, sentences.PASSED_BACK)
    return True


async def consented(update: Update, context: OfficeContext, said: str) -> bool:
    """A coordinator replies 经…同意 to an application for a later date: whose consent it was goes on record."""
    message = update.effective_message
    if message is None or message.reply_to_message is None or not _CONSENT.match(said):
        return False
    target = await outbox.message(context.session, message.chat_id, message.reply_to_message.message_id)
    if target is None or target.row.kind != Kind.REQUEST:
        return False
    await requests.on_consent(update, context, target.row.facts["request_id"], " ".join(said.split())[:60])
    return True


async def is_moot(context: OfficeContext, question: Question) -> bool:
    """The claim to be returned was decided meanwhile, or the task in difficulty is no longer his to report on."""
    if question.kind == requests.RETURN:
        request = await asked_for.locked(context.session, question.facts["request_id"])
        return request is None or request.state != RequestState.OPEN
    if question.kind == DIFFICULTY:
        return all(task.number != question.facts["ref"] for task in await report_intake.open_tasks(context))
    return False


async def answered(update: Update, context: OfficeContext, said: str, question: Question) -> None:
    await QUESTIONS[question.kind](update, context, said, question)


async def _return(update: Update, context: OfficeContext, said: str, question: Question) -> None:
    """The reason of a return, with the new date where one is named."""
    from bot.reading.dates import day_finder  # see bot.warming

    due = day_finder.first_date(normal_form.normalize(said).text, today_of(context), context.office.policy.calendar)
    if due is not None and due <= today_of(context):
        due = None
    asking.close(desk_of(context), question, "answered")
    try:
        decided = await deciding.return_claim(
            desk_of(context), question.facts["request_id"], reason=said[:500], due=due
        )
    except (TakenAlready, NotHisToDecide, StepNotAllowed) as refused:
        await say(context, update, str(refused))
        return
    what = f"退回重办{f'，新的时限为{words.day(due)}' if due else ''}"
    await requests.mark_all(update, context, decided.request, what)
    await say(context, update, f"{decided.task.number}号“{decided.task.title}”：{what}。", items=[decided.task.id])


async def _difficulty(update: Update, context: OfficeContext, said: str, question: Question) -> None:
    """What he wrote after tapping 有困难: read it; where no obstacle is read, his words are the obstacle."""
    from bot.handlers.free_text import read

    asking.close(desk_of(context), question, "answered")
    found = await report_intake.open_tasks(context)
    ref = question.facts["ref"]
    reading = await read(update, context, f"{ref}号{said}", found)
    rows = [row for row in reading.rows if row.ref == ref and row.blocker] or [
        Row(ref=ref, state=Said.IN_PROGRESS, blocker=said[:200])
    ]
    saying = await report_intake.keep(context, update, said)
    facts = await report_intake.store(context, saying, rows, (), found)
    await report_intake.pass_on(context, facts, saying)
    await queue(context, update, Kind.ECHO, facts, items=facts["items"])


QUESTIONS: dict[str, Callable[[Update, OfficeContext, str, Question], Awaitable[None]]] = {
    requests.RETURN: _return,
    DIFFICULTY: _difficulty,
}
