"""Facts about a database as a whole."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Mark
from db.models.base import UtcDateTime
from db.session import connection
from db.upserts import dialect_of, insert_into

TAKEN = "taken"  # at: the latest moment by which rungs or runs were taken
REAL_TOKEN = "real_token"  # it has served a real bot: the clock may no longer be turned by hand
REPORT_GROUP = "report_group"  # value: number and name of the group that hears the weekly report
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


@cache
def _advancing(dialect: str) -> Any:
    given = bindparam("at", type_=UtcDateTime())
    statement = insert_into(dialect, Mark).values(name=bindparam("name"), value="", at=given)
    later = case((statement.excluded.at > Mark.at, statement.excluded.at), else_=Mark.at)
    return statement.on_conflict_do_update(index_elements=[Mark.name], set_={"at": later})


async def advance(session: AsyncSession, name: str, moment: datetime) -> None:
    """How far the clock has come, by this mark: it never goes back."""
    statement = _advancing(dialect_of(session))
    await (await connection(session)).execute(statement, {"name": name, "at": moment})


def trouble(name: str) -> str:
    """The mark of a trouble of the service; at: when it was last found."""
    return f"trouble:{name}"


async def at(session: AsyncSession, name: str) -> datetime | None:
    mark = await session.get(Mark, name)
    return mark.at if mark else None
