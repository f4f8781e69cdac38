"""Writing the journal, sealing it, and checking the seal."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.at_once import AtOnceSession
from db.bulk_insert import insert_many
from db.id_lists import among, id_list
from db.models import JournalBlock, JournalRow

_TABLE: Any = JournalRow.__table__
BLOCK_SIZE = 1000
_FIRST = "0" * 64
_PAGE = 250  # rows read without a breath: on SQLite statements never wait, and the senders would stand still


def write(
    session: AsyncSession,
    *,
    kind: str,
    now: datetime,
    cause: str,
    actor_id: int | None = None,
    task_id: int | None = None,
    **facts: Any,
) -> None:
    """Append one row. `facts` hold ids, dates and digests, never a person's words."""
    values = {"at": now, "kind": kind, "actor_id": actor_id, "task_id": task_id, "cause": cause, "facts": facts}
    if isinstance(session, AtOnceSession):
        session.note(_write, partial(JournalRow, **values), values)
    else:
        session.add(JournalRow(**values))


async def _write(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    await insert_many(session, _TABLE, [dict(row) for row in rows])


async def write_many(
    session: AsyncSession,
    kind: str,
    notes: Sequence[tuple[int | None, dict[str, Any]]],
    *,
    now: datetime,
    cause: str,
    actor_id: int | None,
) -> None:
    """Append many rows of one kind, given as task and facts, in one statement."""
    if notes:
        same = {"at": now, "kind": kind, "cause": cause, "actor_id": actor_id}
        values = [{**same, "task_id": task_id, "facts": facts} for task_id, facts in notes]
        await insert_many(session, _TABLE, values)


async def rows(session: AsyncSession, *, task_id: int | None = None) -> Sequence[JournalRow]:
    query = select(JournalRow).order_by(JournalRow.id)
    if task_id is not None:
        query = query.where(JournalRow.task_id == task_id)
    return (await session.scalars(query)).all()


async def noted_of(session: AsyncSession, kind: str, task_ids: Sequence[int]) -> Sequence[JournalRow]:
    """What was noted of these tasks, oldest first."""
    query = select(JournalRow).where(JournalRow.kind == kind, among(JournalRow.task_id, id_list("ids")))
    return (await session.scalars(query.order_by(JournalRow.id), {"ids": task_ids})).all()


async def how_often(session: AsyncSession, kind: str) -> dict[int, int]:
    """Task → how often this was noted of it."""
    query = select(JournalRow.task_id, func.count()).where(JournalRow.kind == kind, JournalRow.task_id.is_not(None))
    return dict((await session.execute(query.group_by(JournalRow.task_id))).all())  # type: ignore[arg-type]


async def noted_since(session: AsyncSession, kind: str, task_ids: Sequence[int], *, since: datetime) -> int:
    """At how many moments this was noted of one of these tasks."""
    query = select(func.count(func.distinct(JournalRow.at))).where(
        JournalRow.kind == kind, JournalRow.task_id.in_(task_ids), JournalRow.at >= since
    )
    return await session.scalar(query) or 0


_COLUMNS = (
    JournalRow.id,
    JournalRow.at,
    JournalRow.kind,
    JournalRow.actor_id,
    JournalRow.task_id,
    JournalRow.cause,
    JournalRow.facts,
)
_Line = Row[int, datetime, str, int | None, int | None, str, dict[str, Any]]


def _line(row: _Line) -> bytes:
    parts = [row.id, row.at.isoformat(), row.kind, row.actor_id, row.task_id, row.cause, row.facts]
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _digest(previous: str, block: Sequence[_Line]) -> str:
    digest = hashlib.sha256(previous.encode())
    for row in block:
        digest.update(_line(row))
    return digest.hexdigest()


async def _last_block(session: AsyncSession) -> JournalBlock | None:
    return await session.scalar(select(JournalBlock).order_by(JournalBlock.id.desc()).limit(1))


async def seal(session: AsyncSession, *, now: datetime) -> int:
    """Close what stands unsealed into one block chained to the last; return how many rows it holds.

    On PostgreSQL ids are drawn before they are committed: a block ends below the oldest row younger than a minute.
    """
    last = await _last_block(session)
    query = (
        select(*_COLUMNS).where(JournalRow.id > (last.last_id if last else 0)).order_by(JournalRow.id).limit(BLOCK_SIZE)
    )
    block = (await session.execute(query)).all()
    if not block:
        return 0
    previous = last.digest if last else _FIRST
    session.add(
        JournalBlock(
            first_id=block[0].id,
            last_id=block[-1].id,
            previous=previous,
            digest=_digest(previous, block),
            sealed_at=now,
        )
    )
    return len(block)


@dataclass(slots=True)
class Checked:
    """How far the chain was found whole: the id and the digest of the last block but the newest."""

    last_id: int = 0
    digest: str = _FIRST


async def broken_blocks(session: AsyncSession, known: Checked | None = None) -> list[int]:
    """Ids of the blocks whose digest, or whose link to the one before, no longer fits.

    `known`: only what came after it is looked at, and it moves on while nothing is broken. None: the whole chain.
    """
    known = known or Checked()
    query = select(JournalBlock).where(JournalBlock.id > known.last_id).order_by(JournalBlock.id)
    blocks = (await session.scalars(query)).all()
    broken, previous = [], known.digest
    for block in blocks:
        if block.previous != previous or block.digest != await _digest_of(session, block, previous):
            broken.append(block.id)
        previous = block.digest
    if not broken and len(blocks) > 1:
        known.last_id, known.digest = blocks[-2].id, blocks[-2].digest
    return broken


async def _digest_of(session: AsyncSession, block: JournalBlock, previous: str) -> str:
    """Read anew, a page at a time."""
    digest = hashlib.sha256(previous.encode())
    last_id, more = block.first_id - 1, True
    while more:
        query = select(*_COLUMNS).where(JournalRow.id > last_id, JournalRow.id <= block.last_id)
        page = (await session.execute(query.order_by(JournalRow.id).limit(_PAGE))).all()
        for row in page:
            digest.update(_line(row))
        more = len(page) == _PAGE
        last_id = page[-1].id if page else last_id
        await asyncio.sleep(0)
    return digest.hexdigest()


async def unsealed(session: AsyncSession) -> int:
    last = await _last_block(session)
    query = select(func.count()).select_from(JournalRow).where(JournalRow.id > (last.last_id if last else 0))
    return await session.scalar(query) or 0


async def blocks(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(JournalBlock)) or 0
