"""Working days by the State Council's calendar, 调休 included.

`chinese_calendar` knows the years to 2026; later ones come from `calendar/*.toml` (`schedules/calendar_files.py`).
A year nobody knows counts as plain weekdays, and `missing_years` tells so that it can be said where it matters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from chinese_calendar import constants

_DAY = timedelta(days=1)
_SATURDAY = 5
_KEPT = 20_000  # distances and years of days: more than the ledgers of an office name


@dataclass(frozen=True, slots=True)
class YearDays:
    """What sets one year apart from plain weekdays."""

    off: frozenset[date]  # holidays and days off in lieu
    on: frozenset[date]  # weekend days that are worked


@dataclass(frozen=True, eq=False)
class Calendar:
    years: Mapping[int, YearDays]
    _worked: dict[int, list[date]] = field(default_factory=dict, init=False, repr=False, compare=False)
    # Every plan walks the same few distances from the same few days, and a walk costs as much as the rest of a plan.
    _walked: dict[tuple[date, int], date] = field(default_factory=dict, init=False, repr=False, compare=False)
    _counted: dict[tuple[date, date], int] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def standard(cls) -> Calendar:
        return cls(_library_years())

    def with_years(self, extra: Mapping[int, YearDays]) -> Calendar:
        return Calendar({**self.years, **extra})

    def is_workday(self, day: date) -> bool:
        year = self.years.get(day.year)
        if year is not None:
            if day in year.on:
                return True
            if day in year.off:
                return False
        return day.weekday() < _SATURDAY

    def forward(self, day: date, n: int) -> date:
        """The n-th working day after the day; the day itself for 0."""
        return self._walk(day, max(n, 0))

    def back(self, day: date, n: int) -> date:
        """The n-th working day before the day; the day itself for 0."""
        return self._walk(day, -max(n, 0))

    def at_or_after(self, day: date) -> date:
        return day if self.is_workday(day) else self.forward(day, 1)

    def at_or_before(self, day: date) -> date:
        return day if self.is_workday(day) else self.back(day, 1)

    def between(self, first: date, last: date) -> int:
        """Working days after the first up to and including the last; negative when the last is earlier."""
        found = self._counted.get((first, last))
        if found is None:
            if len(self._counted) >= _KEPT:
                self._counted.clear()
            found = self._counted[first, last] = self._count(first, last)
        return found

    def _count(self, first: date, last: date) -> int:
        if last < first:
            return -self._count(last, first)
        whole = sum(len(self._workdays_of(year)) for year in range(first.year, last.year))
        return whole + self._worked_until(last) - self._worked_until(first)

    def missing_years(self, first: date, last: date) -> list[int]:
        return [year for year in range(first.year, last.year + 1) if year not in self.years]

    def _walk(self, day: date, n: int) -> date:
        found = self._walked.get((day, n))
        if found is None:
            if len(self._walked) >= _KEPT:
                self._walked.clear()
            found = self._walked[day, n] = self._step_by_step(day, n)
        return found

    def _step_by_step(self, day: date, n: int) -> date:
        # Nonsense such as 9999-12-31 stays at the end of the calendar instead of raising.
        step, end = (_DAY, date.max) if n > 0 else (-_DAY, date.min)
        left = abs(n)
        while left > 0 and day != end:
            day += step
            left -= self.is_workday(day)
        return day

    def _worked_until(self, day: date) -> int:
        return bisect_right(self._workdays_of(day.year), day)

    def _workdays_of(self, year: int) -> list[date]:
        if year not in self._worked:
            start = date(year, 1, 1).toordinal()
            days = map(date.fromordinal, range(start, date(year, 12, 31).toordinal() + 1))
            self._worked[year] = [day for day in days if self.is_workday(day)]
        return self._worked[year]


@cache
def _library_years() -> dict[int, YearDays]:
    known = {day.year for day in constants.workdays}  # every arranged year has days worked in lieu
    return {
        year: YearDays(
            off=frozenset(day for day in constants.holidays if day.year == year),
            on=frozenset(day for day in constants.workdays if day.year == year),
        )
        for year in sorted(known)
    }
