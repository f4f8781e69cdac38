"""What a deadline cell says, and from which days it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from bot.ledger_files.deadlines.deadline_cells import DeadlineFault, deadline
from bot.ledger_files.ledger_shape import MilestoneRow
from bot.reading.dates.shapes import Frame, WorkingDays


@dataclass(frozen=True, slots=True)
class Timing:
    """What a deadline cell says. `due` None: see `recurring` and `done`."""

    due: date | None = None
    milestones: tuple[MilestoneRow, ...] = ()
    recurring: bool = False
    standing: bool = False
    done: bool = False  # 已完成 stands where the day should
    notes: tuple[tuple[str, str], ...] = field(default_factory=tuple)  # a stable code and the words


@dataclass(frozen=True, slots=True)
class Basis:
    """From which days a cell counts. `year`: the one in the title, for months without a year."""

    base: date | None
    calendar: WorkingDays = field(compare=False)
    year: int | None = None
    may_be_past: bool = False  # a ledger in use may hold days that have passed

    def frame(self) -> Frame:
        base = self.base or date(self.year or 2001, 1, 1)
        if self.year and self.year > base.year:
            base = date(self.year, 1, 1)
        return Frame(base, self.calendar, cell=True)

    def day(self, words: str) -> date:
        """As the plain grammar reads it. Raises DeadlineFault."""
        if self.base is None and self.year is None:
            return deadline(words, None, self.calendar)
        given = self.frame().today if self.year and (self.base is None or self.year > self.base.year) else self.base
        return deadline(words, given, self.calendar, may_be_past=self.may_be_past)


def refuse(code: str, message: str, remedy: str) -> NoReturn:
    raise DeadlineFault(code, message, remedy)
