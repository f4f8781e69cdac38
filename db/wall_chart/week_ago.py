"""Where tasks stood at a moment that has passed: read from the journal, which begins each step where the last ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among
from db.lifecycle import State
from db.models import JournalRow, Request, RequestKind, Task
from db.tasks import Filter, conditions


class Place(NamedTuple):
    """Where a task stands, in one row."""

    id: int
    state: State
    due: date | None


async def places(session: AsyncSession, chosen: Filter) -> list[Place]:
    """Of all tasks of a filter, finished ones too."""
    query = select(Task.id, Task.state, Task.due).where(*conditions(chosen))
    return [Place(*row) for row in await session.execute(query)]


async def states_before(session: AsyncSession, since: datetime) -> dict[int, State | None]:
    """Of each task with a step since then, where it stood before that; None: it was not in the ledger yet."""
    query = (
        select(JournalRow.task_id, JournalRow.facts)
        .where(JournalRow.at > since, JournalRow.task_id.is_not(None))
        .order_by(JournalRow.id)
    )
    found: dict[int, State | None] = {}
    for task_id, facts in await session.execute(query):
        if task_id not in found and "state" in facts:
            found[task_id] = State(facts["was"]) if facts.get("was") else None
    return found


async def claimed_before(session: AsyncSession, task_ids: Collection[int], moment: datetime) -> dict[int, datetime]:
    """When each of them last claimed to be done before that moment."""
    query = (
        select(Request.task_id, func.max(Request.asked_at).label("at"))
        .where(among(Request.task_id, task_ids), Request.kind == RequestKind.CLOSURE, Request.asked_at <= moment)
        .group_by(Request.task_id)
    )
    return {row.task_id: row.at for row in await session.execute(query)}
