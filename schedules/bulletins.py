"""When a 督查通报 is to be drafted by itself: weekly or monthly, as the policy says. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schedules.policy import Policy

SLOT = "periodic_bulletin"
LATE = timedelta(days=3)  # a slot missed by an outage is caught up for so long


@dataclass(frozen=True, slots=True)
class Issue:
    """`since`: the first day of what it reports on."""

    day: date
    since: date
    at: datetime


def due(now: datetime, policy: Policy) -> Issue | None:
    """The newest one whose moment has come, not long ago."""
    today = policy.today(now)
    found = [each for back in (31, 7, 0) for each in _around(today - timedelta(days=back), policy)]
    return max((each for each in found if now - LATE <= each.at <= now), key=lambda each: each.at, default=None)


def next_moment(after: datetime, policy: Policy) -> datetime | None:
    today = policy.today(after)
    found = [each.at for ahead in (0, 7, 14, 31) for each in _around(today + timedelta(days=ahead), policy)]
    return min((at for at in found if at >= after), default=None)


def _around(day: date, policy: Policy) -> list[Issue]:
    """Of the week or the month of this day."""
    if policy.bulletin_every == "week":
        on = policy.day_in_week(day, policy.bulletin_weekday)
        since = on - timedelta(days=6) if on is not None else day
    elif policy.bulletin_every == "month":
        named = day.replace(day=policy.bulletin_day)
        on = policy.calendar.at_or_after(named)
        since = (named.replace(day=1) - timedelta(days=1)).replace(day=policy.bulletin_day)
    else:
        return []
    return [Issue(on, since, policy.at(on, policy.bulletin))] if on is not None else []
