"""Words typed under an open question: its answer, a try at one, or something else altogether."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update

from bot.handlers import report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import desk_of, say, today_of
from bot.reading.text.normal_form import plain
from bot.texts import sentences
from db.models import Question
from db.open_questions import Asked, Choice, Do, read_stored
from db.reading_facts import AskedTask, Doubt, Query, Reading, Row
from schedules.steps import asking

# A question of ours that is no doubt of the reader's is answered as if it were this one.
_LIKE = {Asked.HOLLOW.value: Doubt.IMPOSSIBLE_PERCENT}


async def typed(update: Update, context: BoundContext, said: str, question: Question) -> bool:
    """True when the words were taken as an answer, right or wrong; False lets them be read as a new report."""
    choice = _choice(said, question)
    if choice is not None:
        await _chosen(update, context, said, question, choice)
        return True
    found = await report_intake.open_tasks(context)
    reading = _read(context, said, question, report_intake.asked(found))
    if reading is None:
        return False
    saying = await report_intake.keep(context, update, said)
    if reading.rows:
        await report_intake.answered(context, update, question, reading.rows, saying=saying)
    else:
        await report_intake.again_or_hand_over(context, update, question, found, saying)
    return True


def _choice(said: str, question: Question) -> Choice | None:
    """The button he might as well have tapped."""
    from bot.reading import answers  # see bot.warming

    choices = read_stored(question.facts).choices
    words = plain(said).strip(" 。.!,")
    if question.kind == Asked.DIFFICULTY and (solved := answers.solved(said)) is not None:
        return choices[0 if solved else 1]
    return next((each for each in choices if plain(each.label) == words), None)


async def _chosen(update: Update, context: BoundContext, said: str, question: Question, choice: Choice) -> None:
    saying = await report_intake.keep(context, update, said)
    if choice.row is not None:
        await report_intake.answered(context, update, question, [choice.row], saying=saying)
        return
    asking.close(desk_of(context), question, choice.do or Do.LATER)
    hard = choice.do == Do.HARD
    await say(context, update, sentences.WRITE_DIFFICULTY if hard else sentences.AS_YOU_LIKE)


def _read(context: BoundContext, said: str, question: Question, tasks: list[AskedTask]) -> Reading | None:
    from bot.reading import answers  # see bot.warming

    query = _query(question)
    if query is None:
        return None
    calendar = context.office.policy.calendar
    return answers.answer(said, query, tasks, today=today_of(context), calendar=calendar)


def _query(question: Question) -> Query | None:
    asked = read_stored(question.facts)
    if question.kind == Asked.DOUBT:
        return asked.query
    doubt = _LIKE.get(question.kind)
    rows = [choice.row for choice in asked.choices if choice.row is not None]
    if doubt is None or not rows:
        return None
    ref = rows[0].ref
    return Query(doubt, refs=(ref,) if ref is not None else (), kept=replace(Row(ref=ref), state=rows[0].state))
