"""Questions about what is to happen, and the few changes an agenda row can take."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, delete, exists, func, literal_column, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.bulk_insert import execute_many, insert_many
from db.id_lists import among, id_list
from db.models import AgendaRow, Fate, RunSlot, Task
from db.models.base import UtcDateTime
from db.session import connection
from db.tasks import IS_UNFINISHED
from db.upserts import dialect_of, insert_into

# In the words of the partial index: a parameter in its place would lead through every waiting row there is.
_IS_WAITING = text("agenda.fate = 'waiting'")
# Of rows known by their ids: in words no index answers, or SQLite would go through all that is due to find them.
_STILL_WAITS = text("agenda.fate || '' = 'waiting'")
_TABLE: Any = AgendaRow.__table__
_TASK: Any = Task.__table__
_MINE = among(_TABLE.c.task_id, id_list("ids"))


class Due(NamedTuple):
    """A waiting row whose moment has come, with those who may hear of it."""

    id: int
    task_id: int
    rung: str
    at: datetime
    owner_id: int
    liaison_id: int | None


_DUE = (
    select(_TABLE.c.id, _TABLE.c.task_id, _TABLE.c.rung, _TABLE.c.at, _TASK.c.owner_id, _TASK.c.liaison_id)
    .join(_TASK, _TASK.c.id == _TABLE.c.task_id)
    .where(_IS_WAITING, _TABLE.c.at <= bindparam("now", type_=UtcDateTime()))
    .order_by(_TABLE.c.at, _TABLE.c.id)
)


async def all_due(session: AsyncSession, *, now: datetime) -> list[Due]:
    """Oldest first. For looking at: nothing is locked."""
    found = await (await connection(session)).execute(_DUE, {"now": now})
    return list(map(Due._make, found.all()))


class Come(NamedTuple):
    """A waiting row whose moment has come."""

    id: int
    task_id: int
    round: int
    rung: str
    occurrence: str
    at: datetime


_COME = select(*[_TABLE.c[name] for name in Come._fields]).where(_TABLE.c.at <= bindparam("now", type_=UtcDateTime()))
_COME = _COME.order_by(_TABLE.c.at, _TABLE.c.id)
_COME_OF_ROWS = _COME.where(_STILL_WAITS, among(_TABLE.c.id, id_list("ids")))
_COME_OF_TASKS = _COME.where(_IS_WAITING, _MINE)


async def due(session: AsyncSession, row_ids: Collection[int], *, now: datetime) -> list[Come]:
    """Those of these rows that still wait, oldest first. Who asks holds the tasks: nobody else takes what hangs on
    them."""
    found = await (await connection(session)).execute(_COME_OF_ROWS, {"ids": row_ids, "now": now})
    return list(map(Come._make, found.all()))


async def due_of(session: AsyncSession, task_ids: Collection[int], *, now: datetime) -> list[Come]:
    """Whatever is due of these tasks, oldest first."""
    found = await (await connection(session)).execute(_COME_OF_TASKS, {"ids": task_ids, "now": now})
    return list(map(Come._make, found.all()))


async def coming(session: AsyncSession, *, until: datetime) -> Sequence[AgendaRow]:
    """Waiting rows up to a moment, oldest first; for looking at, nothing is locked."""
    query = select(AgendaRow).where(_IS_WAITING, AgendaRow.at <= until).order_by(AgendaRow.at, AgendaRow.id)
    return (await session.scalars(query)).all()


async def any_due(session: AsyncSession, *, since: datetime, until: datetime) -> bool:
    """Whether a waiting row came due between these moments."""
    due = select(AgendaRow.id).where(_IS_WAITING, AgendaRow.at > since, AgendaRow.at <= until)
    return bool(await session.scalar(due.limit(1)))


async def next_moment(session: AsyncSession) -> datetime | None:
    """When the next waiting row comes due."""
    return await session.scalar(select(func.min(AgendaRow.at)).where(_IS_WAITING))


_COMING = select(*[_TABLE.c[name] for name in ("id", "task_id", "round", "rung", "occurrence", "at")]).where(
    _MINE, _IS_WAITING
)


async def waiting_of(session: AsyncSession, task_ids: Collection[int]) -> Sequence[Row[Any]]:
    """What waits of these tasks: id, task_id, round, rung, occurrence, at."""
    return (await (await connection(session)).execute(_COMING, {"ids": task_ids})).all()


async def taken_of(session: AsyncSession, task_ids: Collection[int], *, since: datetime) -> set[tuple[int, str, str]]:
    """Task, rung and occurrence of what was taken of the present round, of rungs that stood from that moment on."""
    query = (
        select(AgendaRow.task_id, AgendaRow.rung, AgendaRow.occurrence)
        .join(Task, Task.id == AgendaRow.task_id)
        .where(among(AgendaRow.task_id, task_ids), AgendaRow.round == Task.round)
        .where(AgendaRow.at >= since, AgendaRow.fate != Fate.WAITING)
    )
    return {(task_id, rung, occurrence) for task_id, rung, occurrence in await session.execute(query)}


async def taken_rungs(
    session: AsyncSession, task_ids: Collection[int], rungs: Collection[str]
) -> Sequence[tuple[int, str, str, datetime]]:
    """Task, rung, occurrence and moment of what was taken of these rungs of the present round, the newest first."""
    query = (
        select(AgendaRow.task_id, AgendaRow.rung, AgendaRow.occurrence, AgendaRow.taken_at)
        .join(Task, (Task.id == AgendaRow.task_id) & (Task.round == AgendaRow.round))
        .where(among(AgendaRow.task_id, task_ids), AgendaRow.rung.in_(rungs), AgendaRow.fate != Fate.WAITING)
        .order_by(AgendaRow.taken_at.desc(), AgendaRow.id.desc())
    )
    return [(task_id, rung, of, at) for task_id, rung, of, at in await session.execute(query) if at is not None]


async def keys_since(session: AsyncSession, task_ids: Collection[int], *, since: datetime) -> set[tuple[int, str, str]]:
    """Task, rung and occurrence of the present round's rows of these tasks from that moment on, waiting or taken."""
    query = (
        select(AgendaRow.task_id, AgendaRow.rung, AgendaRow.occurrence)
        .join(Task, Task.id == AgendaRow.task_id)
        .where(among(AgendaRow.task_id, task_ids), AgendaRow.round == Task.round, AgendaRow.at >= since)
    )
    return {(task_id, rung, occurrence) for task_id, rung, occurrence in await session.execute(query)}


