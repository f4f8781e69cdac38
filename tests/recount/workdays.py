"""Working days of 2022 and the first days of 2023, typed in from the notices of the State Council's office."""

from __future__ import annotations

from datetime import date, timedelta

_DAY = timedelta(days=1)


def _days(text: str) -> frozenset[date]:
    """`2022-01-01..2022-01-03 2022-04-05`."""
    found: set[date] = set()
    for part in text.split():
        first, _, last = part.partition("..")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            found.add(day)
            day += _DAY
    return frozenset(found)


OFF = _days(
    "2022-01-01..2022-01-03 2022-01-31..2022-02-06 2022-04-03..2022-04-05 2022-04-30..2022-05-04 2022-06-03..2022-06-05"
    " 2022-09-10..2022-09-12 2022-10-01..2022-10-07 2022-12-31..2023-01-02 2023-01-21..2023-01-27"
)
MADE_UP = _days("2022-01-29..2022-01-30 2022-04-02 2022-04-24 2022-05-07 2022-10-08..2022-10-09 2023-01-28..2023-01-29")


def is_workday(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def forward(day: date, many: int) -> date:
    """The n-th working day after a day; the day itself is never counted."""
    while many:
        day += _DAY
        many -= is_workday(day)
    return day


def between(first: date, last: date) -> int:
    """Working days after `first`, up to and with `last`; negative the other way round."""
    if last < first:
        return -between(last, first)
    return sum(is_workday(first + n * _DAY) for n in range(1, (last - first).days + 1))
