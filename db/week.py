"""What happened between two moments, for the weekly report: counted in the ledger, never kept as figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from db.figures import Week
from db.models import Department, JournalRow, OutboxRow, Person, Promise, Report, Saying, Task
from db.record.happened import CLAIM, COUNTED, FIRST_HAND_OUT, NOTED, STANDING, Event
from db.tasks import Filter, conditions

# What we ask of heads, answers to them aside; in the words of the partial index.
_ASKED = text("outbox.kind IN ('morning', 'urgent', 'urge') AND outbox.state = 'sent'")


async def week(session: AsyncSession, *, since: datetime, until: datetime, chosen: Filter) -> Week:
    """Counts for these tasks, `since` exclusive, `until` inclusive. One question for each table."""

    def within(column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        return (column > since) & (column <= until)

    async def counts(*conditions: ColumnElement[bool], of: Sequence[ColumnElement[bool]]) -> Sequence[int]:
        sums = [func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in of]
        return (await session.execute(select(*sums).where(*conditions))).one()

    of_these = select(Task.id).where(*conditions(chosen))
    reports, hollow = await counts(
        Report.task_id.in_(of_these), STANDING, within(Report.at), of=(true(), Report.substance.is_(False))
    )
    noted = [JournalRow.kind == NOTED[each] for each in (Event.CLOSED, Event.RETURNED, Event.URGED)]
    claims, new, closed, returned, urged = await counts(
        JournalRow.kind.in_(COUNTED),
        within(JournalRow.at),
        JournalRow.task_id.in_(of_these),
        of=(CLAIM, FIRST_HAND_OUT, *noted),
    )
    sent = select(func.count(), func.count(OutboxRow.person_id.distinct())).where(_ASKED, within(OutboxRow.ended_at))
    messages, asked_people = (await session.execute(sent)).one()
    return Week(
        reports=reports,
        hollow=hollow,
        claims=claims,
        closed=closed,
        returned=returned,
        urged=urged,
        messages=messages,
        new=new,
        asked_people=asked_people,
    )


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
