"""Which calls may go now, who claims them, and what became of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, Select, bindparam, case, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OPEN, OutboxRow, OutboxState, Person
from db.models.base import UtcDateTime

# A clock that was wrong and is set back would leave rows due in a far future: what was queued "tomorrow" goes now.
_SET_BACK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that may go, and the chat it goes to as far as is known now (pacing is per chat)."""

    id: int
    chat: int


def _chat() -> ColumnElement[int]:
    """One number per chat; a person who never bound an account has one of his own."""
    return func.coalesce(OutboxRow.chat_id, Person.chat_id, -OutboxRow.person_id, literal_column("0"))


def _its_time() -> ColumnElement[bool]:
    now, far = bindparam("now", type_=UtcDateTime()), bindparam("far", type_=UtcDateTime())
    return or_(
        OutboxRow.not_before.is_(None),
        OutboxRow.not_before <= now,
        OutboxRow.ended_at > now,
        OutboxRow.queued_at > far,
    )


def _held() -> CTE:
    """Chats in which something is being sent or waits for a retry, with the first row that waits."""
    waiting = case((OutboxRow.state == OutboxState.LATER, OutboxRow.id))
    sending = case((OutboxRow.state == OutboxState.SENDING, 1))
    return (
        select(_chat().label("chat"), func.min(waiting).label("first"), func.count(sending).label("sending"))
        .select_from(OutboxRow)
        .outerjoin(Person, Person.id == OutboxRow.person_id)
        .where(OutboxRow.state.in_((OutboxState.SENDING, OutboxState.LATER)))
        .group_by("chat")
        .cte("held")
    )


def _first_of_each_chat() -> Select[tuple[int, int]]:
    held, chat = _held(), _chat()
    place = func.row_number().over(partition_by=chat, order_by=(OutboxRow.rank, OutboxRow.id))
    firsts = (
        select(OutboxRow.id, OutboxRow.rank, chat.label("chat"), place.label("place"))
        .select_from(OutboxRow)
        .outerjoin(Person, Person.id == OutboxRow.person_id)
        .outerjoin(held, held.c.chat == chat)
        .where(OutboxRow.state.in_(OPEN), _its_time())
        .where(or_(held.c.chat.is_(None), (held.c.sending == 0) & (OutboxRow.id <= held.c.first)))
        .subquery("firsts")
    )
    chosen = select(firsts.c.id, firsts.c.chat).where(firsts.c.place == 1)
    return chosen.order_by(firsts.c.rank, firsts.c.id).limit(bindparam("most", type_=Integer()))


# Built once: SQLAlchemy takes longer to put a statement together than the database to answer it.
_FIRST = _first_of_each_chat()


async def ready(session: AsyncSession, *, now: datetime, limit: int = 200) -> list[Ready]:
    """The first row of each chat that may go, answers first. A row being sent holds back its whole chat, one waiting
    for a retry the later rows of its chat."""
    found = await session.execute(_FIRST, {"now": now, "far": now + _SET_BACK, "most": limit})
    return [Ready(row.id, row.chat) for row in found]


async def next_moment(session: AsyncSession, *, now: datetime) -> datetime | None:
    """When the next row that waits for its moment may go."""
    query = select(func.min(OutboxRow.not_before)).where(OutboxRow.state.in_(OPEN), OutboxRow.not_before > now)
    return await session.scalar(query)


_TABLE: Any = OutboxRow.__table__
_IDS: Any = bindparam("ids", expanding=True)
_OURS = (
    select(OutboxRow)
    .where(OutboxRow.id.in_(_IDS), OutboxRow.state.in_(OPEN))
    .order_by(OutboxRow.rank, OutboxRow.id)
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(_TABLE)
    .where(_TABLE.c.id.in_(_IDS))
    .values(state=OutboxState.SENDING, claimed_at=bindparam("now"), attempts=_TABLE.c.attempts + 1)
)


async def claim(session: AsyncSession, ids: Collection[int], *, now: datetime) -> Sequence[OutboxRow]:
    """The rows that are ours from here on, in the order they go; another sender may have been faster."""
    rows = (await session.scalars(_OURS, {"ids": list(ids)})).all()
    if rows:
        given = {"ids": [row.id for row in rows], "now": now}
        await (await session.connection()).execute(_CLAIM, given)
    return rows


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a claimed row. `sent` is what stands in the chat, where something does."""

    row_id: int
    state: OutboxState
    at: datetime
    reason: str | None = None
    not_before: datetime | None = None
    chat_id: int | None = None
    message_id: int | None = None
    sent: dict[str, Any] | None = None


async def end(session: AsyncSession, fates: Collection[Ended]) -> None:
    """Write the fates of claimed rows, several in one statement."""
    for with_words in (True, False):
        rows = [_fate(fate, with_words) for fate in fates if (fate.sent is not None) == with_words]
        if rows:
            await (await session.connection()).execute(_ENDINGS[with_words], rows)


def _ending(with_words: bool) -> Any:
    table = _TABLE
    names = ["state", "ended_at", "not_before", "reason", *(["chat_id", "message_id", "sent"] if with_words else [])]
    values = {name: bindparam(f"b_{name}", type_=table.c[name].type) for name in names}
    return update(table).where(table.c.id == bindparam("b_id"), table.c.state == OutboxState.SENDING).values(values)


_ENDINGS = {with_words: _ending(with_words) for with_words in (True, False)}


def _fate(fate: Ended, with_words: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "b_id": fate.row_id,
        "b_state": fate.state,
        "b_ended_at": fate.at,  # of one that waits: when its last try ended
        "b_not_before": fate.not_before,
        "b_reason": fate.reason and fate.reason[:300],
    }
    words = {"b_chat_id": fate.chat_id, "b_message_id": fate.message_id, "b_sent": fate.sent}
    return {**values, **words} if with_words else values


async def interrupted(session: AsyncSession, *, claimed_before: datetime | None = None) -> Sequence[OutboxRow]:
    """Rows that were being sent when their sender ended; with `claimed_before` only those claimed earlier."""
    query = select(OutboxRow).where(OutboxRow.state == OutboxState.SENDING).order_by(OutboxRow.id).with_for_update()
    if claimed_before is not None:
        query = query.where(OutboxRow.claimed_at < claimed_before)
    return (await session.scalars(query)).all()


async def moved(session: AsyncSession, old: int, new: int) -> None:
    """A group became a supergroup with another number: what waits for it goes there."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.chat_id == old, OutboxRow.state.in_((*OPEN, OutboxState.SENDING)))
        .values(chat_id=new)
        .execution_options(synchronize_session=False)
    )
