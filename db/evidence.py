"""Questions about the files people sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Evidence, Saying


async def count_of(session: AsyncSession, task_id: int) -> int:
    return await session.scalar(select(func.count()).where(Evidence.task_id == task_id)) or 0


async def of_task(
    session: AsyncSession, task_id: int, *, since: datetime | None = None
) -> Sequence[tuple[Evidence, Saying]]:
    """Oldest first, each with the words and the day it came with."""
    query = select(Evidence, Saying).join(Saying, Saying.id == Evidence.saying_id).where(Evidence.task_id == task_id)
    if since is not None:
        query = query.where(Saying.at >= since)
    return [(each, saying) for each, saying in await session.execute(query.order_by(Evidence.id))]


async def of_album(session: AsyncSession, album: str) -> Sequence[Evidence]:
    return (await session.scalars(select(Evidence).where(Evidence.album == album).order_by(Evidence.id))).all()


async def of_saying(session: AsyncSession, saying_id: int) -> Sequence[Evidence]:
    return (await session.scalars(select(Evidence).where(Evidence.saying_id == saying_id).order_by(Evidence.id))).all()


async def unbound_of(session: AsyncSession, person_id: int, *, since: datetime) -> Sequence[Evidence]:
    """Files of this person that belong to no task yet."""
    query = (
        select(Evidence)
        .join(Saying, Saying.id == Evidence.saying_id)
        .where(Saying.person_id == person_id, Evidence.task_id.is_(None), Saying.at >= since)
    )
    return (await session.scalars(query.order_by(Evidence.id))).all()
