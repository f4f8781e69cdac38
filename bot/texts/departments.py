"""The figures of one department, as chart and workbook show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.lifecycle import State
from schedules.standing import Standing
from schedules.tally import Tally, tally_by


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    name: str
    tally: Tally


def department_rows(pairs: Iterable[tuple[str, Standing]]) -> list[DepartmentRow]:
    """One row per lead department, worst first."""
    return [DepartmentRow(name, tally) for name, tally in tally_by(pairs).items()]


def troubles(tally: Tally) -> list[tuple[str, int]]:
    """What stands badly with a unit, in the office's words: those of which there are any."""
    every = (("超期", tally.overdue), ("受阻", tally.states[State.BLOCKED]), ("反馈逾期", tally.report_late))
    return [(word, count) for word, count in every if count]
