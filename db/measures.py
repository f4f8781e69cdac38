"""指标: what a target is measured by. Pure: readers make them of words, steps store them, rules judge them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Direction(StrEnum):
    """A target of zero is one of the second kind."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Adding(StrEnum):
    """How the figures of several periods become the present one."""

    LAST = "last"
    SUM = "sum"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached by a day on the way."""

    name: str
    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Measure:
    """`id` is 0 while it is a draft. `unit` as people write it: 亿元, 万亩, %, 户."""

    name: str
    unit: str
    direction: Direction
    target: float
    adding: Adding = Adding.LAST
    goals: tuple[Goal, ...] = ()
    id: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """A figure somebody reports, in the unit of its measure. `total`: said to be 累计; `of`: the words of its period,
    where they stand beside it."""

    measure_id: int
    value: float
    total: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A figure that cannot be meant as it is written: `instead` are the values it may be, with their words."""

    measure_id: int
    said: str
    instead: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a person's words say of the measures of one task."""

    given: tuple[Given, ...] = ()
    doubted: tuple[Doubted, ...] = ()
    shares: tuple[float, ...] = field(default=())  # percents that are figures, and no progress

    @property
    def any(self) -> bool:
        return bool(self.given or self.doubted)
