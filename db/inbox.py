"""What came in: stored once, served in order, set aside when it cannot be served."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

import structlog
from sqlalchemy import (
    CursorResult,
    Integer,
    Select,
    bindparam,
    delete,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import InboxRow, InboxState
from db.session import connection
from db.turns import IS_WAITING
from db.upserts import dialect_of, insert_into

log = structlog.get_logger(__name__)

KEPT = timedelta(days=30)
NUMBERS = 2**31  # Telegram numbers updates from one to below this
_LARGEST = 2**63
_LATEST = 100
_MAY_COME_AGAIN = 200  # a poll brings a hundred at most
_KINDS_WITH_CHAT = (
    "message",
    "edited_message",
    "my_chat_member",
    "message_reaction",
    "chat_member",
    "channel_post",
    "edited_channel_post",
)


def _nothing(raw: Mapping[str, Any]) -> str | None:
    return None


async def store(
    session: AsyncSession,
    updates: Iterable[Any],
    now: datetime,
    *,
    needs: Callable[[Mapping[str, Any]], str | None] = _nothing,
) -> list[Any]:
    """The new ones of these raw updates. A second copy changes nothing; one without a usable number is left out.

    `needs` names what must be fetched for an update before it can be served (None: nothing).
    """
    came = [({**row, "needs": needs(raw)}, raw) for raw in updates if (row := _row(raw, now)) is not None]
    rows = [row for row, _ in came]
    held = await _held(session, rows)
    if renumbered := _renumbered(rows, held):
        held |= await _held(session, renumbered)
    fresh: dict[int, tuple[dict[str, Any], Any]] = {}
    for row, raw in came:
        if row["update_id"] not in held:
            fresh.setdefault(row["update_id"], (row, raw))
    await _insert(session, [row for row, _ in fresh.values()])
    return [raw for _, raw in fresh.values()]


async def _insert(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Another copy of the service may have stored the same update between our question and our answer."""
    if rows:
        insert = insert_into(dialect_of(session), InboxRow.__table__)
        await session.execute(insert.on_conflict_do_nothing(index_elements=["update_id"]), rows)


