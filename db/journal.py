"""Writing the journal, sealing it, and checking the seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import JournalBlock, JournalRow

BLOCK_SIZE = 1000
_FIRST = "0" * 64


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
    session.add(JournalRow(at=now, kind=kind, cause=cause, actor_id=actor_id, task_id=task_id, facts=facts))


async def rows(session: AsyncSession, *, task_id: int | None = None) -> Sequence[JournalRow]:
    query = select(JournalRow).order_by(JournalRow.id)
    if task_id is not None:
        query = query.where(JournalRow.task_id == task_id)
    return (await session.scalars(query)).all()


def _line(row: JournalRow) -> bytes:
    parts = [row.id, row.at.isoformat(), row.kind, row.actor_id, row.task_id, row.cause, row.facts]
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _digest(previous: str, block: Sequence[JournalRow]) -> str:
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
        select(JournalRow)
        .where(JournalRow.id > (last.last_id if last else 0))
        .order_by(JournalRow.id)
        .limit(BLOCK_SIZE)
    )
    block = (await session.scalars(query)).all()
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


async def broken_blocks(session: AsyncSession) -> list[int]:
    """Ids of the blocks whose digest, or whose link to the one before, no longer fits."""
    broken, previous = [], _FIRST
    for block in (await session.scalars(select(JournalBlock).order_by(JournalBlock.id))).all():
        query = select(JournalRow).where(JournalRow.id.between(block.first_id, block.last_id)).order_by(JournalRow.id)
        found = (await session.scalars(query)).all()
        if block.previous != previous or block.digest != _digest(previous, found):
            broken.append(block.id)
        previous = block.digest
    return broken


async def unsealed(session: AsyncSession) -> int:
    last = await _last_block(session)
    query = select(func.count()).select_from(JournalRow).where(JournalRow.id > (last.last_id if last else 0))
    return await session.scalar(query) or 0


async def blocks(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(JournalBlock)) or 0
