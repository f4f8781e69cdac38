"""Whether a call has to wait for the end of the quiet hours: asked when it goes, for the service may have stood still
since it was queued, or Telegram may have been out of reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox
from db.messages import Rank
from db.models import OutboxRow

AllowedFrom = Callable[..., datetime]  # the first moment at or after one at which a message may ring; True: of a 急件
QUIET = "安静时段"


def never(moment: datetime, urgent: bool = False) -> datetime:
    """There are no quiet hours."""
    return moment


def bound(row: OutboxRow, allowed_from: AllowedFrom) -> bool:
    """It was queued for a moment outside them. An answer never is, nor what may ring at any hour."""
    return row.rank != Rank.ANSWER and row.not_before is not None and allowed_from(row.not_before) == row.not_before


async def until(session: AsyncSession, row: OutboxRow, allowed_from: AllowedFrom, *, now: datetime) -> datetime:
    """`now` where it may go."""
    then = allowed_from(now)
    if then <= now or not bound(row, allowed_from):
        return now
    return allowed_from(now, True) if await outbox.is_urgent(session, row.id) else then
