"""A ledger as the office keeps it, xlsx or csv: every sheet, every table, every row, with what is wrong where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.ledger_files.files.grids import FileFault, Grid, squeezed
from bot.ledger_files.files.opening import grids_of
from bot.ledger_files.ledger_shape import Fault, LedgerSheet, Severity, TaskRow, as_json
from bot.ledger_files.register import Register
from bot.ledger_files.rows.ledger_sheets import SheetReader
from bot.ledger_files.rows.row_cells import Numbered
from bot.reading.dates.shapes import WorkingDays

__all__ = ["as_json", "read_grids", "read_ledger"]


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
    if isinstance(source, bytes):
        return grids_of(source, "csv")
    return grids_of(Path(source).read_bytes(), Path(source).stem)


def read_grids(
    grids: Sequence[Grid], *, register: Register | None, base_date: date | None, calendar: WorkingDays
) -> LedgerSheet:
    sheets = [SheetReader(grid, register, base_date, calendar) for grid in grids if _has_words(grid)]
    _share_base_date(sheets)
    for sheet in sheets:
        sheet.read()
    tables = [sheet for sheet in sheets if sheet.headers]
    tasks, repeated = _numbered_once(tables)
    faults = [*_of_file(sheets, tables), *(fault for sheet in sheets for fault in sheet.faults), *repeated]
    first = tables[0] if tables else None
    return LedgerSheet(first.facts.base_date if first else base_date, first.title.title if first else "", tasks, faults)


def _share_base_date(sheets: Sequence[SheetReader]) -> None:
    """A further sheet without a day of its own goes by the first that has one."""
    known = next((sheet.facts.base_date for sheet in sheets if sheet.headers and sheet.facts.base_date), None)
    for sheet in sheets:
        sheet.facts.base_date = sheet.facts.base_date or known


def _has_words(grid: Grid) -> bool:
    return any(squeezed(value) for row in grid.rows for value in row)


def _of_file(sheets: Sequence[SheetReader], tables: Sequence[SheetReader]) -> list[Fault]:
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


def _numbered_once(sheets: Sequence[SheetReader]) -> tuple[list[TaskRow], list[Fault]]:
    """A number names one task: the first row that has it keeps it, later ones are refused."""
    first: dict[int, Numbered] = {}
    repeated = []
    for place in (place for sheet in sheets for place in sheet.facts.numbers):
        if first.setdefault(place.no, place) is not place:
            repeated.append(place)
    refused = {(place.sheet, place.row) for place in repeated}
    tasks = [task for sheet in sheets for task in sheet.tasks if (task.sheet, task.row) not in refused]
    return tasks, [_repeated(place, first[place.no]) for place in repeated]


def _repeated(place: Numbered, other: Numbered) -> Fault:
    where = f"“{place.sheet}”第 {place.row} 行“{place.column}”列"
    message = f"{where}：序号 {place.no} 与“{other.sheet}”第 {other.row} 行重复，请改正序号"
    return Fault(place.sheet, place.row, place.column, "no_repeated", "error", message)