async def _held(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> dict[int, str]:
    """What is stored under the numbers of these rows."""
    if not rows:
        return {}
    numbers = [row["update_id"] for row in rows]
    held = await session.execute(select(InboxRow.update_id, InboxRow.raw).where(InboxRow.update_id.in_(numbers)))
    return {row[0]: row[1] for row in held}


def _renumbered(rows: Iterable[dict[str, Any]], held: Mapping[int, str]) -> list[dict[str, Any]]:
    """Telegram numbers anew after a quiet week and for another bot: a row whose number another update has gets its own.

    The older one keeps it: the journal, which is sealed, and the outbox know it by that number.
    """
    first, renumbered = dict(held), []
    for row in rows:
        if not _same(first.setdefault(row["update_id"], row["raw"]), row["raw"]):
            row["update_id"] = _own_number(number := row["update_id"], row["raw"])
            log.warning("update.number_used_again", update=number, kept_as=row["update_id"])
            renumbered.append(row)
    return renumbered


def _same(one: str, other: str) -> bool:
    return one == other or _identity(_read(one)) == _identity(_read(other))


def _identity(raw: Mapping[str, Any]) -> list[Any]:
    """What two copies of an update have in common, should they differ in anything."""
    kind = _kind(raw)
    body = raw.get(kind) if kind is not None else None
    if not isinstance(body, dict):
        return [kind, body]
    if kind == "callback_query":
        return [kind, body.get("id")]
    return [kind, chat_of(raw), *(body.get(name) for name in ("message_id", "date", "edit_date"))]


def _own_number(number: int, raw: str) -> int:
    """Far below any of Telegram's, and the same for each copy."""
    made_from = json.dumps([number, *_identity(_read(raw))]).encode()
    return -(2**62) - int.from_bytes(blake2b(made_from, digest_size=7).digest())


def _row(raw: Any, now: datetime) -> dict[str, Any] | None:
    number = usable(raw.get("update_id")) if isinstance(raw, dict) else None
    if number is None:
        log.warning("update.without_number", shape=type(raw).__name__)
        return None
    return {
        "update_id": number,
        "chat_id": chat_of(raw),
        "matter": matter_of(raw),
        "received_at": now,
        "raw": _written(raw),
        "state": InboxState.WAITING,
        "attempts": 0,
    }


async def last_number(session: AsyncSession, *, since: datetime) -> int | None:
    """The number Telegram gave to the update that came last, if it came after that."""
    newest = select(InboxRow.raw).where(InboxRow.received_at >= since).order_by(InboxRow.id.desc()).limit(1)
    raw = await session.scalar(newest)
    return regular(_read(raw).get("update_id")) if raw is not None else None


def regular(number: Any) -> int | None:
    """A number such as Telegram gives."""
    given = usable(number)
    return given if given is not None and 0 < given < NUMBERS else None


def usable(number: Any) -> int | None:
    """A whole number that both databases can hold."""
    fits = isinstance(number, int) and not isinstance(number, bool) and -_LARGEST <= number < _LARGEST
    return number if fits else None


def chat_of(raw: Mapping[str, Any]) -> int | None:
    """The chat an update belongs to: order is kept within it."""
    body = next((raw[kind] for kind in _KINDS_WITH_CHAT if isinstance(raw.get(kind), dict)), None)
    query = raw.get("callback_query")
    if body is None and isinstance(query, dict):
        body = query.get("message") or {"chat": query.get("from")}
    chat = body.get("chat") if isinstance(body, dict) else None
    return usable(chat.get("id")) if isinstance(chat, dict) else None


def matter_of(raw: Mapping[str, Any]) -> str | None:
    """What a tap is about: the number behind the word of its button, which several people may hold."""
    query = raw.get("callback_query")
    data = query.get("data") if isinstance(query, dict) else None
    named = re.match(r"[a-z_]{1,20}:(\d{1,18})(?!\d)", data, re.ASCII) if isinstance(data, str) else None
    return named[1] if named else None


def _written(raw: Mapping[str, Any]) -> str:
    """The update as JSON, or its remains: one that cannot be written keeps none of its neighbours from being stored."""
    try:
        return _text(raw)
    except (ValueError, RecursionError) as fault:
        log.error("update.unwritable", update=raw["update_id"], fault=type(fault).__name__)
        return _text(remains(raw, why=type(fault).__name__))


def remains(raw: Mapping[str, Any], *, why: str) -> dict[str, Any]:
    """What can be kept of an update: its kind and what is flat in it. Without a proper chat nothing can be made of it,
    so that it is set aside, and both sides are told."""
    kind = _kind(raw) or "message"
    body = raw.get(kind)
    flat = {name: value for name, value in body.items() if _flat(value)} if isinstance(body, dict) else {}
    return {"update_id": raw["update_id"], kind: {**flat, "chat": {"id": chat_of(raw)}, "unreadable": why}}


def _flat(value: Any) -> bool:
    return isinstance(value, str) or usable(value) is not None


def _kind(raw: Mapping[str, Any]) -> str | None:
    return next((kind for kind in ("callback_query", *_KINDS_WITH_CHAT) if kind in raw), None)


def _text(raw: Any) -> str:
    """JSON any database can keep: half characters and NUL, which none of them stores, become a question mark."""
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    if "\\u0000" in text:
        text = json.dumps(_without_nul(raw), ensure_ascii=False, separators=(",", ":"))
    return storable(text)


def storable(text: str) -> str:
    """Without half characters and NUL, which no database stores."""
    return text.replace("\0", "?").encode("utf-8", "replace").decode()


def _without_nul(raw: Any) -> Any:
    if isinstance(raw, str):
        return raw.replace("\0", "?")
    if isinstance(raw, dict):
        return {_without_nul(key): _without_nul(value) for key, value in raw.items()}
    return [_without_nul(value) for value in raw] if isinstance(raw, list) else raw


@dataclass(frozen=True, slots=True)
class Needing:
    """An update that cannot be served before something has been fetched for it."""

    id: int
    update_id: int
    chat_id: int | None
    raw: str
    needs: str


# In the words of the partial indexes: with a parameter in their place SQLite plans a statement anew at each execution.
_IS_NEEDING = text("inbox.needs IS NOT NULL")
_DONE = (
    update(InboxRow.__table__)  # type: ignore[arg-type]
    .where(InboxRow.id == bindparam("b_id"), IS_WAITING)
    .values(state=InboxState.DONE, handled_at=bindparam("b_at"), error=bindparam("b_error"))
)


def _needing() -> Select[int, int, int | None, str, str | None]:
    older = aliased(InboxRow, name="older")
    earlier = exists().where(text("older.needs IS NOT NULL"), older.chat_id == InboxRow.chat_id, older.id < InboxRow.id)
    named = select(InboxRow.id, InboxRow.update_id, InboxRow.chat_id, InboxRow.raw, InboxRow.needs)
    # In the order of a sum, for which SQLite has no index: by the ids alone it would walk every update there ever was.
    return named.where(_IS_NEEDING, ~earlier).order_by(text("inbox.id + 0")).limit(bindparam("most", type_=Integer))


_NEEDING = _needing()  # asked every second: to build it costs as much as to ask it


async def needing(session: AsyncSession, most: int) -> list[Needing]:
    """The oldest of each chat for which something must be fetched, in the order of their arrival."""
    rows = await session.execute(_NEEDING, {"most": most})
    return [Needing(row[0], row[1], row[2], row[3], row[4] or "") for row in rows]


async def supplied(session: AsyncSession, row_id: int, supplement: bytes | None) -> None:
    """What was fetched is kept, None if nothing came; the update may now be served."""
    await _set(session, row_id, needs=None, supplement=supplement)


async def done(session: AsyncSession, owed_nothing: Mapping[int, str | None], *, now: datetime) -> None:
    """These rows are served: why no answer was queued for one, where none was."""
    facts = [{"b_id": row_id, "b_at": now, "b_error": why and why[:500]} for row_id, why in owed_nothing.items()]
    if facts:
        await (await connection(session)).execute(_DONE, facts)


async def redact(session: AsyncSession, update_id: int) -> None:
    """Nothing of what was said stays; that something came does."""
    emptied = json.dumps({"update_id": update_id})
    await session.execute(update(InboxRow).where(InboxRow.update_id == update_id).values(raw=emptied, supplement=None))


async def failed(session: AsyncSession, row_id: int, *, error: str) -> int:
    """Count a failure of the update itself; how often it has failed by now."""
    await _set(session, row_id, attempts=InboxRow.attempts + 1, error=error[:500])
    return await session.scalar(select(InboxRow.attempts).where(InboxRow.id == row_id)) or 0


async def poison(session: AsyncSession, row_id: int, *, error: str, now: datetime) -> None:
    """Set aside for good: the next one is served."""
    await _set(session, row_id, state=InboxState.POISON, error=error[:500], handled_at=now, needs=None)


async def _set(session: AsyncSession, row_id: int, **values: Any) -> None:
    await session.execute(
        update(InboxRow)
        .where(InboxRow.id == row_id, InboxRow.state == InboxState.WAITING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def purge(session: AsyncSession, *, now: datetime, kept: timedelta = KEPT) -> int:
    """Forget what was handled longer ago than is kept. Poison stays until somebody has looked at it.

    What came last stays too: killed before the offset moved, it comes again, and only its row tells that it was served.
    A clock that stands ahead would take it for old.
    """
    newest = select(InboxRow.id).order_by(InboxRow.id.desc()).offset(_MAY_COME_AGAIN).limit(1).scalar_subquery()
    old = delete(InboxRow).where(
        InboxRow.state == InboxState.DONE, InboxRow.handled_at < now - kept, InboxRow.id <= newest
    )
    gone = await session.execute(old)
    return gone.rowcount if isinstance(gone, CursorResult) else 0


async def last_said(session: AsyncSession) -> datetime | None:
    """The newest moment Telegram itself has put on a message: our clock cannot be right while it is before that."""
    raws = await session.scalars(select(InboxRow.raw).order_by(InboxRow.id.desc()).limit(_LATEST))
    dates = [moment for raw in raws for moment in _dates(_read(raw))]
    return max((datetime.fromtimestamp(each, UTC) for each in dates), default=None)


def _read(raw: str) -> dict[str, Any]:
    """Nothing, of one that was written where there was more room on the stack."""
    with contextlib.suppress(ValueError, RecursionError):
        return dict(json.loads(raw))
    return {}


def _dates(raw: Mapping[str, Any]) -> list[int]:
    tapped = raw.get("callback_query")  # an office of taps: the message under the button is older, but no lie
    under = tapped.get("message") if isinstance(tapped, dict) else None
    bodies = [under, *(raw.get(kind) for kind in _KINDS_WITH_CHAT)]
    found = [body.get(name) for body in bodies if isinstance(body, dict) for name in ("date", "edit_date")]
    return [each for each in found if isinstance(each, int) and 0 < each < 2**32]


@dataclass(frozen=True, slots=True)
class Backlog:
    counts: dict[InboxState, int]
    oldest: datetime | None  # arrival of the oldest waiting one


async def backlog(session: AsyncSession) -> Backlog:
    counts = await session.execute(select(InboxRow.state, func.count()).group_by(InboxRow.state))
    oldest = await session.scalar(select(func.min(InboxRow.received_at)).where(InboxRow.state == InboxState.WAITING))
    return Backlog({row[0]: row[1] for row in counts}, oldest)
