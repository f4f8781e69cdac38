"""Questions about what is to happen, and the few changes an agenda row can take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AgendaRow, Fate, RunSlot, Task
from db.session import connection, embedded

Key = tuple[str, str]  # rung, occurrence


async def due(session: AsyncSession, *, now: datetime, limit: int = 5000) -> Sequence[AgendaRow]:
    """Waiting rows whose moment has come, oldest first; locked for us where the database can."""
    query = (
        select(AgendaRow)
        .where(AgendaRow.fate == Fate.WAITING, AgendaRow.at <= now)
        .order_by(AgendaRow.at, AgendaRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(query)).all()


async def coming(session: AsyncSession, *, until: datetime) -> Sequence[AgendaRow]:
    """Waiting rows up to a moment, oldest first; for looking at, nothing is locked."""
    query = (
        select(AgendaRow)
        .where(AgendaRow.fate == Fate.WAITING, AgendaRow.at <= until)
        .order_by(AgendaRow.at, AgendaRow.id)
    )
    return (await session.scalars(query)).all()


async def next_moment(session: AsyncSession) -> datetime | None:
    """When the next waiting row comes due."""
    return await session.scalar(select(func.min(AgendaRow.at)).where(AgendaRow.fate == Fate.WAITING))


@dataclass(frozen=True, slots=True)
class Standing:
    """What an agenda should agree with: rows that wait, and which keys of the present round were taken."""

    waiting: Sequence[Row[int, int, int, str, str, datetime]]  # id, task_id, round, rung, occurrence, at
    taken: set[tuple[int, str, str]]  # task, rung, occurrence


_WAITING = select(
    AgendaRow.id, AgendaRow.task_id, AgendaRow.round, AgendaRow.rung, AgendaRow.occurrence, AgendaRow.at
).where(AgendaRow.fate == Fate.WAITING)
_TAKEN = select(AgendaRow.task_id, AgendaRow.rung, AgendaRow.occurrence).where(AgendaRow.fate != Fate.WAITING)


async def all_standing(session: AsyncSession) -> Standing:
    """Of every task; for the auditor."""
    in_round = _TAKEN.join(Task, Task.id == AgendaRow.task_id).where(AgendaRow.round == Task.round)
    waiting = (await session.execute(_WAITING)).all()
    return Standing(waiting, {(row[0], row[1], row[2]) for row in await session.execute(in_round)})


async def standing(session: AsyncSession, task_id: int, round_: int, occurrences: Collection[str]) -> Standing:
    """Of one task, with the taken keys of these occurrences only: a year late it has hundreds of others."""
    taken = _TAKEN.where(AgendaRow.task_id == task_id, AgendaRow.round == round_, AgendaRow.occurrence.in_(occurrences))
    waiting = (await session.execute(_WAITING.where(AgendaRow.task_id == task_id))).all()
    return Standing(waiting, {(row[0], row[1], row[2]) for row in await session.execute(taken)})


async def keys_since(session: AsyncSession, task_id: int, round_: int, *, since: datetime) -> set[Key]:
    """Of this round's rows from that moment on, waiting or taken."""
    query = select(AgendaRow.rung, AgendaRow.occurrence).where(
        AgendaRow.task_id == task_id, AgendaRow.round == round_, AgendaRow.at >= since
    )
    return {(rung, occurrence) for rung, occurrence in await session.execute(query)}


async def forget(session: AsyncSession, ids: Collection[int]) -> None:
    """Delete waiting rows; taken ones are never touched."""
    if ids:
        await session.execute(delete(AgendaRow).where(AgendaRow.id.in_(ids), AgendaRow.fate == Fate.WAITING))


_INSERT = insert(AgendaRow.__table__)  # type: ignore[arg-type]


async def add(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows given as column values, waiting unless they say otherwise."""
    if rows:
        asked = await connection(session)  # not through the unit of work, which takes ten times as long a row
        await asked.execute(_INSERT, [{"fate": Fate.WAITING, **row} for row in rows])


async def take(
    session: AsyncSession,
    ids: Iterable[int],
    *,
    fate: Fate,
    now: datetime,
    reason: str | None = None,
    outbox_id: int | None = None,
) -> None:
    """Give waiting rows their fate; a row that was taken before keeps the one it has."""
    chosen = list(ids)
    if chosen:
        await session.execute(
            update(AgendaRow)
            .where(AgendaRow.id.in_(chosen), AgendaRow.fate == Fate.WAITING)
            .values(fate=fate, taken_at=now, reason=reason, outbox_id=outbox_id)
            .execution_options(synchronize_session=False)
        )


async def claim_slot(session: AsyncSession, name: str, slot: str, *, now: datetime) -> bool:
    """True for one caller only: the run of this slot is his."""
    values = {"name": name, "slot": slot, "claimed_at": now}
    insert_slot = sqlite_insert if embedded(session) else postgres_insert
    claimed = insert_slot(RunSlot).values(values).on_conflict_do_nothing().returning(RunSlot.slot)
    return await session.scalar(claimed) is not None  # a row count would not tell: PostgreSQL gives none here


async def last_slot(session: AsyncSession, name: str) -> str | None:
    return await session.scalar(select(func.max(RunSlot.slot)).where(RunSlot.name == name))


async def tasks_taken_early(session: AsyncSession, *, now: datetime) -> set[int]:
    """Tasks of whose present round a rung was taken whose moment has not come: the clock stood ahead."""
    query = (
        select(AgendaRow.task_id)
        .join(Task, (Task.id == AgendaRow.task_id) & (Task.round == AgendaRow.round))
        .where(AgendaRow.fate != Fate.WAITING, AgendaRow.at > now)
    )
    return set(await session.scalars(query))


async def said_before(session: AsyncSession, rows: Collection[AgendaRow], *, now: datetime) -> set[int]:
    """Which of these were said in an earlier round, for the same moment and not by a clock that stood ahead."""
    query = select(AgendaRow.task_id, AgendaRow.rung, AgendaRow.occurrence, AgendaRow.at).where(
        AgendaRow.fate == Fate.QUEUED, AgendaRow.at.in_({row.at for row in rows}), AgendaRow.taken_at <= now
    )
    said = {tuple(row) for row in await session.execute(query)}
    return {row.id for row in rows if (row.task_id, row.rung, row.occurrence, row.at) in said}


async def newest_said(
    session: AsyncSession, task_ids: Collection[int], rungs: Collection[str]
) -> dict[tuple[int, int], datetime]:
    """Task and round → the moment of the latest of these rungs of which a message was queued."""
    query = (
        select(AgendaRow.task_id, AgendaRow.round, func.max(AgendaRow.at))
        .where(AgendaRow.task_id.in_(task_ids), AgendaRow.fate == Fate.QUEUED, AgendaRow.rung.in_(rungs))
        .group_by(AgendaRow.task_id, AgendaRow.round)
    )
    return {(task_id, round_): at for task_id, round_, at in await session.execute(query)}


async def free_slots(session: AsyncSession, *, now: datetime) -> None:
    """Runs that a clock far ahead has claimed are still to be made."""
    await session.execute(delete(RunSlot).where(RunSlot.claimed_at > now))
