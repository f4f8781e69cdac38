"""Words that name no task are asked about with what he is in the middle of, and with what else they may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import queue, say, step_context, today_of
from bot.handlers.reporters import thread as threads
from bot.handlers.reporters.thread import Thread
from bot.reading.acts.acts import HeadAct
from bot.texts import questions, sentences
from bot.texts import reporters as texts
from db import requests
from db.models import MatterKind, Saying
from db.open_questions import Asked, Choice, Do, OpenQuestion, read_stored
from db.open_tasks import KnownTask
from db.payloads import EchoPayload, EchoQuestion
from db.reading_facts import Doubt, Intent, Query, Reading, Row, Said
from schedules.steps import asking

_LOST = (Doubt.WHICH_TASK, Doubt.UNKNOWN_NUMBER)
LATELY = timedelta(hours=1)
MANY = 2  # tasks asked about one by one though none is named


async def asked(update: Update, context: BoundContext, said: str, reading: Reading, found: Sequence[KnownTask]) -> bool:
    """True where he was asked; a reading that is sure, or of a task he names, is left as it is."""
    from bot.reading.acts import acts  # see bot.runtime.preload

    if reading.rows or len(found) < 2 or await context.replied_to(update) is not None:
        return False
    told, named = acts.of_head(said), named_tasks.named(context, said, found)
    if any(str(task.number) in said for task in named) or 0 < len(named) <= MANY:
        return False
    thread = await threads.in_hand(context, found, said)
    if HeadAct.NO_DIFFICULTY in told and await _tapped_by_mistake(update, context):
        return True
    amends = HeadAct.AMENDS in told and reading.intent is Intent.CORRECTION
    if not (_is_lost(reading, found) or amends or (reading.queries and thread.saying is not None)):
        return False
    if thread.from_office:
        await _to_office(update, context, said, thread.task)
        return True
    if thread.task is None or _names_others(reading, thread.task, found):
        return False
    await ask(update, context, said, thread.task, thread)
    return True


async def _tapped_by_mistake(update: Update, context: BoundContext) -> bool:
    """手滑点错了: what he tapped under is asked again."""
    question = await requests.last_closed(context.session, context.person.id, Asked.LATE, since=context.now - LATELY)
    if question is None:
        return False
    question.closed_at, question.outcome = None, None
    stored = read_stored(question.facts)
    again = EchoQuestion(question.id, stored.text, tuple(choice.label for choice in stored.choices))
    await say(context, update, texts.NO_DIFFICULTY.format(number=next(iter(stored.refs), 0)))
    await queue(context, update, EchoPayload(questions=(again,)))
    return True


def _is_lost(reading: Reading, found: Sequence[KnownTask]) -> bool:
    """No row, and every doubt is of which task; or of many tasks of which none is named."""
    queries = reading.queries
    if not queries:
        return False
    if all(query.doubt in _LOST or (not query.refs and not query.proposed) for query in queries):
        return True
    refs = {row.ref for query in queries for row in query.proposed} | {ref for query in queries for ref in query.refs}
    return len(refs) > MANY or len(refs) == len(found)


def _names_others(reading: Reading, task: KnownTask, found: Sequence[KnownTask]) -> bool:
    """What he says fits some of his tasks, and not the one he is in the middle of."""
    refs = {ref for query in reading.queries for ref in query.refs}
    return 0 < len(refs) < len(found) and task.number not in refs


async def _to_office(update: Update, context: BoundContext, said: str, task: KnownTask | None) -> None:
    """The answer to what a coordinator wrote goes to the coordinators."""
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.LETTER, saying, task=task)
    await say(context, update, sentences.TO_OFFICE)


async def ask(
    update: Update, context: BoundContext, said: str, task: KnownTask, thread: Thread, saying: Saying | None = None
) -> None:
    """`saying`: where his words are kept already."""
    from bot.reading import replies  # see bot.runtime.preload
    from bot.reading.acts import acts

    told = acts.of_head(said)
    tasks = named_tasks.asked([task])
    today, calendar = today_of(context), context.office.policy.calendar
    read = replies.read(said, tasks, today=today, calendar=calendar, replied_to=[task.number])
    row = next(iter(read.rows), None) or next((p for query in read.queries for p in query.proposed), None)
    plain = replace(row or Row(task.number), ref=task.number, state=Said.IN_PROGRESS, blocker=None)
    saying = saying or await report_intake.keep(context, update, said)
    choices = list(_choices(task, thread, told, row, plain, said))
    question = await _open(context, texts.going_on(task.number, task.title, said), choices, saying, plain)
    await queue(context, update, EchoPayload(questions=(question,), saying_id=saying.id), items=[task.id])


def _choices(
    task: KnownTask, thread: Thread, told: Sequence[HeadAct], row: Row | None, plain: Row, said: str
) -> list[Choice]:
    number = task.number
    amend = thread.saying is not None and HeadAct.AMENDS in told
    claims = row is not None and row.state is Said.DONE_CLAIMED
    hard = HeadAct.DIFFICULTY in told or (row is not None and row.blocker is not None)
    obstacle = Row(number, state=Said.IN_PROGRESS, blocker=(row.blocker if row and row.blocker else said)[:200])
    made = [
        Choice(texts.amends(number), do=f"{Do.AMEND}:{thread.saying.id}:{number}") if amend and thread.saying else None,
        Choice(texts.claims(number), row=replace(plain, state=Said.DONE_CLAIMED)) if claims else None,
        Choice(texts.hard(number), row=obstacle) if hard else None,
        Choice(texts.records(number), row=plain),
        Choice(texts.hard(number), row=obstacle) if not hard else None,
        Choice(texts.to_office(number), do=f"{Do.OFFICE}:{task.id}"),
        Choice(texts.OTHER_TASK, do=Do.PROGRESS),
        Choice(questions.LATER, do=Do.LATER),
    ]
    return [each for each in made if each is not None]


async def _open(context: BoundContext, text: str, choices: Sequence[Choice], saying: Saying, row: Row) -> EchoQuestion:
    query = Query(Doubt.UNREADABLE, saying.words[:40], refs=(row.ref,) if row.ref else (), kept=row)
    opened = OpenQuestion(text, choices=tuple(choices), query=query)
    question = await asking.ask(step_context(context), context.person, Asked.DOUBT, opened, saying=saying)
    return EchoQuestion(question.id, text, tuple(choice.label for choice in choices))


_ALL = re.compile(
    r"全部|所有|以上|各项|[几两三四五六七八九十\d]项|每项|逐项|都(?:已|完|办|做|好|弄|推|正|按|没|在推|在办)|均"
)
SEVERAL = 4  # rows that words without a name or 全部 do not make


def narrowed(context: BoundContext, said: str, reading: Reading, found: Sequence[KnownTask]) -> Reading:
    """What is not plainly meant is left out: tasks beside the one whose number is said, many tasks none of which is
    named, an obstacle where no word of difficulty stands."""
    from bot.reading.acts import acts  # see bot.runtime.preload

    named = named_tasks.named(context, said, found)
    numbered = {task.number for task in named if str(task.number) in said}
    rows, queries = reading.rows, reading.queries
    meant = {task.number for task in named}
    if rows and queries and not numbered:
        queries = tuple(q for q in queries if not _of_others(q, meant | {0}) or not q.refs)
    if numbered and queries:
        kept = tuple(q for q in queries if not _of_others(q, meant))
        queries = kept if kept or rows else queries
    if len(rows) >= SEVERAL and not named and not _ALL.search(said):
        rows, queries = (), (Query(Doubt.WHICH_TASK, said[:40], kept=Row(None, state=Said.IN_PROGRESS)),)
    if HeadAct.DIFFICULTY not in acts.of_head(said):
        rows = tuple(replace(row, blocker=None, help_from=()) if row.blocker else row for row in rows)
        queries = tuple(_without_obstacle(query) for query in queries)
    return replace(reading, rows=rows, queries=queries)


def _of_others(query: Query, numbered: set[int]) -> bool:
    refs = {row.ref for row in query.proposed} | set(query.refs)
    return bool(refs) and not refs & numbered


def _without_obstacle(query: Query) -> Query:
    proposed = tuple(replace(row, blocker=None, help_from=()) if row.blocker else row for row in query.proposed)
    return replace(query, proposed=tuple(dict.fromkeys(proposed))) if proposed != query.proposed else query
