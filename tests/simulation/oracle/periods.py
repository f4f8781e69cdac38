"""The periods of standing work: where one begins and ends, and on which day its report is due."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    first: date
    last: date
    report_day: date


def period_of(day: date, every: str, report_day: int | None = None) -> Period:
    """The one the calendar has on that day."""
    if every == "week":
        first = day - timedelta(days=day.weekday())
        last = first + timedelta(days=6)
        return Period(first, last, last)
    months = MONTHS[every]
    begins = (day.month - 1) // months * months + 1
    ends = begins + months - 1
    last = date(day.year, ends, calendar.monthrange(day.year, ends)[1])
    return Period(date(day.year, begins, 1), last, last.replace(day=min(report_day, last.day)) if report_day else last)


def following(period: Period, every: str, report_day: int | None = None) -> Period:
    return period_of(period.last + timedelta(days=1), every, report_day)
