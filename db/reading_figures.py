"""Who read what, counted in the ledger: for `doctor` and for the office's weekly report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import InboxRow, Question, Saying
from db.open_questions import Do

OVERRULED = "overruled"  # the outcome of a question whose proposal was not what was meant
_REFUSED = (Do.WRONG.value, Do.NONE.value)
# Outcomes of `bot.second_reader`: what it alone read is stored, or it made the proposal of a question.
OF_SECOND = "second"
_PROPOSED = frozenset({"proposed", "differ"})


async def outcomes(session: AsyncSession, *, since: datetime, until: datetime) -> Counter[str]:
    """How many task parts were read by whom, by the name of the outcome."""
    found = await session.scalars(select(Saying.read_by).where(Saying.at >= since, Saying.at < until))
    return Counter(outcome for read_by in found if read_by for outcome in read_by.values())


async def overruled(session: AsyncSession, *, since: datetime, until: datetime) -> int:
    """How many proposals of a second reader the person himself put right, or said to be no report."""
    query = (
        select(Saying.read_by)
        .join(Question, Question.saying_id == Saying.id)
        .where(Question.closed_at >= since, Question.closed_at < until, Question.outcome.in_((OVERRULED, *_REFUSED)))
    )
    found = await session.scalars(query)
    return sum(1 for read_by in found if read_by and not _PROPOSED.isdisjoint(read_by.values()))


async def supplements(session: AsyncSession, *, since: datetime, until: datetime) -> Sequence[bytes]:
    """What was fetched for updates that came between these moments, as it was kept."""
    found = await session.scalars(
        select(InboxRow.supplement).where(
            InboxRow.received_at >= since, InboxRow.received_at < until, InboxRow.supplement.is_not(None)
        )
    )
    return [each for each in found if each is not None]
