"""Tasks with the people and milestones every message about them shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from db.id_lists import among, id_list
from db.models import Milestone, Task
from db.session import connection

_PEOPLE = (joinedload(Task.owner), joinedload(Task.leader), joinedload(Task.lead_department))


def whole() -> Select[Task]:
    """To be asked by `loaded` or `one`."""
    return select(Task).options(*_PEOPLE)


async def loaded(session: AsyncSession, query: Select[Task], params: Mapping[str, Any] | None = None) -> list[Task]:
    """What such a question finds, in its order."""
    tasks = list((await session.scalars(query, params)).unique())
    bare = {task.id: task for task in tasks if "milestones" not in task.__dict__}
    if bare:
        await _with_milestones(session, bare)
    return tasks


async def one(session: AsyncSession, query: Select[Task]) -> Task | None:
    return next(iter(await loaded(session, query)), None)


_STONE: Any = Milestone.__table__
_ANY = select(exists().where(among(_STONE.c.task_id, id_list("ids"))))
_OF = select(Milestone).where(among(Milestone.task_id, id_list("ids"))).order_by(Milestone.position)


async def _with_milestones(session: AsyncSession, tasks: Mapping[int, Task]) -> None:
    """By hand: SQLAlchemy's own way takes longer for one task than loading it, and most have none."""
    of: dict[int, list[Milestone]] = {task_id: [] for task_id in tasks}
    if await (await connection(session)).scalar(_ANY, {"ids": of}):
        for stone in await session.scalars(_OF, {"ids": of}):
            of[stone.task_id].append(stone)
    for task_id, task in tasks.items():
        set_committed_value(task, "milestones", of[task_id])
