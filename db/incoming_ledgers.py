"""Questions about ledgers sent in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import InboxRow, IncomingLedger

# Outcomes of those in hand, which are worked on outside the update that brought them
COMPARING = "comparing"
CONFIRMED = "confirmed"  # being written part by part


async def by_id(session: AsyncSession, incoming_id: int) -> IncomingLedger | None:
    return await session.scalar(select(IncomingLedger).where(IncomingLedger.id == incoming_id))


async def locked(session: AsyncSession, incoming_id: int) -> IncomingLedger | None:
    """Held until the transaction ends where the database has several writers."""
    return await session.scalar(select(IncomingLedger).where(IncomingLedger.id == incoming_id).with_for_update())


async def in_hand(session: AsyncSession) -> IncomingLedger | None:
    """The oldest that is still to be compared, or was confirmed and is not written whole yet."""
    works = IncomingLedger.outcome.in_((COMPARING, CONFIRMED))
    query = select(IncomingLedger).where(works, IncomingLedger.closed_at.is_(None))
    return await session.scalar(query.order_by(IncomingLedger.id).limit(1))


async def reading(session: AsyncSession, update_id: int) -> bytes | None:
    """What was read of the file an update brought; forgotten with the update after a month."""
    return await session.scalar(select(InboxRow.supplement).where(InboxRow.update_id == update_id))


async def brought(session: AsyncSession, chat_id: int, *, since: datetime) -> Sequence[tuple[int, bytes]]:
    """What was read of the files of a chat, newest first: update and reading."""
    query = (
        select(InboxRow.update_id, InboxRow.supplement)
        .where(InboxRow.supplement.is_not(None), InboxRow.received_at >= since, InboxRow.chat_id == chat_id)
        .order_by(InboxRow.id.desc())
        .limit(5)
    )
    return [(row.update_id, row.supplement) for row in await session.execute(query)]
