"""How all tasks of a filter stand, read from narrow rows, a page at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db import reports, task_columns
from db.models import Mode
from db.task_columns import TaskColumns
from db.tasks import Filter
from schedules.facts import Beside
from schedules.policy import Policy
from schedules.standing import Standing, standing

PAGE = 1000


async def pages(session: AsyncSession, chosen: Filter) -> AsyncIterator[list[TaskColumns]]:
    """By their ids, yielding to the loop between two: statements on SQLite never wait."""
    found = await task_columns.page(session, chosen, after=0, many=PAGE)
    while found:
        yield found
        await asyncio.sleep(0)
        found = await task_columns.page(session, chosen, after=found[-1].id, many=PAGE) if len(found) == PAGE else []


async def survey(
    session: AsyncSession, chosen: Filter, *, now: datetime, policy: Policy
) -> list[tuple[TaskColumns, Standing]]:
    """A lamp needs neither promises nor requests, and no words."""
    stood = []
    async for tasks in pages(session, chosen):
        ids = [task.id for task in tasks]
        recurring = [task.id for task in tasks if task.mode is Mode.RECURRING]
        stones = await task_columns.milestones(session, ids)
        periods = await reports.reported_periods(session, recurring) if recurring else {}
        known = Beside(stones, periods, {}, {})
        stood += [(task, standing(known.facts(task), now, policy, policy.calendar)) for task in tasks]
    return stood
