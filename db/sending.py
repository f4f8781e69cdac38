"""Which calls may go now, who claims them, and what became of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    bindparam,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db import metadata
from db.models import OPEN, Mark, OutboxRow, OutboxState, Person
from db.models.base import UtcDateTime
from db.session import connection

# A clock that was wrong and is set back would leave rows due in a far future: what was queued "tomorrow" goes now,
# unless it was put off since, as in quiet hours.
_SET_BACK = timedelta(hours=1)
RESTORED = "由备份恢复，不知是否已送达"  # of rows in `sending` that nobody is sending
_FRONT = 64  # rows looked at before all of a long queue are

# In the words of the partial indexes: with parameters in their place SQLite reads the whole table, which only grows.
_IS_OPEN = text("outbox.state IN ('queued', 'later')")
_IS_SENDING = text("outbox.state = 'sending'")
_IS_LATER = text("outbox.state = 'later'")


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that may go, and the chat it goes to as far as is known now (pacing is per chat)."""

    id: int
    chat: int


def _chat(row: Any = OutboxRow) -> ColumnElement[int]:
    """One number per chat; a person who never bound an account has one of his own."""
    return func.coalesce(row.chat_id, Person.chat_id, -row.person_id, literal_column("0"))


def _its_time(row: Any) -> ColumnElement[bool]:
    now, far = bindparam("now", type_=UtcDateTime()), bindparam("far", type_=UtcDateTime())
    set_back = or_(row.ended_at > now, (row.queued_at > far) & row.ended_at.is_(None))
    return or_(row.not_before.is_(None), row.not_before <= now, set_back)


def _held() -> CTE:
    """Chats in which something is being sent or waits for a retry, with the first row that waits."""
    rows = select(_chat().label("chat")).select_from(OutboxRow).outerjoin(Person, Person.id == OutboxRow.person_id)
    sending = rows.add_columns(null().label("waits"), literal_column("1").label("goes")).where(_IS_SENDING)
    later = rows.add_columns(OutboxRow.id, literal_column("0")).where(_IS_OPEN, _IS_LATER)
    each = union_all(sending, later).subquery("each")
    held = select(each.c.chat, func.min(each.c.waits).label("first"), func.sum(each.c.goes).label("sending"))
    return held.group_by(each.c.chat).cte("held")


def _open(limit: int | None) -> FromClause:
    rows: Any = OutboxRow.__table__
    names = ("id", "rank", "chat_id", "person_id", "not_before", "ended_at", "queued_at")
    query = select(*[rows.c[name] for name in names]).where(_IS_OPEN).order_by(rows.c.rank, rows.c.id)
    return query.limit(limit).subquery("open")


def _first_of_each_chat(of: int | None) -> Select[int, int, int]:
    """`of`: how many open rows are looked at, in the order in which they go; None: all."""
    rows = _open(of)
    held, chat = _held(), _chat(rows.c)
    place = func.row_number().over(partition_by=chat, order_by=(rows.c.rank, rows.c.id))
    firsts = (
        select(rows.c.id, rows.c.rank, chat.label("chat"), place.label("place"))
        .select_from(rows)
        .outerjoin(Person, Person.id == rows.c.person_id)
        .outerjoin(held, held.c.chat == chat)
        .where(_its_time(rows.c))
        .where(or_(held.c.chat.is_(None), (held.c.sending == 0) & (rows.c.id <= held.c.first)))
        .subquery("firsts")
    )
    seen = select(func.count()).select_from(rows).scalar_subquery()
    chosen = select(firsts.c.id, firsts.c.chat, seen.label("seen")).where(firsts.c.place == 1)
    return chosen.order_by(firsts.c.rank, firsts.c.id).limit(bindparam("most", type_=Integer()))


# Built once: SQLAlchemy takes longer to put a statement together than the database to answer it.
_FIRST_OF_FRONT = _first_of_each_chat(_FRONT)
_FIRST_OF_ALL = _first_of_each_chat(None)
_BEHIND_FRONT = select(OutboxRow.id).where(_IS_OPEN).order_by(OutboxRow.rank, OutboxRow.id).limit(1).offset(_FRONT - 1)


async def ready(session: AsyncSession, *, now: datetime, limit: int = 200) -> list[Ready]:
    """The first row of each chat that may go, answers first. A row being sent holds back its whole chat, one waiting
    for a retry the later rows of its chat."""
    asked = await connection(session)
    given = {"now": now, "far": now + _SET_BACK, "most": limit}
    found = (await asked.execute(_FIRST_OF_FRONT, given)).all()
    more = found[0].seen == _FRONT if found else await asked.scalar(_BEHIND_FRONT) is not None
    if more and len(found) < limit:
        found = (await asked.execute(_FIRST_OF_ALL, given)).all()
    return [Ready(row.id, row.chat) for row in found]


_NEXT_MOMENT = select(func.min(OutboxRow.not_before)).where(
    _IS_OPEN, OutboxRow.not_before > bindparam("now", type_=UtcDateTime())
)


async def next_moment(session: AsyncSession, *, now: datetime) -> datetime | None:
    """When the next row that waits for its moment may go."""
    moment: datetime | None = await (await connection(session)).scalar(_NEXT_MOMENT, {"now": now})
    return moment


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
        await (await connection(session)).execute(_CLAIM, given)
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
            await (await connection(session)).execute(_ENDINGS[with_words], rows)


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


def abandoned(*, now: datetime, spared: timedelta) -> ColumnElement[bool]:
    """Claimed so long ago that nobody can be sending it any more, or by a clock that stood ahead by as much."""
    return or_(OutboxRow.claimed_at < now - spared, OutboxRow.claimed_at > now + spared)


async def interrupted(session: AsyncSession, *, now: datetime, spared: timedelta | None) -> Sequence[OutboxRow]:
    """Rows that were being sent when their sender ended; `spared`: those claimed less long ago may have one. None: none
    has."""
    query = select(OutboxRow).where(_IS_SENDING).with_for_update()
    if spared is not None:
        query = query.where(abandoned(now=now, spared=spared))
    # Put in order here: asked for it, SQLite would walk all rows by their ids.
    return sorted(await session.scalars(query), key=lambda row: row.id)


async def moved(session: AsyncSession, old: int, new: int) -> None:
    """A group became a supergroup with another number: what waits for it goes there, and so does what comes."""
    bound = await session.get(Mark, metadata.REPORT_GROUP)
    if bound is not None and bound.value.startswith(f"{old} "):
        bound.value = f"{new} {bound.value.partition(' ')[2]}"
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.chat_id == old, OutboxRow.state.in_((*OPEN, OutboxState.SENDING)))
        .values(chat_id=new)
        .execution_options(synchronize_session=False)
    )
