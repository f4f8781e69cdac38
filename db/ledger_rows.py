"""A ledger as read from a workbook, before it is stored. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    name: str
    due: date


@dataclass(frozen=True, slots=True)
class TaskRow:
    no: int
    category: str
    source: str
    title: str
    target: str
    lead_department: str
    co_departments: tuple[str, ...]
    leader: str
    owner: str
    mode: str  # "deadline" or "recurring"
    due: date | None
    report_every: str | None  # week, month, quarter, half-year
    milestones: tuple[MilestoneRow, ...] = ()
    report_day: int | None = None
    urgent: bool = False  # 急件
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a workbook, where, and what to do about it."""

    sheet: str
    row: int | None
    column: str | None
    fault: str  # a stable code
    severity: str  # error (the row is refused), warning, note
    message: str  # in Chinese: names the place and the remedy
