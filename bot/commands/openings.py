"""Each figure of the weekly report, and which tasks it counts: one rule for the count and for the list it opens."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.status_filter import Asked
from bot.reading.office.inquiries import Facet, Inquiry
from db.record.happened import Event, tasks_of
from db.task_columns import LampColumns
from db.tasks import Filter
from schedules.policy import Policy
from schedules.standing import Standing

# By its place in this list a button already sent is known: new ones come at the end.
OPENINGS: tuple[Facet | Event, ...] = (
    Facet.STANDS_BLOCKED,
    Facet.PACE_BEHIND,
    Facet.RED,
    Facet.YELLOW,
    Facet.BLUE,
    Facet.GREY,
    Facet.GREEN,
    Facet.AHEAD,
    Facet.ON_PLAN,
    Facet.UNREPORTED,
    Facet.SIGN_LATE,
    Facet.REPORT_LATE,
    Facet.HOLLOW,
    Facet.NEWLY_OVERDUE,
    Event.HANDED_OUT,
    Event.REPORTED,
    Event.CLAIMED,
    Event.CLOSED,
    Event.RETURNED,
    Event.URGED,
    Event.KEPT,
    Event.BROKEN,
)
OF_THE_OFFICE = frozenset({Event.KEPT, Event.BROKEN})


@dataclass(frozen=True, slots=True)
class Span:
    """The week of a report."""

    since: datetime
    until: datetime
    today: date


def week_of(day: date, *, now: datetime, policy: Policy) -> Span:
    """Until the report, or until now where it is of today."""
    until = policy.at(day, policy.digest)
    return Span(until - timedelta(days=7), max(until, now) if policy.today(now) == day else until, day)


def counts(stood: Sequence[tuple[LampColumns, Standing]], hard: Collection[int], *, today: date) -> Mapping[Facet, int]:
    """How many unfinished tasks each figure counts."""
    facets = [each for each in OPENINGS if isinstance(each, Facet)]
    kept = {facet: Asked(Filter(), "", Inquiry(facets=(facet,))) for facet in (*facets, Facet.SILENT)}
    return {
        facet: sum(asked.keeps(task, standing, hard, today=today) for task, standing in stood)
        for facet, asked in kept.items()
    }


async def asked_by(session: AsyncSession, opening: Facet | Event, span: Span) -> Asked:
    if isinstance(opening, Facet):
        return Asked(Filter(), opening.value, Inquiry(facets=(opening,)))
    only = await tasks_of(session, opening, since=span.since, until=span.until, today=span.today)
    return Asked(Filter(), opening.value, Inquiry(facets=(Facet.ANY,)), only=only)
