"""Where the clock may be set: from now to a moment of the office's calendar. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from schedules import moments
from schedules.policy import Policy

LONGEST_LEAP = timedelta(days=62)


class NoSuchMoment(ValueError):
    """The text says why, to the visitor."""


def next_morning(policy: Policy, now: datetime) -> datetime:
    """Nine on the next working day, today's where it is still to come."""
    today = policy.today(now)
    here = policy.at(policy.calendar.at_or_after(today), policy.morning)
    return here if here > now else policy.at(policy.calendar.at_or_after(today + timedelta(days=1)), policy.morning)


def on_day(policy: Policy, now: datetime, day: str, clock: str) -> datetime:
    """A local day and time. Raises NoSuchMoment."""
    try:
        target = policy.at(date.fromisoformat(day), clock or policy.morning)
    except ValueError as fault:
        raise NoSuchMoment("请填写完整的日期和时间") from fault
    return checked(policy, now, target)


def checked(policy: Policy, now: datetime, target: datetime) -> datetime:
    """Raises NoSuchMoment."""
    if target <= now:
        raise NoSuchMoment(f"时钟只能向前拨，现在已是{moments.in_year(policy.local(now))}")
    if target > now + LONGEST_LEAP:
        raise NoSuchMoment(f"一次最多拨{LONGEST_LEAP.days}天")
    return target
