"""A clock that stood far ahead is right again: what was taken for days that have not come is planned once more.

Such a clock takes every rung up to its moment, and nothing would be left for the days in between. Taken rows stay
what they are; the tasks begin a new round now, and no fact of theirs lies in the future.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from db import agenda, outbox, requests, tasks
from db.messages import Kind
from db.models import Task
from db.task_columns import TaskColumns
from db.tasks import Filter
from schedules.rungs import Rung
from schedules.steps.context import StepContext
from schedules.steps.replan import begin_round, replan
from schedules.survey import pages

NOTEWORTHY = timedelta(days=1)  # by less than that a rung is said early, once, and its day is not skipped

_TO_COME = f"{Rung.TO_LEADER}:"  # the morning that a tap has named: it may lie ahead of a clock that is right
_MOMENTS = ("handed_out_at", "signed_at", "asked_at", "substance_at", "reported_at", "claimed_at")


async def recover(context: StepContext) -> int:
    """How many tasks were planned once more."""
    early = await agenda.tasks_taken_early(context.session, now=context.now)
    ids = [
        task.id
        async for page in pages(context.session, Filter(unfinished=True))
        for task in page
        if context.today >= task.plan_from and (task.id in early or _is_ahead(task, context))
    ]
    ahead = list((await tasks.by_ids(context.session, ids)).values())
    for task in ahead:
        _begin_again(task, context)
    for request in await requests.open_for(context.session, [task.id for task in ahead]):
        request.asked_at = min(request.asked_at, context.now)
    await replan(context, *ahead)
    await agenda.free_slots(context.session, now=context.now)
    await outbox.free_keys(context.session, Kind.DIGEST, now=context.now)
    return len(ahead)


def _is_ahead(task: TaskColumns, context: StepContext) -> bool:
    moments = [getattr(task, name) for name in (*_MOMENTS, "began_at")]
    days = [date.fromisoformat(day) for key, day in task.repeated_on.items() if not key.startswith(_TO_COME)]
    days += [task.overdue_on] if task.overdue_on is not None else []
    return any(day > context.today for day in days) or any(
        moment is not None and moment > context.now for moment in moments
    )


def _begin_again(task: Task, context: StepContext) -> None:
    moments = {name: _not_after(getattr(task, name), context.now) for name in _MOMENTS}
    begin_round(task, context)
    today = context.today.isoformat()
    task.repeated_on = {key: min(day, today) for key, day in task.repeated_on.items()}
    for name, moment in moments.items():
        setattr(task, name, moment)
    context.note("turned_back", task=task, round=task.round)


def _not_after(moment: datetime | None, now: datetime) -> datetime | None:
    return None if moment is None else min(moment, now)
