"""Words typed under an open question: its answer, a try at one, or something else altogether."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from telegram import Update

from bot.handlers import clarifications, report_intake
from bot.handlers.context import OfficeContext
from bot.handlers.replying import desk_of, say, today_of
from bot.reading.text.normal_form import plain
from bot.texts import sentences
from db.models import Question
from db.reading_facts import AskedTask, Doubt, Query, Reading, Row
from schedules.steps import asking

# A question of ours that is no doubt of the reader's is answered as if it were this one.
_LIKE = {"hollow": Doubt.IMPOSSIBLE_PERCENT}


async def typed(update: Update, context: OfficeContext, said: str, question: Question) -> bool:
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


def _choice(said: str, question: Question) -> Mapping[str, Any] | None:
    """The button he might as well have tapped."""
    from bot.reading import answers  # see bot.warming

    choices: Sequence[Mapping[str, Any]] = question.facts.get("choices", ())
    words = plain(said).strip(" 。.!,")
    if question.kind == "difficulty" and (solved := answers.solved(said)) is not None:
        return choices[0 if solved else 1]
    return next((each for each in choices if plain(each["label"]) == words), None)


async def _chosen(
    update: Update, context: OfficeContext, said: str, question: Question, choice: Mapping[str, Any]
) -> None:
    saying = await report_intake.keep(context, update, said)
    if "row" in choice:
        row = clarifications.row_of(choice["row"])
        await report_intake.answered(context, update, question, [row], saying=saying)
        return
    asking.close(desk_of(context), question, str(choice.get("do", "later")))
    hard = choice.get("do") == "hard"
    await say(context, update, sentences.WRITE_DIFFICULTY if hard else sentences.AS_YOU_LIKE)


def _read(context: OfficeContext, said: str, question: Question, tasks: list[AskedTask]) -> Reading | None:
    from bot.reading import answers  # see bot.warming

    query = _query(question)
    if query is None:
        return None
    calendar = context.office.policy.calendar
    return answers.answer(said, query, tasks, today=today_of(context), calendar=calendar)


def _query(question: Question) -> Query | None:
    if question.kind == clarifications.KIND:
        return clarifications.query_of(question)
    doubt = _LIKE.get(question.kind)
    rows = [clarifications.row_of(choice["row"]) for choice in question.facts["choices"] if "row" in choice]
    if doubt is None or not rows:
        return None
    ref = rows[0].ref
    return Query(doubt, refs=(ref,) if ref is not None else (), kept=replace(Row(ref=ref), state=rows[0].state))
