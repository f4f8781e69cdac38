"""Whether anything waits with a person at all: asked of everybody who writes, before it is loaded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among, id_list
from db.models import Matter, MatterState, Question
from db.session import flushed


class WaitsWith(NamedTuple):
    questions: bool  # of ours, that he has not answered
    matters: bool  # open, and lying with him


_QUESTION: Any = Question.__table__
_MATTER: Any = Matter.__table__
_ANY = select(
    exists().where(among(_QUESTION.c.person_id, id_list("asked")), _QUESTION.c.closed_at.is_(None)),
    exists().where(among(_MATTER.c.holder_id, id_list("holders")), _MATTER.c.state == MatterState.OPEN),
)


async def any_of(session: AsyncSession, person_id: int, holders: Collection[int]) -> WaitsWith:
    """`holders`: himself and whoever he stands in for."""
    given = {"asked": [person_id], "holders": holders}
    return WaitsWith(*(await (await flushed(session)).execute(_ANY, given)).one())
