"""Where the milestones of a task go when its date moves: each keeps its share of the way that lies ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from schedules.workdays import Calendar


class Moved(NamedTuple):
    position: int
    name: str
    was: date
    to: date


def shifted(
    stones: Sequence[tuple[int, str, date]], was: date | None, to: date, *, today: date, calendar: Calendar
) -> list[Moved]:
    """Those that change. What lies behind stays; one on the old date goes with it."""
    moved = [Moved(position, name, due, _new(due, was, to, today, calendar)) for position, name, due in stones]
    return [each for each in moved if each.was != each.to]


def _new(due: date, was: date | None, to: date, today: date, calendar: Calendar) -> date:
    if due == was:
        return to
    if due < today or was is None:
        return due
    if due > was:
        return min(due, to)
    share = (due - today).days / (was - today).days
    day = calendar.at_or_before(today + timedelta(days=round(share * (to - today).days)))
    return max(today, day)
