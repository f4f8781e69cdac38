"""The periods of a recurring task (常态推进): a report for every week, month, quarter, half year or year."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from schedules.policy import Policy
from schedules.workdays import Calendar

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_ORDINALS = "一二三四"
_KEY = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>\d\d))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    first: date
    last: date
    kind: str

    @property
    def key(self) -> str:
        """2022-03, 2022Q1, 2022H1, 2022W09 (ISO), 2022: sorts by time within its kind."""
        year, number = f"{self.first.year:04d}", self._number
        match self.kind:
            case "day":
                return self.first.isoformat()
            case "week":
                iso = self.first.isocalendar()
                return f"{iso.year:04d}W{iso.week:02d}"
            case "month":
                return f"{year}-{number:02d}"
            case "quarter":
                return f"{year}Q{number}"
            case "half-year":
                return f"{year}H{number}"
        return year

    @property
    def label(self) -> str:
        year, number = f"{self.first.year}年", self._number
        match self.kind:
            case "day":
                return f"{self.first.month}月{self.first.day}日"
            case "week":
                return _week(self.first, self.last)
            case "month":
                return f"{year}{number}月"
            case "quarter":
                return f"{year}第{_ORDINALS[number - 1]}季度"
            case "half-year":
                return f"{year}{'上' if number == 1 else '下'}半年"
        return f"{year}度"

    @property
    def _number(self) -> int:
        """Its place in the year."""
        return (self.first.month - 1) // _MONTHS.get(self.kind, 1) + 1

    def next(self) -> Period:
        return of(self.kind, self.last + timedelta(days=1))

    def deadline(self, report_day: int | None = None) -> date:
        """When its report is due: on the weekday (1 = Monday) or day of its last month where given, else at its end."""
        if report_day is None:
            return self.last
        if self.kind == "week":
            return self.first + timedelta(days=min(max(report_day, 1), 7) - 1)
        return self.last.replace(day=min(max(report_day, 1), self.last.day))


def _week(first: date, last: date) -> str:
    end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日—{end}这一周"


def of(kind: str | None, day: date) -> Period:
    """The period around a day; a recurring task without a known period reports monthly."""
    if kind == "day":
        return Period(day, day, kind)
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6), kind)
    kind = kind if kind in _MONTHS else "month"
    months = _MONTHS[kind]
    start = (day.month - 1) // months * months + 1
    end = start + months - 1
    return Period(date(day.year, start, 1), date(day.year, end, monthrange(day.year, end)[1]), kind)


def reporting(kind: str | None, day: date, report_day: int | None = None) -> Period:
    """The first period whose deadline has not passed."""
    period = of(kind, day)
    return period if day <= period.deadline(report_day) else period.next()


def begun_well(kind: str | None, day: date, calendar: Calendar, report_day: int | None, *, needs: int) -> Period:
    """The period around a day if so many working days remain in it, else the next."""
    period = of(kind, day)
    remain = calendar.between(day, period.deadline(report_day))
    return period if remain >= needs else period.next()


def asked_from(period: Period, policy: Policy, report_day: int | None = None) -> date:
    """The day of the first reminder of its report; never before it begins."""
    return max(period.first, policy.calendar.back(period.deadline(report_day), max(policy.period_before)))


def asked_period(
    day: date,
    kind: str | None,
    policy: Policy,
    report_day: int | None = None,
    *,
    first: Period | None = None,
    reported: Collection[str] = (),
) -> str:
    """Key of the period a report made on this day is for: in the first days after a deadline still the one before.

    What comes in then is the late report of the period just over; the new one is asked for at its own end. A period
    that was reported, or was over before `first`, the task's first one, is asked for no more.
    """
    period = reporting(kind, day, report_day)
    before = of(kind, period.first - timedelta(days=1))
    late = policy.calendar.between(before.deadline(report_day), day)
    grace = 1 if period.kind == "week" else policy.period_first_needs
    wanting = before.key not in reported and (first is None or first <= before)
    return before.key if late <= grace and wanting else period.key


def parse(key: str) -> Period:
    """The period of a key; ValueError when it is none."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"not a period: {key}")
    year = int(match["year"])
    if match["week"]:
        return of("week", date.fromisocalendar(year, int(match["week"]), 1))
    if match["day"]:
        return of("day", date(year, int(match["month"]), int(match["day"])))
    if match["month"]:
        return of("month", date(year, int(match["month"]), 1))
    if match["quarter"]:
        return of("quarter", date(year, int(match["quarter"]) * 3, 1))
    if match["half"]:
        return of("half-year", date(year, int(match["half"]) * 6, 1))
    return of("year", date(year, 1, 1))
