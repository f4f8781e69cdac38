"""Who read what, counted in the ledger: for `doctor` and for the office's weekly report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import InboxRow, Saying


async def outcomes(session: AsyncSession, *, since: datetime, until: datetime) -> Counter[str]:
    """How many task parts were read by whom, by the name of the outcome."""
    found = await session.scalars(select(Saying.read_by).where(Saying.at >= since, Saying.at < until))
    return Counter(outcome for read_by in found if read_by for outcome in read_by.values())


async def supplements(session: AsyncSession, *, since: datetime, until: datetime) -> Sequence[bytes]:
    """What was fetched for updates that came between these moments, as it was kept."""
    found = await session.scalars(
        select(InboxRow.supplement).where(
            InboxRow.received_at >= since, InboxRow.received_at < until, InboxRow.supplement.is_not(None)
        )
    )
    return [each for each in found if each is not None]
