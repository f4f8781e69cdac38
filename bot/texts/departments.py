"""The figures of one department, as chart and workbook show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schedules.standing import Standing
from schedules.tally import Tally, tally_by


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    name: str
    tally: Tally


def department_rows(pairs: Iterable[tuple[str, Standing]]) -> list[DepartmentRow]:
    """One row per lead department, worst first."""
    return [DepartmentRow(name, tally) for name, tally in tally_by(pairs).items()]
