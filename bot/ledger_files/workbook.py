"""A ledger as the office keeps it, xlsx, docx or csv: every sheet, every table, every row, with what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.ledger_files.files.grids import FileFault, Grid, squeezed
from bot.ledger_files.files.opening import grids_of
from bot.ledger_files.headers.vocabulary import header_words
from bot.ledger_files.ledger_shape import Fault, LedgerSheet, Severity, as_json
from bot.ledger_files.own_export import own_sheets, plain, restored
from bot.ledger_files.register import Register
from bot.ledger_files.rows.ledger_sheets import SheetReader
from bot.ledger_files.rows.numbering import numbered
from bot.ledger_files.units.lookup import Lookup
from bot.reading.dates.shapes import WorkingDays
from db.ledger_rows import RowCount, UnknownDepartment

Progress = Callable[[int, int], None]

__all__ = ["as_json", "read_grids", "read_ledger"]


def read_ledger(
    source: bytes | str | Path,
    *,
    register: Register | None,
    base_date: date | None = None,
    calendar: WorkingDays,
    columns: Mapping[str, str] | None = None,
    name: str = "表",
    progress: Progress | None = None,
) -> LedgerSheet:
    """Tasks and faults of a ledger, by path or content. A base date given outdoes the one in the title rows.

    `columns`: what the office says of its headers, `{"具体举措": "title"}`, by the field's name or its Chinese one.
    `name`: of content without sheet names of its own. `progress`: told now and then how many of how many rows are read.
    """
    try:
        grids = _grids(source, name)
        own = own_sheets(grids)
        if own:
            given = base_date or own[0][1].mark.base_date
            tables = [plain(grid, sheet) for grid, sheet in own]
            return restored(
                read_grids(tables, register=register, base_date=given, calendar=calendar, progress=progress), own
            )
        return read_grids(
            grids, register=register, base_date=base_date, calendar=calendar, columns=columns, progress=progress
        )
    except FileFault as fault:
        return LedgerSheet(base_date, "", [], [Fault("", None, None, fault.code, "error", fault.message)])


def _grids(source: bytes | str | Path, name: str) -> list[Grid]:
    if isinstance(source, bytes):
        return grids_of(source, name)
    return grids_of(Path(source).read_bytes(), Path(source).stem)


def read_grids(
    grids: Sequence[Grid],
    *,
    register: Register | None,
    base_date: date | None,
    calendar: WorkingDays,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> LedgerSheet:
    """Raises FileFault."""
    given = {header_words(header): field for header, field in (columns or {}).items()}
    lookup = Lookup(register.names) if register else None
    sheets = [SheetReader(grid, register, lookup, base_date, calendar, given) for grid in grids if _has_words(grid)]
    _set_aside(sheets)
    _share_base_date(sheets)
    whole, passed = sum(len(sheet.grid.rows) for sheet in sheets), 0
    for sheet in sheets:
        sheet.read(_from(progress, passed, whole))
        passed += len(sheet.grid.rows)
    tables = [sheet for sheet in sheets if sheet.headers]
    rows = numbered([row for sheet in tables for row in sheet.found])
    faults = [*_of_file(sheets, tables), *(fault for sheet in sheets for fault in sheet.facts.faults), *rows.faults]
    faults += _contracted(lookup)
    first = tables[0] if tables else None
    return LedgerSheet(
        first.facts.base_date if first else base_date,
        first.title.title if first else "",
        rows.tasks,
        faults,
        [column for sheet in tables for column in sheet.columns],
        _unknown(tables, lookup),
        _count(tables),
        waiting=rows.waiting,
    )


def _from(progress: Progress | None, passed: int, whole: int) -> Callable[[int], None] | None:
    return None if progress is None else lambda row: progress(passed + row, whole)


def _share_base_date(sheets: Sequence[SheetReader]) -> None:
    """A further sheet without a day or year of its own goes by the first that has one."""
    own = {sheet.title.base_date for sheet in sheets if sheet.headers and sheet.has_meeting_day}
    if len(own) > 1:  # each meeting counts from its own day, whatever is given for the file
        for sheet in sheets:
            sheet.facts.base_date = sheet.title.base_date if sheet.has_meeting_day else sheet.facts.base_date
    known = next((sheet.facts.base_date for sheet in sheets if sheet.headers and sheet.facts.base_date), None)
    year = next((sheet.facts.year for sheet in sheets if sheet.headers and sheet.facts.year), None)
    for sheet in sheets:
        sheet.facts.base_date = sheet.facts.base_date or known
        if len(own) < 2:
            sheet.facts.year = sheet.facts.year or year


def _set_aside(sheets: Sequence[SheetReader]) -> None:
    """A sample, or counts of other sheets, is no ledger where another sheet of the file is one."""
    if not any(sheet.headers and not sheet.is_sample and not sheet.counts_others for sheet in sheets):
        return
    for sheet in sheets:
        if sheet.headers and (sheet.is_sample or sheet.counts_others):
            sheet.headers = []
            kind = "样表或选项" if sheet.is_sample else "汇总数"
            message = f"按{kind}看待，未作台账读入。如确是台账，请单独发送这张工作表"
            sheet.facts.say(None, None, "sheet_not_ledger", "note", message)
            sheet.aside = True


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
        if not sheet.headers and not sheet.grid.hidden and not sheet.aside
    ]


def _contracted(lookup: Lookup | None) -> list[Fault]:
    """Names read as contractions of a unit, told together: a wrong one is seen before anything is written."""
    if lookup is None or not lookup.contracted:
        return []
    told = "、".join(f"“{name}”为“{full}”" for name, full in sorted(lookup.contracted.items()))
    return [Fault("", None, None, "unit_contracted", "note", f"按简称读入的单位：{told}。如不对，请改用名册中的名称")]


def _unknown(tables: Sequence[SheetReader], lookup: Lookup | None) -> list[UnknownDepartment]:
    """Each name once, with every row that has it and the nearest names of the register."""
    rows: dict[str, list[tuple[str, int]]] = {}
    for sheet in tables:
        for name, numbers in sheet.facts.unknown.items():
            rows.setdefault(name, []).extend((sheet.grid.name, number) for number in numbers)
    return [UnknownDepartment(name, lookup.nearest(name) if lookup else (), tuple(at)) for name, at in rows.items()]


def _count(tables: Sequence[SheetReader]) -> RowCount:
    counts = [sheet.count for sheet in tables]
    return RowCount(
        *(sum(getattr(count, name) for count in counts) for name in ("seen", "tasks", "headings", "joined", "refused"))
    )
