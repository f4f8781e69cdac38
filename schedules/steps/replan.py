"""The one way an agenda changes: compare what should stand with what stands, for any number of tasks at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from db import agenda, task_columns
from db import plans as plans_kept
from db.agenda import Alike
from db.lifecycle import UNFINISHED, State
from db.models import Task
from db.plans import SamePlan
from db.task_columns import TaskColumns
from schedules import ladder
from schedules.facts import Beside, columns, facts_of
from schedules.rungs import Rung
from schedules.steps.context import StepContext, yield_to_loop
from schedules.task_facts import TaskFacts

Rungs = Mapping[tuple[str, str], datetime]  # rung and occurrence → moment


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
    stale: list[int] = []
    missing: list[SamePlan] = []
    anew: dict[tuple[int, int], tuple[Rungs, list[int]]] = {}  # plan and round → tasks with nothing before them
    for place, task in enumerate(tasks, start=1):
        await yield_to_loop(place)
        wanted = plans.wanted(facts[task.id])
        stands = standing.get(task.id)
        if stands is None:
            anew.setdefault((id(wanted), task.round), (wanted, []))[1].append(task.id)
            continue
        left = dict(wanted)
        for row in stands:
            if row.round == task.round and left.get((row.rung, row.occurrence)) == row.at:
                del left[row.rung, row.occurrence]
            else:
                stale.append(row.id)
        if left:
            missing.append(_same_plan([task.id], task.round, left))
    missing += [_same_plan(ids, round_, rungs) for (_, round_), (rungs, ids) in anew.items()]
    await agenda.forget(context.session, stale)
    await plans_kept.add(context.session, missing)


async def follow(
    context: StepContext, known: Beside, tasks: Iterable[TaskColumns], was: Mapping[int, task_columns.Moves]
) -> None:
    """As `align`, where the agenda stands as the tasks were: of those in the same round only the difference is
    written, and nothing is read. A morning moves the same in thousands of tasks: what follows is found once for all
    that are alike."""
    anew, alike = _by_what_follows(known, tasks, was)
    await align(context, anew, {task.id: known.facts(task) for task in anew})
    gone: list[Alike] = []
    come: list[SamePlan] = []
    for place, those in enumerate(alike, start=1):
        await yield_to_loop(place)
        one, ids = those[0], [task.id for task in those]
        before, after = known.facts(_as_it_was(one, was[one.id])), known.facts(one)
        less, more = ladder.difference(before, after, context.policy, context.calendar)
        gone += [Alike(ids, one.round, rung, occurrence) for rung, occurrence, _ in less]
        come.append(SamePlan(ids, one.round, list(more)))
    await agenda.forget_alike(context.session, gone)
    await plans_kept.add(context.session, come)


_RUNNING = UNFINISHED - {State.CLAIMED}


def _by_what_follows(
    known: Beside, tasks: Iterable[TaskColumns], was: Mapping[int, task_columns.Moves]
) -> tuple[list[TaskColumns], Iterable[list[TaskColumns]]]:
    """Tasks in a new round; and the others that have changed, together where the same follows."""
    anew: list[TaskColumns] = []
    alike: dict[Hashable, list[TaskColumns]] = defaultdict(list)
    seen: dict[Hashable, tuple[Hashable, frozenset[str] | None]] = {}  # a morning moves the same in most
    for task in tasks:
        before, after = was[task.id], task.moves
        if before == after:
            continue
        if (before, after) not in seen:
            moved = [each for each in zip(task_columns.MOVES, before, after, strict=True) if each[1] != each[2]]
            seen[before, after] = tuple(moved), ladder.read_beside(tuple([name for name, _, _ in moved]))
        changes, read = seen[before, after]
        if task.began_at != before[_BEGAN_AT]:
            anew.append(task)
        elif read is not None and task.state in _RUNNING and known.alone(task.id):
            alike[task.round, changes, before[_REPEATED_ON], columns(read)(task)].append(task)
        else:
            alike[task.id].append(task)
    return anew, alike.values()


_BEGAN_AT, _REPEATED_ON = (task_columns.MOVES.index(name) for name in ("began_at", "repeated_on"))


def _as_it_was(task: TaskColumns, was: task_columns.Moves) -> TaskColumns:
    given = dict(zip(task_columns.MOVES, was, strict=True))
    return replace(task, **{**given, "repeated_on": dict(given["repeated_on"])})


class _Plans:
    """What should stand of each task, worked out once for all that are alike."""

    def __init__(self, context: StepContext) -> None:
        self.policy, self.calendar = context.policy, context.calendar
        self.known: dict[Hashable, Rungs] = {}

    def wanted(self, facts: TaskFacts) -> Rungs:
        key = ladder.alike(facts, self.policy)
        if key not in self.known:
            self.known[key] = ladder.wanted(facts, self.policy, self.calendar)
        return self.known[key]


def _same_plan(task_ids: list[int], round_: int, rungs: Rungs) -> SamePlan:
    return SamePlan(task_ids, round_, [(*rung, at) for rung, at in rungs.items()])


def begin_round(task: Task | TaskColumns, context: StepContext) -> None:
    """A new round: its rungs start from now, and the old ones can never collide with them."""
    task.round += 1
    task.began_at = context.now
    task.overdue_on = None
    requests = f"{Rung.REQUEST_WAITS}:"  # they wait on others and outlive the head's round
    task.repeated_on = {key: day for key, day in task.repeated_on.items() if key.startswith(requests)}
    task.asked_at = None
    task.asked_figure = False
