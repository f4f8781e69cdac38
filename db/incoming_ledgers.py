"""Questions about ledgers sent in the chat."""

from __future__ import annotations

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
