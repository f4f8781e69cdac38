"""What goes out: queued in the transaction that causes it, found again when somebody replies to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db import people
from db.bulk_insert import execute_many, insert_many
from db.calls.concerning import about_of
from db.id_lists import among, id_list
from db.json_text import JsonText
from db.messages import Kind, Rank
from db.models import OPEN, AgendaRow, OutboxItem, OutboxRow, OutboxState, Task
from db.payloads import MorningPayload, NoticePayload, Payload, morning_text, payload_of, written
from db.session import connection, embedded, flushed
from db.upserts import dialect_of, insert_into


@dataclass(frozen=True, slots=True)
class Queued:
    """One thing queued in this transaction; intake looks here whether an update got its answer."""

    kind: str
    person_id: int | None
    chat_id: int | None
    row_id: int | None = None
    not_before: datetime | None = None


# Built once: SQLAlchemy takes longer to put a statement together than the database to carry it out.
_TABLE: Any = OutboxRow.__table__


@cache
def _inserting(dialect: str) -> Any:
    return insert_into(dialect, OutboxRow).on_conflict_do_nothing(index_elements=["key"]).returning(_TABLE.c.id)


def queued_here(session: AsyncSession) -> list[Queued]:
    """What was queued in this transaction so far."""
    noted: list[Queued] = session.info.setdefault("answers", [])
    return noted


def forget_queued(session: AsyncSession) -> None:
    """What follows in this transaction is another update's."""
    session.info.pop("answers", None)


async def queue(
    session: AsyncSession,
    *,
    kind: Kind,
    facts: Mapping[str, Any],
    now: datetime,
    cause: str,
    rank: Rank = Rank.ANSWER,
    person_id: int | None = None,
    chat_id: int | None = None,
    key: str | None = None,
    items: Sequence[int] = (),
    not_before: datetime | None = None,
    again_of_id: int | None = None,
) -> int | None:
    """Queue what is in its written form already; others call `queue_message`.

    The new row's id, or None where the key says that it was queued before. Words are made at sending.
    """
    row = {
        "key": key,
        "kind": kind.value,
        "person_id": person_id,
        "chat_id": chat_id,
        "facts": dict(facts),
        "rank": int(rank),
        "state": OutboxState.QUEUED,
        "queued_at": now,
        "not_before": not_before,
        "attempts": 0,
        "cause": cause,
        "again_of_id": again_of_id,
        "about": about_of(kind, facts),
    }
    statement = _inserting(dialect_of(session))
    row_id: int | None = await (await connection(session)).scalar(statement, row)
    if row_id is not None:
        await set_items(session, row_id, items)
        queued_here(session).append(Queued(kind.value, person_id, chat_id, row_id, not_before))
    return row_id


async def queue_message(
    session: AsyncSession,
    payload: Payload,
    *,
    now: datetime,
    cause: str,
    rank: Rank = Rank.ANSWER,
    person_id: int | None = None,
    chat_id: int | None = None,
    key: str | None = None,
    items: Sequence[int] = (),
    not_before: datetime | None = None,
) -> int | None:
    """The new row's id, or None where the key says that it was queued before."""
    return await queue(
        session,
        kind=payload.kind,
        facts=written(payload),
        now=now,
        cause=cause,
        rank=rank,
        person_id=person_id,
        chat_id=chat_id,
        key=key,
        items=items,
        not_before=not_before,
    )


async def newest_id(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(OutboxRow.id))) or 0


async def queued_after(session: AsyncSession, row_id: int) -> Sequence[OutboxRow]:
    """Rows newer than this one, oldest first."""
    return (await session.scalars(select(OutboxRow).where(OutboxRow.id > row_id).order_by(OutboxRow.id))).all()


async def add_addendum(session: AsyncSession, row_id: int, text: str) -> None:
    """One sentence more under an answer of this transaction."""
    row = await session.get(OutboxRow, row_id, populate_existing=True)
    assert row is not None, "queued in this transaction"
    row.facts = {**row.facts, "addendum": text}


