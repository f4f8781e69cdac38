"""What is known of tasks besides their columns, now and before?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among
from db.lifecycle import UNFINISHED
from db.models import Task
from db.models.fields import TaskField
from db.tasks import Filter, conditions


async def of_tasks(session: AsyncSession, task_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Task id → name → value; what was taken away is not among them."""
    query = select(TaskField).where(among(TaskField.task_id, task_ids), TaskField.ended_at.is_(None))
    found: dict[int, dict[str, str]] = {}
    for row in await session.scalars(query.order_by(TaskField.id)) if task_ids else ():
        if row.value:
            found.setdefault(row.task_id, {})[row.name] = row.value
    return found


async def put(session: AsyncSession, task_id: int, name: str, value: str, *, now: datetime) -> None:
    standing = (TaskField.task_id == task_id, TaskField.name == name, TaskField.ended_at.is_(None))
    for each in await session.scalars(select(TaskField).where(*standing)):
        each.ended_at = now  # row by row: what changes is taken down, to be put back
    session.add(TaskField(task_id=task_id, name=name, value=value[:200], since=now))
    await session.flush()


async def history(session: AsyncSession, name: str, chosen: Filter) -> list[TaskField]:
    """Every value a field has had, oldest first, in a field of tasks."""
    query = select(TaskField).join(Task, Task.id == TaskField.task_id)
    query = query.where(TaskField.name == name, *conditions(chosen)).order_by(TaskField.since, TaskField.id)
    return list(await session.scalars(query))


async def with_value(session: AsyncSession, value: str) -> list[Task]:
    """Tasks one of whose fields has this value now: those of a firm, of a place."""
    query = select(Task).join(TaskField, TaskField.task_id == Task.id)
    query = query.where(TaskField.value == value, TaskField.ended_at.is_(None)).distinct().order_by(Task.number)
    return list(await session.scalars(query))


async def typed(session: AsyncSession, chosen: Filter) -> list[Task]:
    """Unfinished tasks that have a type."""
    query = select(Task).where(Task.type > "", *conditions(chosen))
    return sorted(await session.scalars(query), key=lambda task: task.number)


async def untyped(session: AsyncSession, categories: Sequence[str]) -> Sequence[tuple[int, int, str]]:
    """Id, 编号 and category of the running tasks without a type that stand under one of these."""
    query = (
        select(Task.id, Task.number, Task.category)
        .where(Task.category.in_(categories), Task.type == "", Task.state.in_(UNFINISHED))
        .order_by(Task.number)
    )
    return [(row.id, row.number, row.category) for row in await session.execute(query)]
