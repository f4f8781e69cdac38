"""A ledger as the office keeps it, xlsx or csv: every sheet, every table, every row, with what is wrong where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.reading.csv_grids import csv_grid
from bot.reading.date_shapes import WorkingDays
from bot.reading.grids import FileFault, Grid, squeezed
from bot.reading.headers import Header, headers
from bot.reading.ledger_rows import Fault, LedgerSheet, Severity, TaskRow, as_json
from bot.reading.register import Register
from bot.reading.row_kinds import Kind, kind_of
from bot.reading.row_reader import RowReader
from bot.reading.secrecy import MESSAGE, is_marked, is_secret_level
from bot.reading.title_rows import TitleRows, read_title_rows

__all__ = ["as_json", "read_grids", "read_ledger"]

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MOST_BYTES = 50_000_000


def read_ledger(
    source: bytes | str | Path,
    *,
    register: Register | None,
    base_date: date | None = None,
    calendar: WorkingDays,
) -> LedgerSheet:
    """Tasks and faults of a ledger, by path or content. A base date given outdoes the one in the title rows."""
    try:
        grids = _grids(source)
    except FileFault as fault:
        return LedgerSheet(base_date, "", [], [Fault("", None, None, fault.code, "error", fault.message)])
    return read_grids(grids, register=register, base_date=base_date, calendar=calendar)


def _grids(source: bytes | str | Path) -> list[Grid]:
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = "csv" if isinstance(source, bytes) else Path(source).stem
    if not content.strip():
        raise FileFault("file_empty", "文件是空的。请确认选对了文件")
    if len(content) > MOST_BYTES:
        raise FileFault("file_too_large", "文件超过 50 MB。请删去图片和无关工作表后再导入")
    if content.startswith(OLD_EXCEL):
        raise FileFault("file_unreadable", "这是旧版 Excel 文件（xls）或带密码的文件。请另存为不带密码的 xlsx 再导入")
    if not content.startswith(b"PK"):
        return [csv_grid(content, name)]
    from bot.reading.xlsx_grids import xlsx_grids

    return xlsx_grids(content)


def read_grids(
    grids: Sequence[Grid], *, register: Register | None, base_date: date | None, calendar: WorkingDays
) -> LedgerSheet:
    sheets = [_Sheet(grid, register, base_date, calendar) for grid in grids if _has_words(grid)]
    for sheet in sheets:
        sheet.read()
    tables = [sheet for sheet in sheets if sheet.headers]
    tasks, repeated = _numbered_once([task for sheet in tables for task in sheet.tasks])
    faults = [*_of_file(sheets, tables), *(fault for sheet in sheets for fault in sheet.faults), *repeated]
    first = tables[0] if tables else None
    return LedgerSheet(first.base if first else base_date, first.title.title if first else "", tasks, faults)


def _has_words(grid: Grid) -> bool:
    return any(squeezed(value) for row in grid.rows for value in row)


def _of_file(sheets: Sequence[_Sheet], tables: Sequence[_Sheet]) -> list[Fault]:
    if not sheets:
        return [Fault("", None, None, "file_empty", "error", "文件里没有内容。请确认选对了文件")]
    severity: Severity = "note" if tables else "error"
    remedy = "" if tables else "表头应有：序号、重点任务、牵头单位、责任人、完成时限"
    return [
        Fault(
            sheet.grid.name,
            None,
            None,
            "header_missing",
            severity,
            f"“{sheet.grid.name}”没有找到表头，未读入。{remedy}",
        )
        for sheet in sheets
        if not sheet.headers and not sheet.grid.hidden
    ]


def _numbered_once(tasks: Sequence[TaskRow]) -> tuple[list[TaskRow], list[Fault]]:
    """A number names one task: the first keeps it, later ones are refused."""
    first: dict[int, TaskRow] = {}
    faults = []
    for task in tasks:
        other = first.setdefault(task.no, task)
        if other is not task:
            message = (
                f"“{task.sheet}”第 {task.row} 行：序号 {task.no} 与“{other.sheet}”第 {other.row} 行重复，请改正序号"
            )
            faults.append(Fault(task.sheet, task.row, None, "no_repeated", "error", message))
    return list(first.values()), faults


class _Sheet:
    def __init__(self, grid: Grid, register: Register | None, base_date: date | None, calendar: WorkingDays) -> None:
        self.grid, self.filled = grid, grid.filled()
        self.headers = [] if grid.hidden else headers(grid.rows, self.filled)
        self.title = self._titles()
        self.base = base_date or self.title.base_date
        self.given = base_date is not None
        self.reader = RowReader(grid.name, register, self.base, calendar, grid.formulas)
        self.tasks: list[TaskRow] = []
        self.faults: list[Fault] = self.reader.faults

    def _titles(self) -> TitleRows:
        above = self.grid.rows[: self.headers[0].first] if self.headers else []
        return read_title_rows(above)

    def read(self) -> None:
        if self.grid.hidden:
            self._say(None, "sheet_hidden", "note", "工作表已隐藏，未读入。如需导入，请先取消隐藏")
        if not self.headers:
            return
        if self._is_secret():
            return
        self._check_header()
        for header, following in zip(self.headers, [*self.headers[1:], None], strict=True):
            self._rows(header, following.first if following else len(self.filled))
        self._note_filing_date()

    def _is_secret(self) -> bool:
        """A mark above or below the tables holds for the whole sheet."""
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
        for index in range(header.last + 1, end):
            kind = kind_of(self.grid.rows[index], header)
            if kind is Kind.BAND:
                self.reader.band = next(squeezed(value) for value in self.grid.rows[index] if squeezed(value))
            elif kind is Kind.TASK:
                self._task(index, header)

    def _task(self, index: int, header: Header) -> None:
        row = self.filled[index]
        if is_secret_level(header.value(row, "secrecy")) or is_marked(row):
            self._say(index + 1, "secret", "error", f"本行{MESSAGE}")
            return
        if index + 1 in self.grid.hidden_rows:
            self._say(index + 1, "row_hidden", "warning", "本行在表中被隐藏，仍按事项读入，请核对")
        task = self.reader.read(self._category_down(row, header), index + 1, header)
        if task:
            self.tasks.append(task)

    def _category_down(self, row: Sequence[object], header: Header) -> Sequence[object]:
        """An empty category under a named one is the same: the merged cell was lost on the way to this file."""
        column = header.columns.get("category")
        if column and squeezed(row[column.index]):
            self.reader.band = squeezed(row[column.index])
        return row

    def _note_filing_date(self) -> None:
        if self.title.is_filing_date and not self.given:
            message = f"没有写明会议或交办日期，以填报日期 {self.base} 推算年份，请核对或指定基准日期"
            self._say(None, "base_date_guessed", "warning", message)

    def _say(self, row: int | None, code: str, severity: Severity, message: str) -> None:
        where = f"“{self.grid.name}”" + (f"第 {row} 行" if row else "")
        self.faults.append(Fault(self.grid.name, row, None, code, severity, f"{where}：{message}"))
