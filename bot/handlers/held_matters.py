"""What a department asked for help says of it without replying to the message: it goes where a reply would go."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers import matters as taps
from bot.handlers import named_tasks, report_intake, waits_with
from bot.handlers.context import BoundContext
from db import reports, tasks
from db.matter_verbs import MatterKind
from db.models import Matter, Task
from db.open_tasks import KnownTask

HEAD = 6  # letters in which the number stands


async def of_number(update: Update, context: BoundContext, said: str) -> bool:
    """65号…: the difficulty of that very task lies with him."""
    return any(map(str.isdigit, said[:HEAD])) and await answered(update, context, said, numbered=True)


async def answered(update: Update, context: BoundContext, said: str, *, numbered: bool = False) -> bool:
    """True where his words are of a difficulty that lies with him and of no task of his own."""
    holding = await _held(context)
    if not holding or await context.replied_to(update) is not None:
        return False
    known = await tasks.by_ids(context.session, [each.task_id for each in holding if each.task_id])
    own = await report_intake.his_tasks(context)
    matter = await _meant(context, said, holding, known, own)
    if matter is None or (numbered and str(known[matter.task_id or 0].number) not in said[:HEAD]):
        return False
    await taps.helper_writes(update, context, matter, said)
    return True


async def _held(context: BoundContext) -> list[Matter]:
    return [each for each in await waits_with.held(context) if each.kind is MatterKind.PROBLEM]


async def _meant(
    context: BoundContext, said: str, holding: Sequence[Matter], known: dict[int, Task], own: Sequence[KnownTask]
) -> Matter | None:
    from bot.reading.asks import standpoints  # see bot.runtime.preload

    foreign = [task for task in known.values() if all(task.id != mine.id for mine in own)]
    theirs = {task.id for task in foreign}
    holding = [each for each in holding if each.task_id in theirs]  # of a task he answers for he reports
    if not holding:
        return None
    named = named_tasks.named(context, said, [*own, *foreign])
    if named:
        fitting = [each for each in holding if each.task_id in {task.id for task in named}]
        return fitting[0] if len(fitting) == 1 and len(named) == 1 else None
    obstacles = {each.id: each for each in await reports.problems(context.session, _ids(holding))}
    shared = [
        each
        for each in holding
        if each.problem_id in obstacles and named_tasks.pairs_shared(said, obstacles[each.problem_id].obstacle) >= 2
    ]
    if len(shared) == 1:
        return shared[0]
    if len(holding) == 1 and obstacles and named_tasks.pairs_shared(said, next(iter(obstacles.values())).obstacle) >= 1:
        return holding[0]
    return holding[0] if len(holding) == 1 and standpoints.speaks_of_help(said) else None


def _ids(holding: Sequence[Matter]) -> list[int]:
    return [each.problem_id for each in holding if each.problem_id is not None]
