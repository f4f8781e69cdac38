"""One row of a ledger table under its header: its cells as texts, and what is said against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from bot.ledger_files.deadlines.deadline_cells import DeadlineFault
from bot.ledger_files.deadlines.due_cell import read_due
from bot.ledger_files.deadlines.milestone_cells import milestones as read_milestones
from bot.ledger_files.deadlines.timing import Basis, Timing
from bot.ledger_files.files.grids import column_letter, squeezed, words
from bot.ledger_files.headers.columns import Column, Header
from bot.ledger_files.headers.vocabulary import LABELS
from bot.ledger_files.ledger_shape import Fault, MilestoneRow, Severity, TaskRow
from bot.ledger_files.register import Register
from bot.ledger_files.rows.leader_names import NamedLeader, leaders_in
from bot.ledger_files.units.lookup import Lookup
from bot.ledger_files.units.phrase import Units, read_units
from bot.reading.dates.shapes import WorkingDays

Steps = tuple[list[MilestoneRow], list[DeadlineFault]]

DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
NEEDED = {"title": "重点任务", "lead": "牵头单位", "owner": "责任人", "due": "完成时限"}


@dataclass
class Numbered:
    """A row that counts as one matter: refused where `task` is None, held back until answered where it `waits`."""

    plain: int | None
    text: str
    sheet: str
    row: int
    column: str | None
    segment: int
    task: TaskRow | None = None
    below: bool = False  # a second matter under one number
    waits: bool = False


@dataclass
class SheetFacts:
    """What the rows of one sheet share; their faults gather here."""

    sheet: str
    register: Register | None
    lookup: Lookup | None
    base_date: date | None
    calendar: WorkingDays
    formulas: frozenset[tuple[int, int]] = frozenset()
    year: int | None = None  # the one year that the title names
    in_use: bool = False  # a ledger with progress or states: its days may have passed
    percent_scale: int = 1  # 100 where the column of percents holds shares of one
    band: str = ""  # the category last named, by a band row or a cell
    segment: int = 0  # counts bands and tables: numbers may begin again in each
    faults: list[Fault] = field(default_factory=list)
    unknown: dict[str, list[int]] = field(default_factory=dict)  # names that the register lacks, and their rows
    told: set[str] = field(default_factory=set)
    # What a cell's words mean, once for each wording: the cells of a column repeat.
    units_read: dict[tuple[str, str], Units] = field(default_factory=dict)
    days_read: dict[tuple[str, Basis], Timing] = field(default_factory=dict)
    steps_read: dict[tuple[str, Basis], Steps] = field(default_factory=dict)
    leaders_read: dict[str, list[NamedLeader]] = field(default_factory=dict)

    def units(self, value: object, default: str = "lead") -> Units:
        key = (words(value), default)
        if key not in self.units_read:
            self.units_read[key] = read_units(value, self.lookup, default=default)
        return self.units_read[key]

    def timing(self, text: str, basis: Basis) -> Timing:
        """Raises DeadlineFault."""
        key = (text, basis)
        if key not in self.days_read:
            self.days_read[key] = read_due(text, basis)
        return self.days_read[key]

    def steps(self, text: str, basis: Basis) -> Steps:
        key = (text, basis)
        if key not in self.steps_read:
            self.steps_read[key] = read_milestones(text, basis)
        return self.steps_read[key]

    def leaders(self, text: str, register: Register) -> list[NamedLeader]:
        if text not in self.leaders_read:
            called = [leader.called for leader in register.leaders]
            self.leaders_read[text] = leaders_in(text, called, register.titles)
        return self.leaders_read[text]

    def say(self, row: int | None, column: str | None, code: str, severity: Severity, message: str) -> None:
        where = f"“{self.sheet}”" + (f"第 {row} 行" if row else "") + (f"“{column}”列" if column else "")
        self.faults.append(Fault(self.sheet, row, column, code, severity, f"{where}：{message}"))

    def say_once(self, code: str, severity: Severity, message: str, *, row: int | None = None) -> None:
        """What holds for every row of the sheet is told once."""
        if code not in self.told:
            self.told.add(code)
            self.say(row, None, code, severity, message)


class RowCells:
    """`parts`: the further rows of the same number, whose cells were joined into `row`."""

    def __init__(self, facts: SheetFacts, row: Sequence[object], number: int, header: Header) -> None:
        self.facts, self.row, self.number, self.header = facts, row, number, header
        self.notes: list[str] = []
        self.refused = False
        self.notes_of_group: list[tuple[str, Severity, str]] = []
        self.parts: list[tuple[str, object]] = []  # measure and due cell of each row of the number, where they differ

    def value(self, name: str) -> object:
        column = self.header.columns.get(name)
        return None if column is None or column.index >= len(self.row) else self.row[column.index]

    def text(self, name: str) -> str:
        """Without white space, with half-width digits."""
        column = self.header.columns.get(name)
        if column is None or column.index >= len(self.row):
            return ""
        value = self.row[column.index]
        return "" if value is None else _half_width(squeezed(value))

    def lines(self, name: str) -> list[str]:
        """The texts of all columns of a field, each line without white space at its ends."""
        if name not in self.header.columns:
            return []
        texts = (words(value).translate(DIGITS) for value in self.header.values(self.row, name))
        return [squeezed(line) for text in texts for line in text.split("\n") if squeezed(line)]

    def of(self, column: Column) -> str:
        value = self.row[column.index] if column.index < len(self.row) else None
        return "" if value is None else words(value).strip()

    def missing(self, name: str, remedy: str = "请补填", severity: Severity = "error") -> None:
        """A needed cell is empty. A column that the header lacks has been told once, with the header."""
        column = self.header.columns.get(name)
        if column is None:
            self.say(name, f"{name}_missing", severity, f"没有{NEEDED[name]}，{remedy}")
        elif (self.number, column.index + 1) in self.facts.formulas:
            message = "公式没有保存结果。请在 Excel 中打开并保存一次，或改为数值"
            self.say(name, "formula_without_value", severity, message)
        else:
            self.say(name, f"{name}_missing", severity, f"没有填写{NEEDED[name]}，{remedy}")

    def say(self, name: str, code: str, severity: Severity, message: str) -> None:
        self.refused = self.refused or severity == "error"
        self.facts.say(self.number, self.header.place(name), code, severity, message)

    def note(self, name: str, code: str, message: str, severity: Severity = "note") -> None:
        """Read otherwise than written: said, and kept with the task."""
        self.say(name, code, severity, message)
        self.notes.append(message)


@lru_cache(maxsize=4096)  # the cells of a column repeat, and each is read several times
def _half_width(text: str) -> str:
    return text.translate(DIGITS)


def unread_name(column: Column) -> str:
    return column.header or f"{column_letter(column.index)}列（无标题）"


def field_label(name: str) -> str:
    return LABELS[name]
