"""A message of a head becomes reports, one echo, and at most one question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import Update

from bot.handlers import clarifications
from bot.handlers.context import OfficeContext
from bot.handlers.replying import desk_of, queue, react, say, tell_office, today_of
from bot.reading.asks.courtesy import is_thanks
from bot.reading.text.normal_form import plain
from bot.texts import questions, sentences, words
from db import outbox, tasks
from db.messages import Kind
from db.models import Mode, Question, Saying, Task, Way
from db.reading_facts import AskedTask, Intent, Query, Reading, Row
from schedules import periods
from schedules.steps import asking, reporting, signing
from schedules.steps.reporting import Heard, Understood


async def open_tasks(context: OfficeContext) -> Sequence[Task]:
    """What this person may report on today: his own, and those of whoever he stands in for."""
    assert context.person is not None, "only bound people report"
    return await tasks.open_of(context.session, context.person.answers_for(today_of(context)))


async def finished_tasks(context: OfficeContext) -> Sequence[Task]:
    """Those of his that are closed or stopped: who names one by its number means it and no day of the month."""
    assert context.person is not None, "only bound people report"
    return await tasks.finished_of(context.session, context.person.answers_for(today_of(context)))


def asked(found: Sequence[Task]) -> list[AskedTask]:
    return [AskedTask(task.number, task.title, task.due) for task in found]


async def replied_tasks(context: OfficeContext, update: Update) -> tuple[int, ...]:
    """The tasks of our message that this one replies to, in its order."""
    message = update.effective_message
    if message is None or message.reply_to_message is None:
        return ()
    target = await outbox.message(context.session, message.chat_id, message.reply_to_message.message_id)
    return target.task_ids if target else ()


async def keep(context: OfficeContext, update: Update, said: str, *, way: Way = Way.CHAT) -> Saying:
    message = update.effective_message
    assert context.person is not None, "only bound people are heard"
    heard = Heard(
        person=context.person,
        words=said,
        way=way,
        chat_id=message.chat_id if message else None,
        message_id=message.message_id if message else None,
    )
    return await reporting.keep_saying(desk_of(context), heard)


async def take_in(
    context: OfficeContext, update: Update, reading: Reading, found: Sequence[Task], saying: Saying
) -> None:
    """Store what is safe, ask about the rest, answer in one message."""
    facts = await store(context, saying, reading.rows, reading.queries, found)
    await pass_on(context, facts, saying)
    if facts["rows"] or facts.get("question"):
        await queue(context, update, Kind.ECHO, facts, items=facts["items"])
        return
    await _nothing_stored(context, update, reading, found, saying)


async def store(
    context: OfficeContext,
    saying: Saying,
    rows: Sequence[Row],
    queries: Sequence[Query],
    found: Sequence[Task],
    *,
    round_: int = 1,
) -> dict[str, Any]:
    """The facts of the echo: what stands now, and the open question."""
    assert context.person is not None, "only bound people report"
    desk = desk_of(context)
    understood = await reporting.report(desk, saying, rows, person=context.person)
    facts: dict[str, Any] = {
        "saying_id": saying.id,
        "rows": [shown(context, each) for each in understood],
        "items": [each.task.id for each in understood],
    }
    if queries:
        facts["question"] = await clarifications.ask(context, queries, asked(found), saying=saying, round_=round_)
    else:
        facts["question"] = await _follow_up(context, understood, saying)
    return facts


def shown(context: OfficeContext, each: Understood) -> dict[str, Any]:
    """One report as a snapshot for the echo: JSON, no later state may change what was understood."""
    report, task = each.report, each.task
    period = periods.parse(report.period).label if report.period else None
    return {
        "number": task.number,
        "title": task.title,
        "state": task.state.label,
        "said": report.said.value if report.said and not (report.period and each.claimed) else None,
        "percent": report.percent,
        "expected": report.expected_date.isoformat() if report.expected_date else None,
        "promised_percent": report.promised_percent,
        "promised_by": report.promised_by.isoformat() if report.promised_by else None,
        "new_deadline": report.new_deadline.isoformat() if report.new_deadline else None,
        "reason": report.reason,
        "blocker": report.blocker,
        "help_from": report.help_from,
        "delegate": report.delegate,
        "period": period,
        "period_done": bool(period and report.said == "done_claimed"),
        "solved": each.difficulty_solved,
        "claimed": each.claimed,
        "confirming": each.confirming,
        "extension": each.extension,
        "decision": each.decision,
        "refused": each.refused,
    }


async def _follow_up(context: OfficeContext, understood: Sequence[Understood], saying: Saying) -> dict[str, Any] | None:
    """After a clear report: is the difficulty over, or what is the one missing figure? Asked once."""
    for each in understood:
        if each.difficulty_stands:
            return await _ask_difficulty(context, each.task, saying)
    for each in understood:
        if not each.report.substance:
            return await _ask_figure(context, each.task, saying)
    return None


async def _ask_difficulty(context: OfficeContext, task: Task, saying: Saying) -> dict[str, Any]:
    solved = clarifications.row_json(Row(ref=task.number, difficulty_solved=True))
    choices: list[clarifications.Choice] = [{"label": "已经解决", "row": solved}, {"label": "尚未解决", "do": "later"}]
    return await _open(context, "difficulty", questions.difficulty_over(task.number, task.title), choices, saying)


async def _ask_figure(context: OfficeContext, task: Task, saying: Saying) -> dict[str, Any] | None:
    if task.asked_figure:
        return None
    task.asked_figure = True
    recurring = task.mode == Mode.RECURRING
    text = questions.hollow(task.number, task.title, recurring=recurring)
    choices: list[clarifications.Choice] = [] if recurring else clarifications.percent_choices(Row(ref=task.number))
    choices.append({"label": questions.LATER, "do": "later"})
    return await _open(context, "hollow", text, choices, saying)


async def _open(
    context: OfficeContext, kind: str, text: str, choices: list[clarifications.Choice], saying: Saying
) -> dict[str, Any]:
    assert context.person is not None, "only bound people are asked"
    facts = {"choices": choices, "text": text, "rest": []}
    question = await asking.ask(desk_of(context), context.person, kind, facts, saying=saying)
    return {"id": question.id, "text": text, "labels": [choice["label"] for choice in choices]}


async def pass_on(context: OfficeContext, facts: dict[str, Any], saying: Saying) -> None:
    """What a coordinator has to hear of at once."""
    items = facts["items"]
    if any(row["help_from"] or row["said"] == "blocked" for row in facts["rows"]):
        await tell_office(context, "help", text=saying.words, items=items)
    if any(row["delegate"] for row in facts["rows"]):
        await tell_office(context, "delegate", text=saying.words, items=items)


async def _nothing_stored(
    context: OfficeContext, update: Update, reading: Reading, found: Sequence[Task], saying: Saying
) -> None:
    if reading.intent == Intent.ACK and (not is_thanks(plain(saying.words)) or "收" in saying.words):
        await acknowledge(context, update, found)  # thanks alone sign for nothing
    elif reading.intent == Intent.QUESTION:
        await tell_office(context, "asked", text=saying.words)
        await say(context, update, sentences.PASSED_ON)
    elif reading.intent in (Intent.ACK, Intent.SMALLTALK) and is_thanks(plain(saying.words)):
        await react(context, update)
    elif reading.intent == Intent.SMALLTALK:
        await say(context, update, sentences.GREETING)
    elif not found:
        await tell_office(context, "no_task", text=saying.words)
        await say(context, update, sentences.NOTHING_TO_REPORT)
    else:
        await say(context, update, sentences.UNSURE)


async def acknowledge(context: OfficeContext, update: Update, found: Sequence[Task]) -> None:
    """收到 signs for the items of the message replied to, else of the last hand-out; else it is only acknowledged."""
    mine = {task.id for task in found}
    replied = await replied_tasks(context, update)
    target = replied or await _last_hand_out(context)
    signed = await signing.sign(desk_of(context), [task_id for task_id in target if task_id in mine])
    if signed:
        numbers = words.numbers(sorted(task.number for task in signed))
        await say(context, update, sentences.signed(numbers, len(signed)), items=[task.id for task in signed])
    else:
        await react(context, update)


async def _last_hand_out(context: OfficeContext) -> Sequence[int]:
    assert context.person is not None, "only bound people acknowledge"
    return await outbox.last_hand_out(context.session, context.person.id)


async def answered(
    context: OfficeContext, update: Update, question: Question, rows: Sequence[Row], *, saying: Saying
) -> None:
    """An answer to an open question: store it, then ask what waits behind it."""
    asking.close(desk_of(context), question, "answered")
    found = await open_tasks(context)
    rest = [clarifications.QUERIES.validate_python(each) for each in question.facts.get("rest", ())]
    facts = await store(context, saying, rows, rest, found)
    if facts["rows"] or facts.get("question"):
        await queue(context, update, Kind.ECHO, facts, items=facts["items"])
    else:
        await say(context, update, sentences.UNSURE)


async def again_or_hand_over(
    context: OfficeContext, update: Update, question: Question, found: Sequence[Task], saying: Saying
) -> None:
    """An answer that is none: asked once more; after two rounds a person of the office takes over, politely."""
    if question.round >= asking.ROUNDS or question.kind != clarifications.KIND:
        asking.close(desk_of(context), question, "handed_over")
        await tell_office(context, "unclear", text=saying.words)
        await say(context, update, questions.to_coordinator())
        return
    asking.close(desk_of(context), question, "asked_again")
    queries = [
        clarifications.query_of(question),
        *[clarifications.QUERIES.validate_python(each) for each in question.facts.get("rest", ())],
    ]
    asked_again = await clarifications.ask(context, queries, asked(found), saying=saying, round_=question.round + 1)
    await queue(context, update, Kind.ECHO, {"rows": [], "question": asked_again, "saying_id": saying.id})
