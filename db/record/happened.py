"""Of which tasks something happened between two moments: what is behind each figure of a week."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import JournalRow, Promise, Report


class Event(StrEnum):
    """Of one week; a promise whose day has passed without a word is broken as long as it stands."""

    REPORTED = "本周回音"
    CLAIMED = "本周申请办结"
    CLOSED = "本周销号"
    RETURNED = "本周退回"
    URGED = "本周催办"
    HANDED_OUT = "本周新交办"
    KEPT = "本周兑现承诺"
    BROKEN = "承诺过期未兑现"


# Later ones, after a change, say where the task stood before.
FIRST_HAND_OUT = (JournalRow.kind == "hand_out") & JournalRow.facts["was"].as_string().is_(None)
CLAIM = (JournalRow.kind == "request") & (JournalRow.facts["of"].as_string() == "closure")
STANDING = Report.withdrawn_at.is_(None)
NOTED = {Event.CLOSED: "accept", Event.RETURNED: "return", Event.URGED: "urge"}
COUNTED = ("hand_out", "request", *NOTED.values())  # the kinds of all these


async def tasks_of(
    session: AsyncSession, event: Event, *, since: datetime, until: datetime, today: date
) -> frozenset[int]:
    """`since` exclusive, `until` inclusive."""
    ids = await session.scalars(_query(event, since, until, today))
    return frozenset(each for each in ids if each is not None)


def _query(event: Event, since: datetime, until: datetime, today: date) -> Select[Any]:
    if event in NOTED or event in (Event.CLAIMED, Event.HANDED_OUT):
        noted = select(JournalRow.task_id).where(JournalRow.at > since, JournalRow.at <= until)
        if event is Event.CLAIMED:
            return noted.where(CLAIM)
        if event is Event.HANDED_OUT:
            return noted.where(FIRST_HAND_OUT)
        return noted.where(JournalRow.kind == NOTED[event])
    if event is Event.REPORTED:
        return select(Report.task_id).where(Report.at > since, Report.at <= until, STANDING)
    ended = (Promise.ended_at > since) & (Promise.ended_at <= until)
    if event is Event.KEPT:
        return select(Promise.task_id).where(ended, Promise.kept.is_(True))
    passed = Promise.ended_at.is_(None) & (Promise.by < today)
    return select(Promise.task_id).where((ended & Promise.kept.is_(False)) | passed)