async def queued_keys(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Which of these keys were queued before."""
    return {key for key in await session.scalars(select(OutboxRow.key).where(OutboxRow.key.in_(keys))) if key}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """One of many calls queued at once."""

    payload: Payload
    rank: Rank
    person_id: int
    items: Sequence[int]
    not_before: datetime | None
    key: str | None = None  # new for sure: who asks has looked


_INSERT_ALL = insert(_TABLE).returning(_TABLE.c.id, sort_by_parameter_order=True)
_NEWEST = select(func.max(_TABLE.c.id))


async def queue_all(session: AsyncSession, calls: Sequence[NewCall], *, now: datetime, cause: str) -> list[int]:
    """The ids of the new rows, in the order given: as many statements for a hundred as for one."""
    if not calls:
        return []
    rows = [
        {"key": call.key, "kind": call.payload.kind.value, "person_id": call.person_id, "chat_id": None,
         "facts": facts, "rank": int(call.rank), "state": OutboxState.QUEUED, "queued_at": now,
         "not_before": call.not_before, "attempts": 0, "cause": cause, "again_of_id": None, "about": about}
        for call in calls
        for facts, about in [_stored(call.payload)]
    ]  # fmt: skip
    ids = await _insert_all(session, rows)
    await _set_items_of(
        session, [(row_id, list(dict.fromkeys(call.items))) for row_id, call in zip(ids, calls, strict=True)]
    )
    queued_here(session).extend(Queued(call.payload.kind.value, call.person_id, None) for call in calls)
    return ids


def _stored(payload: Payload) -> tuple[dict[str, Any] | JsonText, str | None]:
    if isinstance(payload, MorningPayload):
        return morning_text(payload), None  # of many tasks: nobody asks for it by one thing
    facts = written(payload)
    return facts, about_of(payload.kind, facts)


async def _insert_all(session: AsyncSession, rows: list[dict[str, Any]]) -> list[int]:
    """SQLite gives back no ids of many rows at once, but counts on from the newest, and nobody else writes."""
    asked = await connection(session)
    if not embedded(session):
        return list((await asked.execute(_INSERT_ALL, rows)).scalars())
    newest = (await asked.execute(_NEWEST)).scalar() or 0
    ids = list(range(newest + 1, newest + 1 + len(rows)))
    await insert_many(session, _TABLE, [{"id": row_id, **row} for row_id, row in zip(ids, rows, strict=True)])
    return ids


_ITEMS: Any = OutboxItem.__table__
_INSERT_ITEMS = insert(_ITEMS)


async def _set_items_of(session: AsyncSession, of: Sequence[tuple[int, list[int]]]) -> None:
    """The tasks of each of these messages, each once, in its order: a morning has thousands of them."""
    columns: dict[str, list[Any]] = {
        "outbox_id": [row_id for row_id, task_ids in of for _ in task_ids],
        "position": [place for _, task_ids in of for place in range(1, len(task_ids) + 1)],
        "task_id": [task_id for _, task_ids in of for task_id in task_ids],
    }
    if columns["task_id"]:
        await execute_many(session, _INSERT_ITEMS, columns)


_PLACES = select(_ITEMS.c.task_id, _ITEMS.c.position).where(_ITEMS.c.outbox_id == bindparam("row_id"))


async def set_items(session: AsyncSession, row_id: int, task_ids: Sequence[int]) -> None:
    """The tasks of a message that has none yet, in their order, each once."""
    await _set_items_of(session, [(row_id, list(dict.fromkeys(task_ids)))])


async def add_items(session: AsyncSession, row_id: int, task_ids: Sequence[int]) -> None:
    """After those the message has, as far as they are not among them."""
    rows = (await (await connection(session)).execute(_PLACES, {"row_id": row_id})).all()
    known = {task_id for task_id, _ in rows}
    place = max((position for _, position in rows), default=0)
    new = [task_id for task_id in dict.fromkeys(task_ids) if task_id not in known]
    if new:
        columns = {
            "outbox_id": [row_id] * len(new),
            "position": [*range(place + 1, place + 1 + len(new))],
            "task_id": new,
        }
        await execute_many(session, _INSERT_ITEMS, columns)


async def replace_items(session: AsyncSession, row_id: int, task_ids: Sequence[int], *, was: Sequence[int]) -> None:
    """What a message speaks of may have become less between queuing and sending. `was`: what it speaks of now."""
    if list(dict.fromkeys(task_ids)) != list(was):
        await session.execute(delete(OutboxItem).where(OutboxItem.outbox_id == row_id))
        await set_items(session, row_id, task_ids)


async def tell_coordinators(
    session: AsyncSession,
    notice: NoticePayload,
    *,
    now: datetime,
    cause: str,
    key: str,
    not_before: datetime | None = None,
    except_person: int | None = None,
) -> int:
    """A notice to every coordinator who can be reached, once per key; how many are newly told."""
    told = 0
    for person in await people.coordinators(session):
        if person.id == except_person:
            continue
        queued = await queue_message(
            session,
            notice,
            now=now,
            cause=cause,
            rank=Rank.BULK,
            person_id=person.id,
            key=f"{key}:{person.id}",
            not_before=not_before,
        )
        told += queued is not None
    return told


async def drop_waiting(
    session: AsyncSession,
    person_id: int,
    chat_id: int | None,
    *,
    reason: str,
    now: datetime,
    kinds: Collection[Kind] | None = None,
) -> None:
    """What waits to be sent to this person (or this chat) falls; `kinds`: only these."""
    his = OutboxRow.person_id == person_id
    waiting = update(OutboxRow).where(
        OutboxRow.state.in_(OPEN), his | (OutboxRow.chat_id == chat_id) if chat_id else his
    )
    if kinds is not None:
        waiting = waiting.where(OutboxRow.kind.in_([kind.value for kind in kinds]))
    values = {"state": OutboxState.DROPPED, "ended_at": now, "reason": reason, "not_before": None}
    await session.execute(waiting.values(values).execution_options(synchronize_session=False))


async def free_keys(session: AsyncSession, kind: Kind, *, now: datetime) -> None:
    """What a clock far ahead has queued does not stand in the way of the same message on its day."""
    early = update(OutboxRow).where(OutboxRow.kind == kind.value, OutboxRow.queued_at > now)
    await session.execute(early.values(key=None).execution_options(synchronize_session=False))


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands in a chat, with the tasks it speaks of in its order."""

    row: OutboxRow
    task_ids: tuple[int, ...]

    @property
    def payload(self) -> Payload:
        return payload_of(self.row.kind, self.row.facts)


async def message(session: AsyncSession, chat_id: int, message_id: int) -> Message | None:
    """What we said there: a reply to a message is about its tasks. The newest, should a chat count anew."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.chat_id == chat_id, OutboxRow.message_id == message_id)
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )
    row = await session.scalar(query)
    return None if row is None else Message(row, tuple(await items(session, row.id)))


async def last_sent(session: AsyncSession, person_id: int, *, since: datetime, many: int = 3) -> list[Message]:
    """What this person was sent last of our own accord or in answer, newest first; reactions and edits are none."""
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.person_id == person_id,
            OutboxRow.state == OutboxState.SENT,
            OutboxRow.queued_at >= since,
            OutboxRow.message_id.is_not(None),
        )
        .order_by(OutboxRow.id.desc())
        .limit(many)
    )
    rows = (await session.scalars(query)).all()
    about = await items_of(session, [row.id for row in rows])
    return [Message(row, tuple(about[row.id])) for row in rows]


_ITEMS_OF = (
    select(_ITEMS.c.outbox_id, _ITEMS.c.task_id)
    .where(among(_ITEMS.c.outbox_id, id_list("ids")))
    .order_by(_ITEMS.c.outbox_id, _ITEMS.c.position)
)


async def items_of(session: AsyncSession, row_ids: Collection[int]) -> dict[int, list[int]]:
    """The tasks of each of these messages, in its order."""
    found: dict[int, list[int]] = {row_id: [] for row_id in row_ids}
    if found:
        for row_id, task_id in await (await flushed(session)).execute(_ITEMS_OF, {"ids": row_ids}):
            found[row_id].append(task_id)
    return found


async def items(session: AsyncSession, row_id: int) -> Sequence[int]:
    return (await items_of(session, [row_id]))[row_id]


async def is_urgent(session: AsyncSession, row_id: int) -> bool:
    """Whether a 急件 is among the tasks it is about."""
    query = select(OutboxItem.task_id).join(Task, Task.id == OutboxItem.task_id)
    return await session.scalar(query.where(OutboxItem.outbox_id == row_id, Task.urgent).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Backlog:
    counts: dict[OutboxState, int]
    oldest: datetime | None  # the moment the oldest row that may go now was queued


async def backlog(session: AsyncSession, *, now: datetime) -> Backlog:
    counts = await session.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
    waiting = select(func.min(OutboxRow.queued_at)).where(
        OutboxRow.state.in_(OPEN), (OutboxRow.not_before.is_(None)) | (OutboxRow.not_before <= now)
    )
    return Backlog({row[0]: row[1] for row in counts}, await session.scalar(waiting))


async def last_hand_out(session: AsyncSession, person_id: int) -> Sequence[int]:
    """The tasks of the newest message that handed something out to this person."""
    newest = (
        select(func.max(AgendaRow.outbox_id))
        .join(OutboxRow, OutboxRow.id == AgendaRow.outbox_id)
        .where(AgendaRow.rung == "hand_out", OutboxRow.person_id == person_id)
        .scalar_subquery()
    )
    query = select(AgendaRow.task_id).where(AgendaRow.outbox_id == newest, AgendaRow.rung == "hand_out")
    return (await session.scalars(query)).all()
