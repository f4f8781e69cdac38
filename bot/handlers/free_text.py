"""Free text: a plain-word command, an answer to an open question, a coordinator's relayed word, or a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from telegram import Update

from bot.handlers import coordinator_texts, enrolment, lists, open_questions, report_intake, status
from bot.handlers.context import OfficeContext
from bot.handlers.replying import desk_of, rewrite, say, today_of
from bot.reading.commands import command
from bot.texts import echo, sentences
from db import outbox, reports
from db import requests as asked_for
from db.models import Question, Task
from db.reading_facts import Reading
from schedules.steps import asking, withdrawing

# A question older than this is not what he is answering any more.
QUESTION_LIVES = timedelta(days=3)


async def on_text(update: Update, context: OfficeContext) -> None:
    message = update.effective_message
    assert message is not None, "the handler is for messages with text"
    assert context.person is not None, "strangers are answered before"
    said = message.text or message.caption or ""
    if await _as_command(update, context, said):
        return
    if await coordinator_texts.consented(update, context, said) or await coordinator_texts.relayed(
        update, context, said
    ):
        return
    question = await asked_for.open_question(context.session, context.person.id, since=context.now - QUESTION_LIVES)
    meant = question is not None and await _is_meant(update, context, question)
    if question is not None and meant and await _as_answer(update, context, said, question):
        return
    await _as_report(update, context, said)


async def _is_meant(update: Update, context: OfficeContext, question: Question) -> bool:
    """A reply to another message of ours speaks of that one; a question nobody needs answered any more is closed."""
    if await coordinator_texts.is_moot(context, question):
        asking.close(desk_of(context), question, "moot")
        return False
    message = update.effective_message
    if message is None or message.reply_to_message is None:
        return True
    target = await outbox.message(context.session, message.chat_id, message.reply_to_message.message_id)
    asked = (target.row.facts.get("question") or {}).get("id") if target else None
    return target is None or not target.task_ids or asked == question.id or question.kind in coordinator_texts.QUESTIONS


async def _as_command(update: Update, context: OfficeContext, said: str) -> bool:
    match command(said):
        case "status":
            await status.status(update, context, "")
        case "mine":
            await status.mine(update, context)
        case "overdue":
            await status.overdue(update, context)
        case "help":
            await enrolment.on_help(update, context)
        case "undo":
            await _undo_last(update, context)
        case None:
            return False
        case word:
            return await lists.show(update, context, word)
    return True


async def _undo_last(update: Update, context: OfficeContext) -> None:
    """撤销 in plain words: the last saying of his that still stands."""
    assert context.person is not None, "strangers are answered before"
    saying = await reports.last_standing(context.session, context.person.id)
    withdrawn = await withdrawing.withdraw(desk_of(context), saying) if saying else []
    if saying is None or not withdrawn:
        await say(context, update, sentences.NOTHING_TO_WITHDRAW)
        return
    text = echo.withdrawn([task.number for task in withdrawn])
    await _strike_echo(update, context, saying.id, text)
    await say(context, update, text)


async def _as_answer(update: Update, context: OfficeContext, said: str, question: Question) -> bool:
    """True when the words were understood as the answer, or as a failed attempt at one."""
    if question.kind in coordinator_texts.QUESTIONS:
        await coordinator_texts.answered(update, context, said, question)
        return True
    return await open_questions.typed(update, context, said, question)


async def _as_report(update: Update, context: OfficeContext, said: str) -> None:
    found = await report_intake.open_tasks(context)
    reading = await read(update, context, said, found)
    saying = await report_intake.keep(context, update, said)
    await report_intake.take_in(context, update, reading, found, saying)


async def read(update: Update, context: OfficeContext, said: str, found: Sequence[Task]) -> Reading:
    """What this person's words say of his open tasks; of finished ones only where they are named."""
    from bot.reading import replies  # see bot.warming

    replied = await report_intake.replied_tasks(context, update)
    numbers = [task.number for task in found if task.id in replied]
    today, calendar = today_of(context), context.office.policy.calendar
    finished = report_intake.asked(await report_intake.finished_tasks(context)) if any(map(str.isdigit, said)) else []
    if finished:
        known = [*report_intake.asked(found), *finished]
        reading = replies.read(said, known, today=today, calendar=calendar, replied_to=numbers)
        if {row.ref for row in reading.rows} & {task.ref for task in finished}:
            return reading
    return replies.read(said, report_intake.asked(found), today=today, calendar=calendar, replied_to=numbers)


async def on_edit(update: Update, context: OfficeContext) -> None:
    """An edited message replaces its reading: what the old wording stored is withdrawn first."""
    message = update.effective_message
    assert message is not None, "the handler is for edited messages"
    earlier = await reports.saying_at(context.session, message.chat_id, message.message_id)
    if earlier is not None:
        await withdrawing.withdraw(desk_of(context), earlier)
        await _strike_echo(update, context, earlier.id, echo.REPLACED)
    await _as_report(update, context, message.text or message.caption or "")


async def _strike_echo(update: Update, context: OfficeContext, saying_id: int, text: str) -> None:
    for row in await outbox.echoes_of(context.session, saying_id):
        if row.chat_id is not None and row.message_id is not None:
            await rewrite(context, update, row.chat_id, row.message_id, text)


async def on_anything(update: Update, context: OfficeContext) -> None:
    """The last handler: no message without an answer."""
    if update.effective_message is None:
        context.owe_nothing("不是消息")
        return
    await say(context, update, sentences.UNSURE)
