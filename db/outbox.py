"""What goes out: queued in the transaction that causes it, found again when somebody replies to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db import people
from db.messages import Kind, Rank
from db.models import OPEN, AgendaRow, OutboxItem, OutboxRow, OutboxState
from db.payloads import MatterPayload, NoticePayload, Payload, RequestPayload, payload_of, written
from db.session import connection


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
_INSERT = {
    "sqlite": sqlite.insert(OutboxRow).on_conflict_do_nothing(index_elements=["key"]).returning(_TABLE.c.id),
    "postgresql": postgresql.insert(OutboxRow).on_conflict_do_nothing(index_elements=["key"]).returning(_TABLE.c.id),
}


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
    }
    statement = _INSERT[session.get_bind().dialect.name]
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


async def queue_all(session: AsyncSession, calls: Sequence[NewCall], *, now: datetime, cause: str) -> list[int]:
    """The ids of the new rows, in the order given: two statements, however many they are."""
    if not calls:
        return []
    rows = [
        {"key": call.key, "kind": call.payload.kind.value, "person_id": call.person_id, "chat_id": None,
         "facts": written(call.payload), "rank": int(call.rank), "state": OutboxState.QUEUED, "queued_at": now,
         "not_before": call.not_before, "attempts": 0, "cause": cause, "again_of_id": None}
        for call in calls
    ]  # fmt: skip
    asked = await connection(session)
    ids: list[int] = list((await asked.execute(_INSERT_ALL, rows)).scalars())
    items = [row for row_id, call in zip(ids, calls, strict=True) for row in _items(row_id, call.items)]
    if items:
        await asked.execute(_INSERT_ITEMS, items)
    queued_here(session).extend(Queued(call.payload.kind.value, call.person_id, None) for call in calls)
    return ids


_INSERT_ITEMS: Any = insert(OutboxItem.__table__)  # type: ignore[arg-type]


def _items(row_id: int, task_ids: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {"outbox_id": row_id, "position": position, "task_id": task_id}
        for position, task_id in enumerate(dict.fromkeys(task_ids), start=1)
    ]


async def set_items(session: AsyncSession, row_id: int, task_ids: Sequence[int]) -> None:
    """The tasks of a message that has none yet, in their order, each once."""
    rows = _items(row_id, task_ids)
    if rows:
        await (await connection(session)).execute(_INSERT_ITEMS, rows)


async def replace_items(session: AsyncSession, row_id: int, task_ids: Sequence[int]) -> None:
    """What a message speaks of may have become less between queuing and sending."""
    if list(dict.fromkeys(task_ids)) != list(await items(session, row_id)):
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


async def items(session: AsyncSession, row_id: int) -> Sequence[int]:
    query = select(OutboxItem.task_id).where(OutboxItem.outbox_id == row_id).order_by(OutboxItem.position)
    return (await session.scalars(query)).all()


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


async def copies_of_request(session: AsyncSession, request_id: int) -> Sequence[OutboxRow]:
    """Every message that put this request before somebody."""
    asked = (Kind.CLAIM.value, Kind.REQUEST.value)
    query = (
        select(OutboxRow)
        .where(OutboxRow.kind.in_(asked), OutboxRow.facts["request_id"].as_integer() == request_id)
        .order_by(OutboxRow.id)
    )
    return [row for row in await session.scalars(query) if not row.facts.get("more")]


_NOTICES = (Kind.MATTER.value, Kind.REQUEST.value, Kind.CLAIM.value)
TOGETHER = timedelta(minutes=1)  # notices of one kind within it share a message
PER_HOUR = 20  # more notices to one person wait for the next hour, in lists


async def queue_notice(
    session: AsyncSession,
    payload: MatterPayload | RequestPayload,
    *,
    now: datetime,
    cause: str,
    person_id: int,
    key: str,
    task_ids: Sequence[int] = (),
    not_before: datetime | None = None,
) -> None:
    """Something to be acted on. Notices of one kind within a minute become one message with a list; beyond so many in
    an hour they wait for the next, so that nobody is flooded. Queued before under this key: nothing."""
    if await session.scalar(select(func.count()).where(OutboxRow.key == key)):
        return
    recent = await _recent_notices(session, person_id, since=now - timedelta(hours=1))
    alike = [row for row in recent if row.kind == payload.kind.value and row.facts.get("sort") == payload.sort]
    open_one = next((row for row in alike if _may_join(row, cause, now)), None)
    if open_one is not None and payload.sort:
        number = payload.matter_id if isinstance(payload, MatterPayload) else payload.request_id
        if number not in (open_one.facts.get("matter_id"), open_one.facts.get("request_id")):
            open_one.facts = {**open_one.facts, "more": [*open_one.facts.get("more", []), number]}
            await session.flush()
            known = await items(session, open_one.id)
            await replace_items(session, open_one.id, [*known, *task_ids])
            queued_here(session).append(Queued(payload.kind.value, person_id, None, open_one.id, open_one.not_before))
        return
    moments = [not_before] if not_before is not None else []
    if alike and payload.sort and now - alike[0].queued_at < TOGETHER:
        moments.append(alike[0].queued_at + TOGETHER)
    if len(recent) >= PER_HOUR:
        moments.append(recent[-1].queued_at + timedelta(hours=1))
    await queue_message(
        session,
        payload,
        now=now,
        cause=cause,
        rank=Rank.BULK,
        person_id=person_id,
        key=key,
        items=task_ids,
        not_before=max(moments, default=None),
    )


def _may_join(row: OutboxRow, cause: str, now: datetime) -> bool:
    waits = row.not_before is not None and row.not_before > now
    return row.state in OPEN and (row.cause == cause or waits)


async def _recent_notices(session: AsyncSession, person_id: int, *, since: datetime) -> Sequence[OutboxRow]:
    """Newest first."""
    query = select(OutboxRow).where(
        OutboxRow.person_id == person_id, OutboxRow.kind.in_(_NOTICES), OutboxRow.queued_at > since
    )
    return (await session.scalars(query.order_by(OutboxRow.id.desc()))).all()


async def outcomes_of_request(session: AsyncSession, request_id: int) -> Sequence[OutboxRow]:
    """What told of the decision on this request."""
    query = select(OutboxRow).where(
        OutboxRow.kind == Kind.OUTCOME.value, OutboxRow.facts["request_id"].as_integer() == request_id
    )
    return (await session.scalars(query.order_by(OutboxRow.id))).all()


async def requests_put_to(session: AsyncSession, person_id: int, request_ids: Sequence[int]) -> set[int]:
    """Which of these requests a message has put before this person."""
    asked = (Kind.CLAIM.value, Kind.REQUEST.value)
    query = select(OutboxRow.facts).where(OutboxRow.kind.in_(asked), OutboxRow.person_id == person_id)
    rows = (await session.scalars(query)).all()
    return {each for facts in rows for each in (facts["request_id"], *facts.get("more", ()))} & set(request_ids)


async def copies_of_matter(session: AsyncSession, matter_id: int) -> Sequence[OutboxRow]:
    """Every message that put this matter, and no other with it, before somebody."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.kind == Kind.MATTER.value, OutboxRow.facts["matter_id"].as_integer() == matter_id)
        .order_by(OutboxRow.id)
    )
    return [row for row in await session.scalars(query) if not row.facts.get("more")]


async def echoes_of(session: AsyncSession, saying_id: int) -> Sequence[OutboxRow]:
    """The echoes of a saying that were sent."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.kind == Kind.ECHO.value, OutboxRow.facts["saying_id"].as_integer() == saying_id)
        .order_by(OutboxRow.id)
    )
    return (await session.scalars(query)).all()
