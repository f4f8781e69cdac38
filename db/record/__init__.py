"""What stands on record: of a department what was closed, returned, asked in vain; of a task the periods it missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.lifecycle import State
from db.models import AgendaRow, Fate, Request, RequestKind, RequestState, Task


class Fact(NamedTuple):
    """Of one task, on one moment. `due`: its date where it has one."""

    number: int
    title: str
    at: datetime
    due: date | None = None


async def closed(session: AsyncSession, department_id: int) -> list[Fact]:
    """With the moment of the claim that was accepted."""
    query = select(Task.number, Task.title, Task.claimed_at, Task.closed_at, Task.due)
    query = query.where(Task.lead_department_id == department_id, Task.state == State.CLOSED).order_by(Task.number)
    return [
        Fact(number, title, at, due)
        for number, title, claimed_at, closed_at, due in await session.execute(query)
        if (at := claimed_at or closed_at) is not None
    ]


async def returned(session: AsyncSession, department_id: int) -> list[Fact]:
    query = (
        select(Task.number, Task.title, Request.decided_at)
        .join(Request, Request.task_id == Task.id)
        .where(
            Task.lead_department_id == department_id,
            Request.kind == RequestKind.CLOSURE,
            Request.state == RequestState.REFUSED,
            Request.decided_at.is_not(None),
        )
        .order_by(Request.decided_at)
    )
    return [Fact(number, title, at) for number, title, at in await session.execute(query) if at is not None]


async def asked_in_vain(session: AsyncSession, department_id: int, rungs: Sequence[str]) -> list[Fact]:
    """The days on which these rungs were said of tasks of the department."""
    query = (
        select(Task.number, Task.title, AgendaRow.at)
        .join(AgendaRow, AgendaRow.task_id == Task.id)
        .where(Task.lead_department_id == department_id, AgendaRow.rung.in_(rungs), AgendaRow.fate == Fate.QUEUED)
        .order_by(AgendaRow.at)
    )
    return [Fact(number, title, at) for number, title, at in await session.execute(query)]


async def missed_periods(session: AsyncSession, task_id: int, rung: str) -> list[str]:
    """Keys of the periods whose day passed without a report, oldest first: by the rungs taken on that day, which a late
    report does not undo."""
    query = (
        select(AgendaRow.occurrence)
        .where(AgendaRow.task_id == task_id, AgendaRow.rung == rung, AgendaRow.fate != Fate.WAITING)
        .order_by(AgendaRow.at)
    )
    return list(dict.fromkeys(await session.scalars(query)))
