"""For which years is the State Council's arrangement wanting, of those the ledger's dates lie in?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db import tasks
from schedules.policy import Policy


async def missing_years(session: AsyncSession, policy: Policy, now: datetime) -> list[int]:
    """From this year to that of the last date in the ledger, milestones included."""
    today = policy.today(now)
    last = await tasks.last_day(session)
    return policy.calendar.missing_years(today, max(today, last or today))
