"""How a figure stands against its target: one function for card, digest, export and the three views. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from db.measures import Adding, Direction, Goal, Measure


class Figure(Protocol):
    """A row of the ledger, or anything shaped like it."""

    @property
    def value(self) -> float: ...
    @property
    def total(self) -> bool: ...
    @property
    def period(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Reached:
    """`value` None: nothing reported yet. `goal`: of the stage that is judged, if any."""

    measure: Measure
    value: float | None = None
    period: str | None = None  # key of the last one reported
    goal: Goal | None = None

    @property
    def wanted(self) -> float:
        return self.goal.value if self.goal is not None else self.measure.target

    @property
    def gap(self) -> float | None:
        """What is wanting, in its unit; 0 where the target is reached."""
        if self.value is None:
            return None
        short = self.wanted - self.value if self.measure.direction is Direction.AT_LEAST else self.value - self.wanted
        return round(max(short, 0.0), 6)

    @property
    def met(self) -> bool | None:
        return None if self.gap is None else self.gap == 0.0

    @property
    def whole(self) -> bool | None:
        """Whether the year's target itself is reached."""
        return Reached(self.measure, self.value).met if self.goal is not None else self.met


def reached(measure: Measure, figures: Sequence[Figure], today: date) -> Reached:
    """`figures`: oldest first. What was corrected for a period counts as its last word says."""
    period = figures[-1].period if figures else None
    return Reached(measure, present(measure.adding, figures), period, _goal(measure.goals, today))


def present(adding: Adding, figures: Sequence[Figure]) -> float | None:
    if not figures:
        return None
    if adding is Adding.LAST:
        return figures[-1].value
    since = max((place for place, each in enumerate(figures) if each.total), default=None)
    if adding is Adding.SUM and since is not None:
        return figures[since].value + sum(_by_period(figures[since + 1 :]))
    values = _by_period(figures)
    whole = sum(values)
    return whole if adding is Adding.SUM else round(whole / len(values), 6)


def _by_period(figures: Iterable[Figure]) -> list[float]:
    """The last word of each period; each figure without one stands for itself."""
    last: dict[str | int, float] = {}
    for place, each in enumerate(figures):
        last[each.period if each.period is not None else place] = each.value
    return list(last.values())


def _goal(goals: Sequence[Goal], today: date) -> Goal | None:
    """Of the last stage whose day has come."""
    come = [goal for goal in goals if goal.on <= today]
    return max(come, key=lambda goal: goal.on) if come else None


@dataclass(frozen=True, slots=True)
class Total:
    """The same figure of several tasks."""

    name: str
    unit: str
    value: float
    target: float
    tasks: int


def totals(found: Iterable[tuple[int, Reached]]) -> list[Total]:
    """By name and unit, of those that may be added: a share cannot."""
    groups: dict[tuple[str, str], list[tuple[int, Reached]]] = {}
    for task, each in found:
        if each.measure.unit not in ("%", "‰"):
            groups.setdefault((each.measure.name, each.measure.unit), []).append((task, each))
    return [
        Total(
            name,
            unit,
            round(sum(each.value or 0.0 for _, each in group), 6),
            round(sum(each.measure.target for _, each in group), 6),
            len({task for task, _ in group}),
        )
        for (name, unit), group in groups.items()
        if len({task for task, _ in group}) > 1
    ]
