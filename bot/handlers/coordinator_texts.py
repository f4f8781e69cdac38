"""Words of coordinators and of heads under a question of a special kind: a return's reason, a difficulty, a relay."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.handlers import matter_taps, reply_reader, report_intake, requests
from bot.handlers.context import BoundContext
from bot.handlers.replying import queue, say, step_context, today_of
from bot.reading.acts.acts import HeadAct, of_head
from bot.reading.commands import is_consent
from bot.reading.text import normal_form
from bot.texts import reporters, sentences, task_answers
from db import outbox
from db import requests as asked_for
from db.lifecycle import StepNotAllowed
from db.messages import Kind, Rank
from db.models import Question, RequestState
from db.open_questions import Asked, read_stored
from db.payloads import EchoPayload, EchoQuestion, NoticePayload, PlainPayload, RequestPayload
from db.reading_facts import Row, Said
from schedules.steps import asking, deciding
from schedules.steps.deciding import TakenAlready
from schedules.steps.refusals import NotHisToDecide


async def relayed(update: Update, context: BoundContext, said: str) -> bool:
    """A coordinator's reply to a notice about a person goes to that person."""
    target = await context.replied_to(update)
    notice = target.payload if target else None
    if not isinstance(notice, NoticePayload) or not notice.person_id:
        return False
    await outbox.queue_message(
        context.session,
        PlainPayload(task_answers.from_office(said)),
        now=context.now,
        cause=context.cause,
        rank=Rank.BULK,
        person_id=notice.person_id,
        not_before=context.office.policy.allowed_at_or_after(context.now),
    )
    await say(context, update, sentences.PASSED_BACK)
    return True


async def consented(update: Update, context: BoundContext, said: str) -> bool:
    """A coordinator replies 经…同意 to an application for a later date: whose consent it was goes on record."""
    if not is_consent(said):
        return False
    target = await context.replied_to(update)
    asked = target.payload if target else None
    if not isinstance(asked, RequestPayload) or asked.kind != Kind.REQUEST:
        return False
    await requests.on_consent(update, context, asked.request_id, " ".join(said.split())[:60])
    return True


async def is_moot(context: BoundContext, question: Question) -> bool:
    """The claim to be returned was decided meanwhile, or the task in difficulty is no longer his to report on."""
    asked = read_stored(question.facts)
    if question.kind == Asked.RETURN:
        request = await asked_for.locked(context.session, asked.request_id or 0)
        return request is None or request.state != RequestState.OPEN
    if question.kind == Asked.DIFFICULTY_WORDS:
        return all(task.number != asked.ref for task in await report_intake.his_tasks(context))
    return False


async def answered(update: Update, context: BoundContext, said: str, question: Question) -> None:
    await QUESTIONS[question.kind](update, context, said, question)


async def _return(update: Update, context: BoundContext, said: str, question: Question) -> None:
    """The reason of a return, with the new date where one is named."""
    from bot.reading.dates import day_finder  # see bot.runtime.preload

    due = day_finder.first_date(normal_form.normalize(said).text, today_of(context), context.office.policy.calendar)
    if due is not None and due <= today_of(context):
        due = None
    asking.close(step_context(context), question, "answered")
    try:
        request_id = read_stored(question.facts).request_id or 0
        decided = await deciding.return_claim(step_context(context), request_id, reason=said[:500], due=due)
    except (TakenAlready, NotHisToDecide, StepNotAllowed) as refused:
        await say(context, update, str(refused))
        return
    what, task = task_answers.returned(due, today=today_of(context)), decided.task
    await requests.mark_all(update, context, decided.request, what)
    told = task_answers.returned(due, today=today_of(context), why=said)
    await say(context, update, task_answers.decided(task.number, task.title, told), items=[task.id])


async def _difficulty(update: Update, context: BoundContext, said: str, question: Question) -> None:
    """What he wrote after tapping 有困难: read it; where no obstacle is read, his words are the obstacle."""
    asking.close(step_context(context), question, "answered")
    found = await report_intake.his_tasks(context)
    if HeadAct.NO_DIFFICULTY in of_head(said):
        await _no_difficulty(update, context, read_stored(question.facts).ref or 0)
        return
    ref = read_stored(question.facts).ref or 0
    reading = await reply_reader.read(update, context, task_answers.numbered(ref, said), found)
    rows = [row for row in reading.rows if row.ref == ref and row.blocker] or [
        Row(ref=ref, state=Said.IN_PROGRESS, blocker=said[:200])
    ]
    saying = await report_intake.keep(context, update, said, reading=reading)
    stored = await report_intake.store(context, saying, rows, (), found)
    await queue(context, update, stored, items=stored.items)


async def _no_difficulty(update: Update, context: BoundContext, ref: int) -> None:
    """有困难 was tapped by mistake: nothing of it stays, and what was asked of that task is shown again."""
    await say(context, update, reporters.NO_DIFFICULTY.format(number=ref))
    for each in await asked_for.questions_of(context.session, context.person.id):
        stored = read_stored(each.facts)
        if each.kind == Asked.LATE and ref in stored.refs:
            again = EchoQuestion(each.id, stored.text, tuple(choice.label for choice in stored.choices))
            await queue(context, update, EchoPayload(questions=(again,)))


QUESTIONS: dict[str, Callable[[Update, BoundContext, str, Question], Awaitable[None]]] = {
    Asked.RETURN: _return,
    Asked.DIFFICULTY_WORDS: _difficulty,
    Asked.MATTER_WORDS: matter_taps.words_given,
}
