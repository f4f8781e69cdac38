"""From rows of the ledger to the facts that the pure rules decide on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncSession

from db import beside as stands_beside
from db import reports, task_columns
from db.beside import OpenPromise, OpenRequest
from db.models import Mode, RequestKind, Task
from db.task_columns import LampColumns, TaskColumns
from schedules.task_facts import TaskFacts

Stones = tuple[tuple[int, str, date], ...]
_NEVER: Mapping[str, date] = {}
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """What the tables beside the task say: nothing of it changes as time goes by."""

    stones: Mapping[int, Stones]
    periods: Mapping[int, set[str]]
    promises: Mapping[int, list[OpenPromise]]
    asked: Mapping[int, list[OpenRequest]]
    parts: Mapping[int, Stones] = field(default_factory=dict)

    def facts(self, task: Task | LampColumns) -> TaskFacts:
        """Of one of the tasks it was read for, as the task is now."""
        of = task.id
        found = _facts(
            task,
            self.stones.get(of, ()) if self.stones else (),
            self.periods.get(of, ()) if self.periods else (),
            self.promises.get(of, ()) if self.promises else (),
            self.asked.get(of, ()) if self.asked else (),
        )
        if not isinstance(task, LampColumns) or isinstance(task, TaskColumns):
            found.overdue_on = task.overdue_on
            if task.repeated_on:
                found.repeated_on = {key: date.fromisoformat(day) for key, day in task.repeated_on.items()}
        if self.parts and of in self.parts:
            found.parts = self.parts[of]
        return found

    @property
    def not_alone(self) -> set[int]:
        """Tasks beside which a request, a period's report or a sub-item with a day stands."""
        return {*self.asked, *self.periods, *self.parts}


@cache
def columns(names: frozenset[str]) -> Callable[[TaskColumns], tuple[object, ...]]:
    """What a task has in the columns of these facts."""
    named = {"person": "owner_name", "department": "department_name"}
    return attrgetter(*sorted(named.get(name, name) for name in names))


def bare(task: Task | TaskColumns) -> TaskFacts:
    """Of the task alone: whoever asks needs nothing of what stands beside it."""
    return _NOTHING_BESIDE.facts(task)


def dated(task: LampColumns) -> TaskFacts:
    """What tells how a task stands of which `standing.alike` has a key: a third of the work."""
    return TaskFacts(
        state=task.state,
        mode=task.mode,
        due=task.due,
        plan_from=task.plan_from,
        percent=task.percent,
        began_at=task.began_at,
        signed_at=task.signed_at,
        reported_at=task.reported_at,
        substance_at=task.substance_at,
        claimed_at=task.claimed_at,
    )


_NOTHING_BESIDE = Beside({}, {}, {}, {})


async def beside(session: AsyncSession, tasks: Collection[Task] | Collection[TaskColumns]) -> Beside:
    """A fixed number of queries. Tasks loaded whole bring their milestones with them."""
    ids = [task.id for task in tasks]
    bare = [task.id for task in tasks if isinstance(task, TaskColumns)]
    stones = await task_columns.milestones(session, bare) if bare else {}
    stones |= {task.id: _milestones(task) for task in tasks if isinstance(task, Task)}
    recurring = [task.id for task in tasks if task.mode == Mode.RECURRING]
    periods = await reports.reported_periods(session, recurring) if recurring else {}
    found = await stands_beside.of_tasks(session, ids)
    return Beside(stones, periods, found.promises, found.requests, found.parts)


async def facts_of(session: AsyncSession, tasks: Collection[Task] | Collection[TaskColumns]) -> dict[int, TaskFacts]:
    """The facts of many tasks in a fixed number of queries."""
    found = await beside(session, tasks)
    return {task.id: found.facts(task) for task in tasks}


def _milestones(task: Task) -> Stones:
    return tuple((stone.position, stone.name, stone.due) for stone in task.milestones)


def _facts(
    task: Task | LampColumns,
    stones: Stones,
    periods: Collection[str],
    promises: Sequence[OpenPromise],
    asked: Sequence[OpenRequest],
) -> TaskFacts:
    """Made for every task of a ledger: what most have none of costs a look and no more."""
    return TaskFacts(
        state=task.state,
        mode=task.mode,
        urgent=task.urgent,
        category=task.category,
        source=task.source,
        person=task.owner_name if isinstance(task, LampColumns) else task.owner.name,
        department=task.department_name if isinstance(task, LampColumns) else task.lead_department.name,
        due=task.due,
        milestones=stones,
        report_every=task.report_every,
        report_day=task.report_day,
        began_at=task.began_at,
        handed_out_at=task.handed_out_at,
        signed_at=task.signed_at,
        asked_at=task.asked_at,
        reported_at=task.reported_at,
        substance_at=task.substance_at,
        claimed_at=task.claimed_at,
        extension_asked=any(request.kind == RequestKind.EXTENSION for request in asked) if asked else False,
        repeated_on=_NEVER,
        reported_periods=frozenset(periods) if periods else _NONE,
        promises=tuple((promise.id, promise.by, promise.made_at) for promise in promises) if promises else (),
        percent=task.percent,
        plan_from=task.plan_from,
        open_requests=tuple((request.id, request.asked_at) for request in asked if request.kind != RequestKind.CLOSURE)
        if asked
        else (),
    )
