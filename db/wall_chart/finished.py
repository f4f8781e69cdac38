"""Finished tasks are only counted: nothing of how they stand will change."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.lifecycle import State
from db.models import Task
from db.tasks import IS_FINISHED, Filter, conditions


@dataclass(frozen=True, slots=True)
class Finished:
    """So many tasks of one unit, leader and area have ended in this state."""

    department_id: int
    leader_id: int | None
    category: str
    state: State
    count: int


async def finished(session: AsyncSession, chosen: Filter) -> list[Finished]:
    of = Task.lead_department_id, Task.leader_id, Task.category, Task.state
    query = select(*of, func.count()).where(*conditions(chosen), IS_FINISHED).group_by(*of)
    return [Finished(*row) for row in await session.execute(query)]
