"""From rows of the ledger to the facts that the pure rules decide on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncSession

from db import reports, requests
from db.models import Mode, Promise, Request, RequestKind, Task
from schedules.task_facts import TaskFacts


async def facts_of(session: AsyncSession, tasks: Sequence[Task]) -> dict[int, TaskFacts]:
    """The facts of many tasks in a fixed number of queries."""
    ids = [task.id for task in tasks]
    recurring = [task.id for task in tasks if task.mode == Mode.RECURRING]
    periods = await reports.reported_periods(session, recurring) if recurring else {}
    promises = _by_task(await reports.open_promises(session, ids))
    asked = _by_task(await requests.open_for(session, ids))
    return {
        task.id: _facts(task, periods.get(task.id, set()), promises.get(task.id, []), asked.get(task.id, []))
        for task in tasks
    }


def _by_task(rows: Sequence) -> dict[int, list]:  # type: ignore[type-arg]
    ordered = sorted(rows, key=attrgetter("task_id"))
    return {task_id: list(group) for task_id, group in groupby(ordered, key=attrgetter("task_id"))}


def _facts(task: Task, periods: set[str], promises: list[Promise], asked: list[Request]) -> TaskFacts:
    return TaskFacts(
        state=task.state,
        mode=task.mode.value,
        urgent=task.urgent,
        due=task.due,
        milestones=tuple((stone.position, stone.name, stone.due) for stone in task.milestones),
        report_every=task.report_every,
        report_day=task.report_day,
        began_at=task.began_at,
        handed_out_at=task.handed_out_at,
        signed_at=task.signed_at,
        asked_at=task.asked_at,
        reported_at=task.reported_at,
        substance_at=task.substance_at,
        claimed_at=task.claimed_at,
        extension_asked=any(request.kind == RequestKind.EXTENSION for request in asked),
        overdue_on=task.overdue_on,
        reported_periods=frozenset(periods),
        promises=tuple((promise.id, promise.by) for promise in promises),
        percent=task.percent,
        plan_from=task.plan_from,
        open_requests=tuple((request.id, request.asked_at) for request in asked if request.kind != RequestKind.CLOSURE),
    )
