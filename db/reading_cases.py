"""Questions about readings that people have corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CaseState, ReadingCase, Saying


async def of_saying(session: AsyncSession, saying_id: int) -> ReadingCase | None:
    return await session.scalar(select(ReadingCase).where(ReadingCase.saying_id == saying_id))


async def by_id(session: AsyncSession, case_id: int) -> ReadingCase | None:
    return await session.get(ReadingCase, case_id)


async def listed(session: AsyncSession, state: CaseState, *, limit: int = 1000) -> Sequence[tuple[ReadingCase, Saying]]:
    """With the words they are about, oldest first."""
    query = select(ReadingCase, Saying).join(Saying, Saying.id == ReadingCase.saying_id)
    found = await session.execute(query.where(ReadingCase.state == state).order_by(ReadingCase.id).limit(limit))
    return [(case, saying) for case, saying in found]


def as_reply_case(case: ReadingCase, saying: Saying) -> dict[str, Any]:
    """In the form of the case files; a writer is a person, so that training can leave whole writers out."""
    return {
        "id": f"P{saying.person_id}-{case.id}",
        "category": "corrected",
        "today": case.today.isoformat(),
        "tasks": case.tasks,
        "text": saying.words,
        "gold": case.gold,
    }
