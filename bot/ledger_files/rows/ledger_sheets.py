"""One sheet of a ledger workbook: its title, its tables, its rows, and what must not be read at all."""

from __future__ import annotations

from datetime import date

from bot.ledger_files.files.grids import Grid, squeezed, words
from bot.ledger_files.headers.header_rows import Header, headers
from bot.ledger_files.ledger_shape import Fault, Severity, TaskRow
from bot.ledger_files.register import Register
from bot.ledger_files.rows.row_cells import SheetFacts
from bot.ledger_files.rows.row_kinds import Kind, kind_of
from bot.ledger_files.rows.row_reader import read_row
from bot.ledger_files.rows.title_rows import read_title_rows
from bot.ledger_files.secrecy import MESSAGE, is_marked, is_secret_level
from bot.reading.dates.shapes import WorkingDays


class SheetReader:
    def __init__(self, grid: Grid, register: Register | None, base_date: date | None, calendar: WorkingDays) -> None:
        self.grid, self.filled = grid, grid.filled()
        self.headers = [] if grid.hidden else headers(grid.rows, self.filled)
        self.title = read_title_rows(grid.rows[: self.headers[0].first] if self.headers else [])
        self.given = base_date is not None
        self.facts = SheetFacts(grid.name, register, base_date or self.title.base_date, calendar, grid.formulas)
        self.wide = {(area.top, area.left): area.bottom for area in grid.merged if area.left == area.right}
        self.tasks: list[TaskRow] = []
        self.faults: list[Fault] = self.facts.faults

    def read(self) -> None:
        if self.grid.hidden:
            self._say(None, "sheet_hidden", "note", "工作表已隐藏，未读入。如需导入，请先取消隐藏")
        if not self.headers or self._is_secret():
            return
        self._check_header()
        for header, following in zip(self.headers, [*self.headers[1:], None], strict=True):
            self._rows(header, following.first if following else len(self.filled))
        if self.title.is_filing_date and not self.given:
            message = f"没有写明会议或交办日期，以填报日期 {self.title.base_date} 推算年份，请核对或指定基准日期"
            self._say(None, "base_date_guessed", "warning", message)

    def _is_secret(self) -> bool:
        """A mark above the tables, or alone in a row, holds for the whole sheet."""
        for index, row in enumerate(self.grid.rows):
            above = index < self.headers[0].first
            alone = sum(bool(squeezed(value)) for value in row) <= 2
            if (above or alone) and is_marked(row):
                self._say(index + 1, "secret", "error", f"本表{MESSAGE}")
                return True
        return False

    def _check_header(self) -> None:
        missing = self.headers[0].missing()
        if missing:
            row = self.headers[0].last + 1
            self._say(row, "column_missing", "error", f"表头缺少“{'”“'.join(missing)}”列，请补上后再导入")

    def _rows(self, header: Header, end: int) -> None:
        if "title" not in header.columns:
            return
        index = header.last + 1
        while index < end:
            last = min(self._last_of(index, header), end - 1)
            kind = kind_of(self.grid.rows[index], header)
            if kind is Kind.BAND:
                self.facts.band = next(squeezed(value) for value in self.grid.rows[index] if squeezed(value))
            elif kind is Kind.TASK:
                self._task(index, last, header)
            index = last + 1

    def _last_of(self, index: int, header: Header) -> int:
        """The last row of the task that begins here: its number may be merged over several rows."""
        column = header.columns.get("no")
        return self.wide.get((index + 1, column.index + 1), index + 1) - 1 if column else index

    def _task(self, index: int, last: int, header: Header) -> None:
        row = self._whole(index, last, header)
        if is_secret_level(header.value(row, "secrecy")) or is_marked(row):
            self._say(index + 1, "secret", "error", f"本行{MESSAGE}")
            return
        if index + 1 in self.grid.hidden_rows:
            self._say(index + 1, "row_hidden", "warning", "本行在表中被隐藏，仍按事项读入，请核对")
        # An empty category under a named one is the same: the merged cell was lost on the way to this file.
        self.facts.band = squeezed(header.value(row, "category")) or self.facts.band
        task = read_row(self.facts, row, index + 1, header)
        if task:
            self.tasks.append(task)

    def _whole(self, index: int, last: int, header: Header) -> list[object]:
        """The row, with the milestones and partners of the further rows that it is merged over."""
        row = list(self.filled[index])
        for field in ("milestones", "co"):
            column = header.columns.get(field)
            if column and last > index:
                cells = dict.fromkeys(words(below[column.index]) for below in self.filled[index : last + 1])
                row[column.index] = "\n".join(filter(None, cells))
        return row

    def _say(self, row: int | None, code: str, severity: Severity, message: str) -> None:
        where = f"“{self.grid.name}”" + (f"第 {row} 行" if row else "")
        self.faults.append(Fault(self.grid.name, row, None, code, severity, f"{where}：{message}"))
