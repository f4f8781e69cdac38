"""行，就延到7号; 不用延期，今天就能报齐: what he answers who was asked whether he applies for a later date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import say, step_context, today_of
from bot.texts import sentences
from db.models import Question
from db.open_questions import Choice, Do, read_stored
from db.reading_facts import Row
from schedules.steps import asking


async def taken(context: BoundContext, update: Update, said: str, together: Sequence[Question]) -> bool:
    """True where his words are plainly one of the two; of several questions the answer is for each."""
    from bot.reading import answers  # see bot.runtime.preload

    judged = answers.more_time(said)
    if judged is None:
        return False
    saying = await report_intake.keep(context, update, said)
    if judged:
        wanted = _day(context, said)
        applied = [(each, _applied(read_stored(each.facts).choices, wanted)) for each in together]
        await report_intake.answered(
            context, update, [(each, (row,)) for each, row in applied if row is not None], saying=saying
        )
        return True
    given = [(each, rows) for each in together if (rows := await _told(context, said, each))]
    for each in together:
        if all(each.id != answered.id for answered, _ in given):
            asking.close(step_context(context), each, Do.LATER)
    if given:
        await report_intake.answered(context, update, given, saying=saying)
    else:
        await say(context, update, sentences.IN_TIME)
    return True


def _day(context: BoundContext, said: str) -> date | None:
    from bot.reading.dates import day_finder  # see bot.runtime.preload
    from bot.reading.text import normal_form

    return day_finder.first_date(normal_form.normalize(said).text, today_of(context), context.office.policy.calendar)


def _applied(choices: Sequence[Choice], wanted: date | None) -> Row | None:
    """The button of that day, else the first with his day in it."""
    offered = [each.row for each in choices if each.row is not None]
    if not offered:
        return None
    fitting = next((row for row in offered if row.new_deadline == wanted), None)
    return fitting or (replace(offered[0], new_deadline=wanted) if wanted else offered[0])


async def _told(context: BoundContext, said: str, question: Question) -> Sequence[Row]:
    """What he reports beside it, of the task he was asked about."""
    from bot.reading import replies  # see bot.runtime.preload

    refs = read_stored(question.facts).refs
    tasks = named_tasks.asked([task for task in await report_intake.his_tasks(context) if task.number in refs])
    reading = replies.read(
        said, tasks, today=today_of(context), calendar=context.office.policy.calendar, replied_to=refs
    )
    return [row for row in reading.rows if row.expected_date or row.percent is not None] if not reading.queries else []