_FORGET = delete(_TABLE).where(among(_TABLE.c.id, id_list("ids")), _STILL_WAITS)


async def forget(session: AsyncSession, ids: Collection[int]) -> None:
    """Delete waiting rows; taken ones are never touched."""
    if ids:
        await (await connection(session)).execute(_FORGET, {"ids": ids})


class Alike(NamedTuple):
    """The same rung of several tasks."""

    task_ids: Sequence[int]
    round: int
    rung: str
    occurrence: str


_FORGET_ALIKE = delete(_TABLE).where(
    among(_TABLE.c.task_id, id_list("b_task_ids")),
    *[_TABLE.c[name] == bindparam(f"b_{name}") for name in Alike._fields[1:]],
    _STILL_WAITS,
)


async def forget_alike(session: AsyncSession, rungs: Collection[Alike]) -> None:
    """Delete these rungs where they wait; taken ones are never touched."""
    if rungs:
        rows = [{f"b_{name}": value for name, value in each._asdict().items()} for each in rungs]
        await (await connection(session)).execute(_FORGET_ALIKE, rows)


@cache
def _inserting(dialect: str) -> Any:
    return insert_into(dialect, _TABLE).on_conflict_do_nothing()


async def add(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows given as column values, waiting unless they say otherwise. One whose key was taken before stays as
    it was taken: that rung has had its turn."""
    if rows:
        statement = _inserting(dialect_of(session))
        await insert_many(session, _TABLE, [{"fate": Fate.WAITING, **row} for row in rows], statement)


Coming = tuple[int, int, str, str, datetime]  # task, round, rung, occurrence, moment
_COMING_NAMES = ("task_id", "round", "rung", "occurrence", "at")


async def add_coming(session: AsyncSession, rungs: Sequence[Coming]) -> None:
    """As `add`, of thousands that wait: sorted by their tasks they go into the index one after the other."""
    if rungs:
        columns = dict(zip(_COMING_NAMES, map(list, zip(*rungs, strict=True)), strict=True))
        await execute_many(session, _inserting_coming(dialect_of(session)), columns)


_COMING_VALUES = {name: bindparam(name, type_=_TABLE.c[name].type) for name in _COMING_NAMES}


@cache
def _inserting_coming(dialect: str) -> Any:
    return _inserting(dialect).values({**_COMING_VALUES, "fate": literal_column("'waiting'")})


class Ending(NamedTuple):
    """What becomes of a row that is taken."""

    fate: Fate
    reason: str | None = None
    outbox_id: int | None = None


_TAKEN = {
    "fate": bindparam("b_fate", type_=_TABLE.c.fate.type),
    "taken_at": bindparam("b_now", type_=UtcDateTime()),
    "reason": bindparam("b_reason"),
    "outbox_id": bindparam("b_outbox_id"),
}
_TAKE = update(_TABLE).where(among(_TABLE.c.id, id_list("b_ids")), _STILL_WAITS).values(_TAKEN)


async def take(session: AsyncSession, endings: Mapping[int, Ending], *, now: datetime) -> None:
    """Give waiting rows, by their ids, their fate; a row that was taken before keeps the one it has. Those of one
    message, or left out for one reason, share a statement."""
    alike: dict[int, tuple[Ending, list[int]]] = {}  # by the object: an Ending asks its Fate for a hash each time
    for row_id, ending in endings.items():
        alike.setdefault(id(ending), (ending, []))[1].append(row_id)
    rows = [
        {"b_ids": ids, "b_fate": fate, "b_now": now, "b_reason": reason, "b_outbox_id": outbox_id}
        for (fate, reason, outbox_id), ids in alike.values()
    ]
    if rows:
        await (await connection(session)).execute(_TAKE, rows)


async def taken_at(session: AsyncSession, moment: datetime) -> Sequence[AgendaRow]:
    """What was taken at this moment, oldest first."""
    query = select(AgendaRow).where(AgendaRow.taken_at == moment).order_by(AgendaRow.at, AgendaRow.id)
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def claim_slot(session: AsyncSession, name: str, slot: str, *, now: datetime) -> bool:
    """True for one caller only: the run of this slot is his."""
    values = {"name": name, "slot": slot, "claimed_at": now}
    claimed = insert_into(dialect_of(session), RunSlot).values(values).on_conflict_do_nothing().returning(RunSlot.slot)
    return await session.scalar(claimed) is not None  # a row count would not tell: PostgreSQL gives none here


async def slots_claimed(session: AsyncSession, name: str) -> int:
    return await session.scalar(select(func.count()).select_from(RunSlot).where(RunSlot.name == name)) or 0


async def slot_claimed(session: AsyncSession, name: str, slot: str) -> bool:
    return await session.get(RunSlot, (name, slot)) is not None


async def last_slot(session: AsyncSession, name: str) -> str | None:
    return await session.scalar(select(func.max(RunSlot.slot)).where(RunSlot.name == name))


async def tasks_taken_early(session: AsyncSession, *, now: datetime) -> set[int]:
    """Unfinished tasks of whose present round a rung was taken whose moment has not come: the clock stood ahead."""
    taken = exists().where(
        AgendaRow.task_id == Task.id, AgendaRow.round == Task.round, AgendaRow.fate != Fate.WAITING, AgendaRow.at > now
    )
    return set(await session.scalars(select(Task.id).where(IS_UNFINISHED, taken)))


async def said_before(session: AsyncSession, rows: Collection[Come], *, now: datetime) -> set[int]:
    """Which of these were said in an earlier round, for the same moment and not by a clock that stood ahead."""
    later = [row for row in rows if row.round > 1]
    if not later:
        return set()
    query = select(AgendaRow.task_id, AgendaRow.rung, AgendaRow.occurrence, AgendaRow.at).where(
        among(AgendaRow.task_id, {row.task_id for row in later}),
        AgendaRow.fate == Fate.QUEUED,
        AgendaRow.at >= min(row.at for row in later),
        AgendaRow.taken_at <= now,
    )
    said = {tuple(row) for row in await session.execute(query)}
    return {row.id for row in later if (row.task_id, row.rung, row.occurrence, row.at) in said}


async def newest_said(
    session: AsyncSession, task_ids: Collection[int], rungs: Collection[str], *, since: datetime | None = None
) -> dict[tuple[int, int], datetime]:
    """Task and round → the moment of the latest of these rungs of which a message was queued; `since`: of those that
    stood from that moment on."""
    query = (
        select(AgendaRow.task_id, AgendaRow.round, func.max(AgendaRow.at))
        .where(among(AgendaRow.task_id, task_ids), AgendaRow.fate == Fate.QUEUED, AgendaRow.rung.in_(rungs))
        .group_by(AgendaRow.task_id, AgendaRow.round)
    )
    if since is not None:
        query = query.where(AgendaRow.at >= since)
    return {(task_id, round_): at for task_id, round_, at in await session.execute(query)}


async def free_slots(session: AsyncSession, *, now: datetime) -> None:
    """Runs that a clock far ahead has claimed are still to be made."""
    await session.execute(delete(RunSlot).where(RunSlot.claimed_at > now))
