"""What does the reader say of a person's words, given his open tasks, the message he replies to and the day?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import today_of
from bot.reading.kinds import SURE
from db.open_tasks import KnownTask
from db.reading_facts import AskedTask, Doubt, Intent, Query, Reading, Row, Said

if TYPE_CHECKING:
    from bot.reading.replies import Stages
    from schedules.workdays import Calendar

LONG = 160  # letters; from so many on a reading takes longer than others should wait for the loop


async def read(update: Update, context: BoundContext, said: str, found: Sequence[KnownTask]) -> Reading:
    """What this person's words say of his open tasks; of finished ones only where they are named.

    What a model said of the message, if one was asked, came with the update and is weighed here, in its transaction.
    """
    replied = await replied_tasks(context, update)
    finished = named_tasks.asked(await report_intake.finished_tasks(context)) if any(map(str.isdigit, said)) else []
    given = _Given(
        said,
        named_tasks.asked_of(context, found),
        tuple(task.number for task in found if task.id in replied),
        tuple(finished),
        today_of(context),
        _answered(update, context, said),
        context.office.policy.reader_trust,
    )
    calendar = context.office.policy.calendar

    def opening() -> int | None:
        task = None if replied else named_tasks.opening(context, said, found)
        return task.number if task is not None else None

    if len(said) < LONG:
        return _read(given, calendar, opening)
    opens = opening()  # of rows, which belong to the transaction
    reading: Reading = context.scope.apart(given, lambda: _read(given, calendar, lambda: opens))
    return reading


@dataclass(frozen=True, slots=True)
class _Given:
    """All that a reading depends on, but the office's calendar."""

    said: str
    known: tuple[AskedTask, ...]
    replied_to: tuple[int, ...]
    finished: tuple[AskedTask, ...]
    today: date
    answered: str | None  # by a language model
    trust: str


def _read(given: _Given, calendar: Calendar, opening: Callable[[], int | None]) -> Reading:
    from bot.reading import replies  # see bot.runtime.preload

    said, today = given.said, given.today
    if given.finished:
        known = [*given.known, *given.finished]
        reading = replies.read(said, known, today=today, calendar=calendar, replied_to=given.replied_to)
        if {row.ref for row in reading.rows} & {task.ref for task in given.finished}:
            return reading
    tasks = replies.about(said, given.known, given.replied_to)
    stages = replies.stages(said, tasks, today=today, calendar=calendar)
    if _lost(stages.reading) and (opens := opening()) is not None:
        tasks = replies.about(said, given.known, [opens])
        stages = replies.stages(said, tasks, today=today, calendar=calendar)
    return _by_all(given, calendar, tasks, stages)


def _lost(reading: Reading) -> bool:
    """It was not seen of which task he speaks: 130号公告, 39号点位 may be the numbers of papers and of places."""
    return not reading.rows and any(
        query.doubt in (Doubt.WHICH_TASK, Doubt.UNKNOWN_NUMBER) for query in reading.queries
    )


def _answered(update: Update, context: BoundContext, said: str) -> str | None:
    """What a model answered, if one was asked of these very words."""
    from bot.second_reader.language_model import kept  # see bot.runtime.preload

    message, answered = update.effective_message, kept.unpacked(context.scope.supplement)
    own_words = message is not None and message.text == said  # a model was shown the message, nothing made of it
    return answered.answer if answered is not None and own_words else None


def _by_all(given: _Given, calendar: Calendar, tasks: Sequence[AskedTask], stages: Stages) -> Reading:
    from bot.reading.rows import told  # see bot.runtime.preload
    from bot.second_reader import agreement, classifier, combined
    from bot.second_reader.learned import reading as learned

    agreed = combined.read_by_all(
        stages,
        given.said,
        tasks,
        today=given.today,
        calendar=calendar,
        classifier=classifier.built_in(),
        learned=learned.built_in(),
        answered=given.answered,
        trust=agreement.Trust(given.trust),
    )
    claimed = _claimed(given.said, tasks, agreed.reading)
    return replace(claimed, told=told.told(stages.found))


def _claimed(said: str, tasks: Sequence[AskedTask], reading: Reading) -> Reading:
    """申请办结 in any words is an application to close, of the tasks named, else of the only one, else it is asked."""
    from bot.reading.asks import standpoints  # see bot.runtime.preload
    from bot.reading.mentions import named_tasks

    if not standpoints.claims(said) or any(row.state is Said.DONE_CLAIMED for row in reading.rows):
        return reading
    named = dict.fromkeys(ref for each in named_tasks.mentions(said, tasks) if each.kind in SURE for ref in each.refs)
    refs = list(named) or ([tasks[0].ref] if len(tasks) == 1 else [])
    if not refs:
        kept = Row(None, state=Said.DONE_CLAIMED)
        return Reading(Intent.AMBIGUOUS, (), (Query(Doubt.WHICH_TASK, said[:40], kept=kept),))
    rows = tuple(Row(ref, state=Said.DONE_CLAIMED) for ref in refs)
    return Reading(Intent.UPDATE, rows)
