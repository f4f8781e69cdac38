"""上次写的98写错了,应该是100: the share he reported, however long ago, beside the right one, to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers import report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import queue, step_context
from bot.reading.text.normal_form import plain
from bot.texts import questions
from bot.texts import reporters as texts
from db import tasks
from db.models import Task
from db.open_questions import Asked, Choice, Do, OpenQuestion
from db.open_tasks import KnownTask
from db.payloads import EchoPayload, EchoQuestion
from db.reading_facts import Doubt, Intent, Query, Reading, Row, Said
from schedules.steps import asking


async def asked(update: Update, context: BoundContext, said: str, reading: Reading, found: Sequence[KnownTask]) -> bool:
    """True where the wrong share is the one that stands for just one of his tasks."""
    from bot.reading.clauses import corrections  # see bot.runtime.preload

    if reading.intent is not Intent.CORRECTION or reading.rows:
        return False
    shares = corrections.replaced(plain(said))
    if shares is None:
        return False
    wrong, right = shares
    known = await tasks.by_ids(context.session, [task.id for task in found])
    meant = [task for task in known.values() if task.percent == wrong]
    if len(meant) != 1:
        return False
    await _ask(update, context, said, meant[0], right)
    return True


async def _ask(update: Update, context: BoundContext, said: str, task: Task, right: float) -> None:
    saying = await report_intake.keep(context, update, said)
    row = Row(task.number, state=Said.IN_PROGRESS, percent=right)
    text = texts.share_replaced(task.number, task.title, task.percent or 0, right)
    choices = (Choice(questions.RIGHT, row=row), Choice(questions.WRONG, do=Do.WRONG))
    query = Query(Doubt.UNREADABLE, said[:40], refs=(task.number,), kept=row, proposed=(row,))
    opened = OpenQuestion(text, choices=choices, query=query)
    question = await asking.ask(step_context(context), context.person, Asked.DOUBT, opened, saying=saying)
    shown = EchoQuestion(question.id, text, tuple(choice.label for choice in choices))
    await queue(context, update, EchoPayload(questions=(shown,), saying_id=saying.id), items=[task.id])
