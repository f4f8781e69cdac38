"""One row of a ledger table under its header: its cells as texts, and what is said against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.ledger_files.files.grids import squeezed
from bot.ledger_files.headers.header_rows import NEEDED, Header
from bot.ledger_files.ledger_shape import Fault, Severity
from bot.ledger_files.register import Register
from bot.reading.dates.shapes import WorkingDays

DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Numbered:
    no: int
    sheet: str
    row: int
    column: str | None


@dataclass
class SheetFacts:
    """What the rows of one sheet share; their faults gather here."""

    sheet: str
    register: Register | None
    base_date: date | None
    calendar: WorkingDays
    formulas: frozenset[tuple[int, int]] = frozenset()
    band: str = ""  # the category last named, by a band row or a cell
    faults: list[Fault] = field(default_factory=list)
    numbers: list[Numbered] = field(default_factory=list)  # of every row, the refused ones too


class RowCells:
    def __init__(self, facts: SheetFacts, row: Sequence[object], number: int, header: Header) -> None:
        self.facts, self.row, self.number, self.header = facts, row, number, header
        self.refused = False

    def value(self, name: str) -> object:
        return self.header.value(self.row, name)

    def text(self, name: str) -> str:
        """Without white space, with half-width digits."""
        return squeezed(self.value(name)).translate(DIGITS)

    def missing(self, name: str) -> None:
        """A needed cell is empty. A column that the header lacks has been told once, with the header."""
        column = self.header.columns.get(name)
        if column is None:
            self.refused = True
        elif (self.number, column.index + 1) in self.facts.formulas:
            self.say(
                name, "formula_without_value", "error", "公式没有保存结果。请在 Excel 中打开并保存一次，或改为数值"
            )
        else:
            self.say(name, f"{name}_missing", "error", f"没有填写{NEEDED[name]}，请补填")

    def say(self, name: str, code: str, severity: Severity, message: str) -> None:
        self.refused = self.refused or severity == "error"
        sheet, column = self.facts.sheet, self.header.place(name)
        where = f"“{sheet}”第 {self.number} 行" + (f"“{column}”列" if column else "")
        self.facts.faults.append(Fault(sheet, self.number, column, code, severity, f"{where}：{message}"))
