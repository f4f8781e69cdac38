"""The one way an agenda changes: compare what should stand with what stands, for any number of tasks at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any

from db import agenda
from db.models import Task
from db.task_columns import TaskColumns
from schedules import ladder
from schedules.facts import facts_of
from schedules.rungs import Rung
from schedules.steps.context import StepContext, yield_to_loop
from schedules.task_facts import TaskFacts


async def replan(context: StepContext, *tasks: Task) -> None:
    """Bring the waiting rows of these tasks in line with their facts. Taken rows are never touched.

    Called at the end of every step: a forgotten replanning would be a lost reminder. Three questions, one deletion and
    one insertion, however many tasks there are.
    """
    if tasks:
        await context.session.flush()
        await align(context, tasks, await facts_of(context.session, tasks))


async def align(context: StepContext, tasks: Sequence[Task | TaskColumns], facts: Mapping[int, TaskFacts]) -> None:
    """As `replan`, with the facts at hand. What is wanted and was taken before is left as it is by the key."""
    if not tasks:
        return
    standing: dict[int, list[Any]] = {}
    for row in await agenda.waiting_of(context.session, [task.id for task in tasks]):
        standing.setdefault(row.task_id, []).append(row)
    plans = _Plans(context)
    stale, missing = [], []
    for place, task in enumerate(tasks, start=1):
        await yield_to_loop(place)
        wanted = plans.wanted(facts[task.id])
        for row in standing.get(task.id, ()):
            if row.round == task.round and wanted.get((row.rung, row.occurrence)) == row.at:
                del wanted[row.rung, row.occurrence]
            else:
                stale.append(row.id)
        missing += [_row(task, rung, occurrence, at) for (rung, occurrence), at in wanted.items()]
    await agenda.forget(context.session, stale)
    await agenda.add(context.session, missing)


async def follow(
    context: StepContext,
    tasks: Sequence[Task | TaskColumns],
    before: Mapping[int, TaskFacts],
    after: Mapping[int, TaskFacts],
) -> None:
    """As `align`, where the agenda stands as `before` has it: of tasks in the same round only the difference is
    written, and nothing is read."""
    await align(context, [task for task in tasks if before[task.id].began_at != after[task.id].began_at], after)
    gone, come = [], []
    for place, task in enumerate(tasks, start=1):
        await yield_to_loop(place)
        if before[task.id].began_at == after[task.id].began_at:
            less, more = ladder.difference(before[task.id], after[task.id], context.policy, context.calendar)
            gone += [agenda.Key(task.id, task.round, rung, occurrence) for rung, occurrence, _ in less]
            come += [_row(task, rung, occurrence, at) for rung, occurrence, at in more]
    await agenda.forget_keys(context.session, gone)
    await agenda.add(context.session, come)


class _Plans:
    """What should stand of each task, worked out once for all that are alike."""

    def __init__(self, context: StepContext) -> None:
        self.policy, self.calendar = context.policy, context.calendar
        self.known: dict[Hashable, dict[tuple[str, str], datetime]] = {}

    def wanted(self, facts: TaskFacts) -> dict[tuple[str, str], datetime]:
        key = ladder.alike(facts, self.policy)
        if key not in self.known:
            self.known[key] = ladder.wanted(facts, self.policy, self.calendar)
        return dict(self.known[key])


def _row(task: Task | TaskColumns, rung: str, occurrence: str, at: datetime) -> dict[str, Any]:
    return {"task_id": task.id, "round": task.round, "rung": rung, "occurrence": occurrence, "at": at}


def begin_round(task: Task | TaskColumns, context: StepContext) -> None:
    """A new round: its rungs start from now, and the old ones can never collide with them."""
    task.round += 1
    task.began_at = context.now
    task.overdue_on = None
    requests = f"{Rung.REQUEST_WAITS}:"  # they wait on others and outlive the head's round
    task.repeated_on = {key: day for key, day in task.repeated_on.items() if key.startswith(requests)}
    task.asked_at = None
    task.asked_figure = False
