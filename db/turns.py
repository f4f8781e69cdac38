"""Which waiting update is served next? Chats take turns, each in its own order, and the first tap on a matter wins.

A chat that floods us delays only itself: once more wait than share a transaction, each chat has one update a round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, TextClause, bindparam, exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import InboxRow
from db.session import connection, embedded

FEW = 16  # so many are put in turn as they are; of more, only the first of each chat is looked at
CHATS = 64  # whose first update is looked at at once
START = -(2**63)  # before every chat


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is to be served. `matter` is what a tap is about; None for all else."""

    id: int
    update_id: int
    chat_id: int | None
    raw: str
    supplement: bytes | None = None
    matter: str | None = None


# In the words of the partial indexes: with a parameter in their place SQLite plans a statement anew at each execution.
IS_WAITING = text("inbox.state = 'waiting'")


def behind_needing() -> ColumnElement[bool]:
    """Whether an older update of the same chat, or this one, still waits for what is being fetched for it."""
    older = aliased(InboxRow, name="needing")
    return exists().where(text("needing.needs IS NOT NULL"), older.chat_id == InboxRow.chat_id, older.id <= InboxRow.id)


def _behind_tap() -> ColumnElement[bool]:
    """Whether somebody tapped on the same matter before, and still waits: behind much that he said, perhaps."""
    older = aliased(InboxRow, name="tapped")
    earlier = (text("tapped.state = 'waiting'"), text("tapped.matter IS NOT NULL"))
    return exists().where(*earlier, older.matter == InboxRow.matter, older.id < InboxRow.id)


def _waiting() -> Select[int, int, int | None, str, bytes | None, str | None]:
    row = InboxRow
    return select(row.id, row.update_id, row.chat_id, row.raw, row.supplement, row.matter).where(IS_WAITING)


# The first waiting update of so many chats, in the order of the chats, from one on: one search of the index for each.
_FIRSTS = """
WITH RECURSIVE chat(chat_id, place) AS (
    SELECT (SELECT min(chat_id) FROM inbox WHERE state = 'waiting' AND chat_id > :after), 1
    UNION ALL
    SELECT (SELECT min(next.chat_id) FROM inbox AS next WHERE next.state = 'waiting' AND next.chat_id > chat.chat_id),
        place + 1
    FROM chat WHERE chat.chat_id IS NOT NULL AND place < :chats
)
SELECT (SELECT min(first.id) FROM inbox AS first WHERE first.state = 'waiting' AND first.chat_id = chat.chat_id)
FROM chat WHERE chat.chat_id IS NOT NULL
"""


def _firsts() -> TextClause:
    return text(_FIRSTS).bindparams(bindparam("after", type_=BigInteger), bindparam("chats", type_=Integer))


# Built once: SQLAlchemy takes longer to put a statement together than SQLite to answer it.
_ANY = select(exists(select(InboxRow.id).where(IS_WAITING, ~behind_needing())))
_OLDEST = _waiting().where(~behind_needing()).order_by(InboxRow.id).limit(FEW + 1)
_CHATS = _firsts()
_OF_NO_CHAT = select(InboxRow.id).where(IS_WAITING, InboxRow.chat_id.is_(None)).order_by(InboxRow.id).limit(1)
_NAMED = (
    _waiting()
    .where(InboxRow.id.in_(bindparam("ids", expanding=True)), ~behind_needing(), ~_behind_tap())
    .order_by(InboxRow.chat_id)
)
_NAMED_UNLOCKED = _NAMED.limit(1).with_for_update(skip_locked=True, of=InboxRow)


async def any_waiting(session: AsyncSession) -> bool:
    return bool(await (await connection(session)).scalar(_ANY))


async def next_waiting(
    session: AsyncSession, most: int, *, after: int = START, but: Collection[int] = ()
) -> Sequence[Waiting]:
    """What to serve next, in this order; `after` is the chat that was served last, `but` are chats that wait for
    something else.

    Few are served as they came, save that a chat's second update stands behind the first of each other. Of many, one
    for each of the chats that follow `after`. On PostgreSQL one at a time, for several workers may serve.
    """
    if embedded(session):
        rows = await (await connection(session)).execute(_OLDEST)
        found = [Waiting(*row) for row in rows]
        if len(found) <= FEW:
            return in_turn(each for each in found if each.chat_id not in but)[:most]
    found = await _one_of_each(session, after, most, but)
    return found or (await _one_of_each(session, START, most, but) if after != START else [])


async def _one_of_each(session: AsyncSession, after: int, most: int, but: Collection[int]) -> list[Waiting]:
    asked = await connection(session)
    ids = {*(await asked.execute(_CHATS, {"after": after, "chats": CHATS})).scalars()}
    if after == START and (unplaced := await asked.scalar(_OF_NO_CHAT)) is not None:
        ids.add(unplaced)
    named = _NAMED if embedded(session) else _NAMED_UNLOCKED
    if but:
        named = named.where(InboxRow.chat_id.is_(None) | InboxRow.chat_id.not_in(but))
    return [Waiting(*row) for row in await asked.execute(named, {"ids": sorted(ids)})][:most]


def in_turn(rows: Iterable[Waiting]) -> list[Waiting]:
    """Rows in order of arrival, one of each chat before the second of any; no tap before an older one on its matter."""
    of_chat: dict[int | None, int] = {}
    of_matter: dict[str, int] = {}
    rounds: list[tuple[int, int, Waiting]] = []
    for row in rows:
        turn = of_chat.get(row.chat_id, 0) + 1
        if row.matter is not None:
            turn = of_matter[row.matter] = max(turn, of_matter.get(row.matter, 0))
        of_chat[row.chat_id] = turn
        rounds.append((turn, row.id, row))
    return [row for _, _, row in sorted(rounds, key=lambda each: each[:2])]
