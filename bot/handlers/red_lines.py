"""无, 有: the report of a red line, by tap or in a word. 有 is told at once; what follows it goes the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from bot.handlers import report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import queue, say, step_context
from bot.texts import red_lines as texts
from bot.texts import sentences
from db.models import Saying, Task, Way
from db.reading_facts import Row, Said
from schedules.steps import red_lines
from schedules.steps.reporting import Heard, keep_saying


async def tapped_none(update: Update, context: BoundContext, numbers: list[int]) -> None:
    await _tapped(update, context, numbers[0], some=False)


async def tapped_some(update: Update, context: BoundContext, numbers: list[int]) -> None:
    await _tapped(update, context, numbers[0], some=True)


async def _tapped(update: Update, context: BoundContext, task_id: int, *, some: bool) -> None:
    found = {task.id: task for task in await report_intake.open_tasks(context) if task.red_line}
    if task_id not in found:
        await say(context, update, sentences.STALE_BUTTON)
        return
    words = texts.SOME if some else texts.NONE
    saying = await keep_saying(step_context(context), Heard(context.person, words, way=Way.BUTTON))
    await _report(update, context, [found[task_id]], saying, some=some)


async def typed(update: Update, context: BoundContext, said: str) -> bool:
    """True where the whole message is 无 or 有, of a red line of his."""
    from bot.reading.asks import whether  # see bot.runtime.preload

    read = whether.whether(said)
    meant = await _meant(update, context, read.number) if read is not None else []
    if read is None or not meant:
        return False
    if len(meant) > 1 and read.some:
        await say(context, update, texts.which([task.number for task in meant]))
        return True
    saying = await report_intake.keep(context, update, said)
    await _report(update, context, meant, saying, some=read.some)
    return True


async def _meant(update: Update, context: BoundContext, number: int | None) -> list[Task]:
    found = await report_intake.open_tasks(context)
    of_red_lines = [task for task in found if task.red_line]
    if number is not None:
        return [task for task in of_red_lines if task.number == number]
    replied = await replied_tasks(context, update)
    of_message = [task for task in of_red_lines if task.id in replied]
    return of_message or (of_red_lines if len(found) == len(of_red_lines) else [])


async def _report(update: Update, context: BoundContext, meant: Sequence[Task], saying: Saying, *, some: bool) -> None:
    rows = [Row(ref=task.number, state=Said.IN_PROGRESS) for task in meant]
    stored = await report_intake.store(context, saying, rows, (), meant)
    if some:
        for task in meant:
            await red_lines.report(step_context(context), task, saying, person=context.person)
        stored = replace(stored, addendum=texts.TOLD)
    await queue(context, update, stored, items=stored.items)
