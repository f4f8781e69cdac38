"""What does the reader say of a person's words, given his open tasks, the message he replies to and the day?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import today_of
from bot.reading.kinds import SURE
from db.models import Task
from db.reading_facts import AskedTask, Doubt, Intent, Query, Reading, Row, Said

if TYPE_CHECKING:
    from bot.reading.replies import Stages


async def read(update: Update, context: BoundContext, said: str, found: Sequence[Task]) -> Reading:
    """What this person's words say of his open tasks; of finished ones only where they are named.

    What a model said of the message, if one was asked, came with the update and is weighed here, in its transaction.
    """
    from bot.reading import replies  # see bot.runtime.preload

    replied = await replied_tasks(context, update)
    numbers = [task.number for task in found if task.id in replied]
    today, calendar = today_of(context), context.office.policy.calendar
    finished = named_tasks.asked(await report_intake.finished_tasks(context)) if any(map(str.isdigit, said)) else []
    if finished:
        known = [*named_tasks.asked(found), *finished]
        reading = replies.read(said, known, today=today, calendar=calendar, replied_to=numbers)
        if {row.ref for row in reading.rows} & {task.ref for task in finished}:
            return reading
    tasks = replies.about(said, named_tasks.asked(found), numbers)
    stages = replies.stages(said, tasks, today=today, calendar=calendar)
    if not replied and _lost(stages.reading) and (opens := named_tasks.opening(context, said, found)) is not None:
        tasks = replies.about(said, named_tasks.asked(found), [opens.number])
        stages = replies.stages(said, tasks, today=today, calendar=calendar)
    return _by_all(update, context, said, tasks, stages)


def _lost(reading: Reading) -> bool:
    """It was not seen of which task he speaks: 130号公告, 39号点位 may be the numbers of papers and of places."""
    return not reading.rows and any(
        query.doubt in (Doubt.WHICH_TASK, Doubt.UNKNOWN_NUMBER) for query in reading.queries
    )


def _by_all(update: Update, context: BoundContext, said: str, tasks: Sequence[AskedTask], stages: Stages) -> Reading:
    from bot.second_reader import agreement, classifier, combined  # see bot.runtime.preload
    from bot.second_reader.language_model import kept
    from bot.second_reader.learned import reading as learned

    message, answered = update.effective_message, kept.unpacked(context.scope.supplement)
    own_words = message is not None and message.text == said  # a model was shown the message, nothing made of it
    agreed = combined.read_by_all(
        stages,
        said,
        tasks,
        today=today_of(context),
        calendar=context.office.policy.calendar,
        classifier=classifier.built_in(),
        learned=learned.built_in(),
        answered=answered.answer if answered is not None and own_words else None,
        trust=agreement.Trust(context.office.policy.reader_trust),
    )
    return _claimed(said, tasks, agreed.reading)


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
