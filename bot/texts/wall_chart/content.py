"""What a wall chart shows, as facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts.departments import DepartmentRow
from schedules.standing import Lamp
from schedules.tally import Tally


@dataclass(frozen=True, slots=True)
class Before:
    """The figures of a week ago."""

    total: int
    unfinished: int
    overdue: int
    blocked: int
    closed: int


@dataclass(frozen=True, slots=True)
class Worst:
    number: int
    title: str
    department: str
    lamp: Lamp
    why: str  # 超期3天, 受阻5天, 落后28点
    left: str  # 还有4天


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing with a day: a task that is due, or a milestone of it."""

    on: date
    number: int
    what: str
    milestone: bool


@dataclass(frozen=True, slots=True)
class Week:
    first: date
    last: date
    coming: Sequence[Coming]
    reports: int  # periodic reports that are due


@dataclass(frozen=True, slots=True)
class WallChart:
    title: str
    as_of: date
    whole: Tally
    before: Before | None  # None: the ledger is younger than a week
    worst: Sequence[Worst]
    weeks: Sequence[Week]
    departments: Sequence[DepartmentRow]
    areas: Sequence[DepartmentRow]
    leaders: Sequence[DepartmentRow]  # one alone is not shown
    measured: str = ""  # the indicators of the field, in a line
    staged: Sequence[str] = ()  # how many projects stand at each stage, a line for each field of stages
