"""Facts about a database as a whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Mark

REAL_TOKEN = "real_token"  # it has served a real bot: the clock may no longer be turned by hand
RESTORED = "restored"  # at: when it came out of a backup; value: since when nothing is known. Gone once it is told


async def value(session: AsyncSession, name: str) -> str | None:
    mark = await session.get(Mark, name)
    return mark.value if mark else None


async def put(session: AsyncSession, name: str, value: str, *, now: datetime) -> None:
    mark = await session.get(Mark, name)
    if mark is None:
        session.add(Mark(name=name, value=value, at=now))
    else:
        mark.value, mark.at = value, now


def trouble(name: str) -> str:
    """The mark of a trouble of the service; at: when it was last found."""
    return f"trouble:{name}"


async def at(session: AsyncSession, name: str) -> datetime | None:
    mark = await session.get(Mark, name)
    return mark.at if mark else None
