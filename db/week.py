"""What happened between two moments, for the weekly report: counted in the ledger, never kept as figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from db.figures import Week
from db.models import Department, JournalRow, OutboxRow, Person, Promise, Report, Saying, Task
from db.record.happened import CLAIM, FIRST_HAND_OUT, NOTED, STANDING, Event
from db.tasks import Filter, conditions

# What we ask of heads, answers to them aside; in the words of the partial index.
_ASKED = text("outbox.kind IN ('morning', 'urgent', 'urge') AND outbox.state = 'sent'")


async def week(session: AsyncSession, *, since: datetime, until: datetime, chosen: Filter) -> Week:
    """Counts for these tasks, `since` exclusive, `until` inclusive."""

    def within(column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        return (column > since) & (column <= until)

    async def count(*conditions: ColumnElement[bool]) -> int:
        return await session.scalar(select(func.count()).where(*conditions)) or 0

    of_these = select(Task.id).where(*conditions(chosen))

    async def noted(event: Event) -> int:
        return await count(JournalRow.kind == NOTED[event], within(JournalRow.at), JournalRow.task_id.in_(of_these))

    mine = Report.task_id.in_(of_these)
    sent = (_ASKED, within(OutboxRow.ended_at))
    return Week(
        reports=await count(mine, STANDING, within(Report.at)),
        hollow=await count(mine, STANDING, within(Report.at), Report.substance.is_(False)),
        claims=await count(CLAIM, within(JournalRow.at), JournalRow.task_id.in_(of_these)),
        closed=await noted(Event.CLOSED),
        returned=await noted(Event.RETURNED),
        urged=await noted(Event.URGED),
        messages=await session.scalar(select(func.count(OutboxRow.id)).where(*sent)) or 0,
        new=await count(FIRST_HAND_OUT, within(JournalRow.at), JournalRow.task_id.in_(of_these)),
        asked_people=await session.scalar(select(func.count(func.distinct(OutboxRow.person_id))).where(*sent)) or 0,
    )  # fmt: skip


async def promises_by_unit(
    session: AsyncSession, *, since: datetime, until: datetime, today: date
) -> dict[str, tuple[int, int]]:
    """Lead department → promises kept and broken between two moments; one whose day has passed without a word is broken
    as long as it stands."""
    ended = (Promise.ended_at > since) & (Promise.ended_at <= until)
    kept = func.sum(case((ended & Promise.kept.is_(True), 1), else_=0))
    passed = Promise.ended_at.is_(None) & (Promise.by < today)
    broken = func.sum(case((ended & Promise.kept.is_(False), 1), (passed, 1), else_=0))
    query = (
        select(Department.name, kept, broken)
        .join(Task, Task.lead_department_id == Department.id)
        .join(Promise, Promise.task_id == Task.id)
        .where(ended | passed)
        .group_by(Department.name)
    )
    return {name: (good, bad) for name, good, bad in await session.execute(query) if good or bad}


async def asked_most(
    session: AsyncSession, *, since: datetime, until: datetime, more_than: int
) -> list[tuple[str, int, int]]:
    """Whom we sent more reminders than that, most first: name, reminders, and his reports in the same time."""
    sent = (
        select(OutboxRow.person_id, func.count().label("many"))
        .where(_ASKED)
        .where(OutboxRow.ended_at > since, OutboxRow.ended_at <= until)
        .group_by(OutboxRow.person_id)
        .having(func.count() > more_than)
        .subquery()
    )
    said = (
        select(func.count(Report.id))
        .join(Saying, Saying.id == Report.saying_id)
        .where(Saying.person_id == Person.id, Report.at > since, Report.at <= until, Report.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    query = select(Person.name, sent.c.many, said).join(sent, sent.c.person_id == Person.id)
    return [(name, many, reports) for name, many, reports in await session.execute(query.order_by(sent.c.many.desc()))]
