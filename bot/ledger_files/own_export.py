"""A table that we exported comes back: its columns are known by our mark, whatever the office calls them.

It is made a plain table, read like any other, and what the plain table cannot say is put back: the office's columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.ledger_files.files.grids import Grid, squeezed, words
from bot.ledger_files.ledger_shape import LedgerSheet
from bot.ledger_files.own_marks import IGNORED, PREFIX, TOTAL, OwnMark, read
from bot.ledger_files.rows.numbers import plain_number
from db.ledger_rows import ColumnRead, TaskRow

# Headers that the reader of any office's table surely knows.
_PLAIN: Final = {
    "own_id": "回音标识", "no": "序号", "category": "类别", "source": "任务来源", "title": "重点任务",
    "target": "目标要求", "leader": "牵头领导", "lead": "牵头单位", "owner": "责任人", "co": "配合单位",
    "supervising": "督导单位", "mode": "办理方式", "due": "完成时限", "every": "报送周期", "milestones": "阶段节点",
    "urgent": "紧急程度", "state": "办理状态", "percent": "完成比例", "done_on": "销号日期", "last_report": "最近反馈",
    "expected": "回音预计办结",
}  # fmt: skip
_NO_CATEGORY: Final = "—"  # an empty cell would be taken for the category above it
_SEARCHED: Final = 12  # first rows in which the mark and the header stand


@dataclass(frozen=True, slots=True)
class OwnSheet:
    name: str
    mark: OwnMark
    headers: dict[str, int]  # header → its column, counted from 0
    header_row: int


def own_sheets(grids: Sequence[Grid]) -> list[tuple[Grid, OwnSheet]]:
    """The sheets that carry our mark and still have a header; empty for an office's own file."""
    return [(grid, found) for grid in grids if (found := _own(grid)) is not None]


def _own(grid: Grid) -> OwnSheet | None:
    head = grid.rows[:_SEARCHED]
    mark = next((found for row in head for cell in row if (found := read(cell)) is not None), None)
    if mark is None:
        return None
    for index, row in enumerate(head):
        headers = {squeezed(cell): place for place, cell in enumerate(row) if squeezed(cell) in mark.columns}
        if {"own_id", "title"} <= {mark.columns[header] for header in headers}:
            return OwnSheet(grid.name, mark, headers, index)
    return None


def plain(grid: Grid, own: OwnSheet) -> Grid:
    """The same rows under headers every reader knows; what is reckoned and the total are left out."""
    rows: list[list[object]] = [[None] * len(row) for row in grid.rows]
    for index, row in enumerate(grid.rows):
        if index < own.header_row:
            rows[index] = [None if isinstance(cell, str) and cell.startswith(PREFIX) else cell for cell in row]
        elif squeezed(row[0] if row else None) != TOTAL:
            for header, place in own.headers.items():
                field = own.mark.columns[header]
                if field != IGNORED and place < len(row):
                    rows[index][place] = _cell(field, header, row[place], is_header=index == own.header_row)
    return replace(grid, rows=[row if any(map(_is_task_cell, row)) else [] for row in rows], formulas=frozenset())


def _is_task_cell(cell: object) -> bool:
    return bool(squeezed(cell)) and cell != _NO_CATEGORY


def _cell(field: str, header: str, cell: object, *, is_header: bool) -> object:
    if is_header:
        return _PLAIN.get(field, header if not field else None)
    if field == "category":
        return cell if squeezed(cell) else _NO_CATEGORY
    if field == "percent":
        return f"{cell * 100:g}%" if isinstance(cell, int | float) else (cell if "%" in words(cell) else None)
    return cell if not field or field in _PLAIN else None


def restored(sheet: LedgerSheet, grids: Sequence[tuple[Grid, OwnSheet]]) -> LedgerSheet:
    """What the plain table could not say: the office's columns, an empty category, which ledger it is."""
    by_name = {own.name: (grid, own, _numbers(grid, own)) for grid, own in grids}
    tasks = [_restored(task, *by_name[task.sheet]) for task in sheet.tasks]
    marks = [own.mark for _, own in grids]
    columns = [
        ColumnRead(own.name, header, own.mark.known_as.get(header) if own.mark.known_as else None)
        for _, own in grids
        for header in own.mark.office
    ]
    return replace(
        sheet,
        title=marks[0].ledger,
        tasks=tasks,
        columns=columns,
        faults=[fault for fault in sheet.faults if fault.fault not in _EXPECTED],
        ledgers=tuple((own.name, own.mark.ledger) for _, own in grids),
        whole=all(mark.whole for mark in marks),
        own=True,
    )


# What was said when the table came in first, or is said of the whole file though each sheet is a ledger of its own
_EXPECTED: Final = frozenset(
    {
        "row_closed", "columns_not_read", "row_hidden", "owner_not_head", "header_missing", "target_missing",
        "due_missing", "no_numbered_on",
    }
)  # fmt: skip


def _numbers(grid: Grid, own: OwnSheet) -> dict[int, tuple[int, str]]:
    """Row → its number in its own sheet, and as it is written where that is more; each sheet is a ledger that counts
    for itself. A number that stands twice is left to the reader of any table."""
    place = next((own.headers[header] for header in own.headers if own.mark.columns[header] == "no"), None)
    if place is None:
        return {}
    texts = {row: squeezed(cells[place]) for row, cells in enumerate(grid.rows, 1) if place < len(cells)}
    found = {row: (number, text) for row, text in texts.items() if (number := plain_number(text)) is not None}
    often = Counter(number for number, _ in found.values())
    return {
        row: (number, "" if text.isdecimal() else text) for row, (number, text) in found.items() if often[number] == 1
    }


def _restored(task: TaskRow, grid: Grid, own: OwnSheet, numbers: Mapping[int, tuple[int, str]]) -> TaskRow:
    row = grid.rows[task.row - 1]
    office = {
        header: text
        for header in own.mark.office
        if header in own.headers and (text := words(row[own.headers[header]]).strip())
    }
    number = numbers.get(task.row)
    return replace(
        task,
        no=task.no if number is None else number[0],
        no_text=task.no_text if number is None else number[1],
        category="" if task.category == _NO_CATEGORY else task.category,
        delivered=tuple(office.items()),
        notes=(),
        state="",
    )
