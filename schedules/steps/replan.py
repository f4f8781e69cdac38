"""The one way an agenda changes: compare what should stand with what stands, for any number of tasks at once."""

from __future__ import annotations

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
from db.task_columns import MOVES, Moved, TaskColumns
from schedules import ladder
from schedules.facts import Beside, columns, facts_of
from schedules.rungs import Planned, Rung
from schedules.steps.context import StepContext, yield_to_loop
from schedules.task_facts import TaskFacts

Rungs = Mapping[tuple[str, str], datetime]  # rung and occurrence → moment


async def replan(context: StepContext, *tasks: Task) -> None:
    """Bring the waiting rows of these tasks in line with their facts. Taken rows are never touched.

    Called at the end of every step: a forgotten replanning would be a lost reminder. Two questions, one deletion and
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


async def follow(context: StepContext, known: Beside, changes: Iterable[Moved]) -> None:
    """As `align`, where the agenda stands as the tasks were: of those in the same round only the difference is
    written, and nothing is read. A morning moves the same in thousands of tasks: what follows is found once for all
    that are alike."""
    anew, alike = _by_what_follows(known, changes, context.policy.told_apart)
    await align(context, anew, {task.id: known.facts(task) for task in anew})
    gone: dict[tuple[int, str, str], list[int]] = {}
    come: dict[tuple[int, frozenset[Planned]], list[int]] = {}
    for place, (was, those) in enumerate(alike, start=1):
        await yield_to_loop(place)
        one, ids = those[0], [task.id for task in those]
        before, after = known.facts(_as_it_was(one, was)), known.facts(one)
        less, more = ladder.difference(before, after, context.policy, context.calendar)
        for rung, occurrence, _ in less:
            gone.setdefault((one.round, rung, occurrence), []).extend(ids)
        come.setdefault((one.round, frozenset(more)), []).extend(ids)
    await agenda.forget_alike(context.session, [Alike(ids, *of) for of, ids in gone.items()])
    await plans_kept.add(context.session, [SamePlan(ids, round_, [*rungs]) for (round_, rungs), ids in come.items()])


_RUNNING = UNFINISHED - {State.CLAIMED}


def _by_what_follows(
    known: Beside, changes: Iterable[Moved], told_apart: frozenset[str]
) -> tuple[list[TaskColumns], list[tuple[task_columns.Moves, list[TaskColumns]]]]:
    """Tasks in a new round; and the others, as they were, together where the same follows."""
    anew: list[TaskColumns] = []
    alike: dict[Hashable, tuple[task_columns.Moves, list[TaskColumns]]] = {}
    apart = known.not_alone
    for each in changes:
        before = each.before
        if each.after[_BEGAN_AT] != before[_BEGAN_AT]:
            anew += each.tasks
            continue
        moved, read = each.changes, ladder.read_beside(each.names, told_apart)
        beside = None if read is None else columns(read)
        for task in each.tasks:
            key: Hashable = task.id
            if beside is not None and task.state in _RUNNING and task.id not in apart:
                key = task.round, moved, before[_REPEATED_ON], beside(task)
            alike.setdefault(key, (before, []))[1].append(task)
    return anew, [*alike.values()]


_BEGAN_AT, _REPEATED_ON = (MOVES.index(name) for name in ("began_at", "repeated_on"))


def _as_it_was(task: TaskColumns, was: task_columns.Moves) -> TaskColumns:
    given = dict(zip(MOVES, was, strict=True))
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
