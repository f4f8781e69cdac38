"""A printable Excel sheet: title, frozen header, filter, wrapped text that can never be taken for a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any, Final, TypeAlias
from unicodedata import east_asian_width

# openpyxl is imported where a sheet is written: 0.3 s that the service itself never pays.
_HEADER_ROW: Final = 3
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST: Final = 32000  # Excel's own limit for a cell is 32767
_FONT: Final = "宋体"
_LINE: Final = 15.0  # points


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    width: float
    align: str = "left"
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class Percent:
    """A number to Excel, 46% to the eye."""

    points: float


Value: TypeAlias = str | int | date | datetime | Percent | None


class Paper:
    def __init__(
        self, sheet: Any, name: str, columns: Sequence[Column], *, title: str, subtitle: str, frozen_columns: int
    ) -> None:
        self._sheet, self._columns = sheet, columns
        self._row = _HEADER_ROW
        self._printed = len(columns)
        self._styles = _Styles()
        sheet.title = name
        self._heading(1, title, size=16, height=30.0)
        self._heading(2, subtitle, size=11, height=20.0)
        self._header()
        sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, frozen_columns + 1)

    def write(self, values: Sequence[Value], *, fills: Mapping[int, str] | None = None, strong: bool = False) -> None:
        """One row; `fills` colours places of it (0 is the first)."""
        self._row += 1
        for place, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            cell = self._sheet.cell(self._row, place + 1)
            _put(cell, value)
            self._styles.body(cell, column, strong=strong, fill=(fills or {}).get(place))
        lines = max(_lines(value, column) for column, value in zip(self._columns, values, strict=True))
        self._sheet.row_dimensions[self._row].height = min(lines * _LINE + 5, 400)

    def finish(self, *, landscape: bool = True, on_screen: int = 0) -> None:
        """Filter and print setup, when all rows are there; so many of the last columns are not printed."""
        sheet, last = self._sheet, self._sheet.cell(self._row, len(self._columns)).coordinate
        self._printed = len(self._columns) - on_screen
        sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}"
        sheet.print_area = f"A1:{sheet.cell(self._row, self._printed).coordinate}"
        sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
        setup = sheet.page_setup
        setup.orientation, setup.paperSize = "landscape" if landscape else "portrait", sheet.PAPERSIZE_A3
        setup.fitToWidth, setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.center.text = "第&P页，共&N页"
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.footer = 0.5, 0.75, 0.35

    def grey(self, places: Sequence[int]) -> None:
        """Headers of what is reckoned: nobody need fill it in."""
        for place in places:
            self._styles.reckoned(self._sheet.cell(_HEADER_ROW, place + 1))

    def total(self, values: Sequence[Value]) -> None:
        """A last row outside the filter; written after `finish`."""
        self.write(values, strong=True)
        self._sheet.print_area = f"A1:{self._sheet.cell(self._row, self._printed).coordinate}"

    def hide_beside(self, words: str) -> None:
        """A note for whoever reads the sheet back, in a hidden column of its own."""
        cell = self._sheet.cell(2, len(self._columns) + 2)
        _put(cell, words)
        self._sheet.column_dimensions[cell.column_letter].hidden = True

    def _heading(self, row: int, words: str, *, size: int, height: float) -> None:
        self._sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(self._columns))
        cell = self._sheet.cell(row, 1)
        _put(cell, words)
        self._styles.heading(cell, size)
        self._sheet.row_dimensions[row].height = height

    def _header(self) -> None:
        for place, column in enumerate(self._columns, 1):
            cell = self._sheet.cell(_HEADER_ROW, place, column.name)
            self._styles.header(cell)
            self._sheet.column_dimensions[cell.column_letter].width = column.width
        self._sheet.row_dimensions[_HEADER_ROW].height = 24


class _Styles:
    """Made once per sheet: a style object per cell would cost more than the cells."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        side = Side(style="thin", color="BFBFBF")
        self._border = Border(left=side, right=side, top=side, bottom=side)
        self._plain, self._strong = Font(name=_FONT, size=10), Font(name=_FONT, size=10, bold=True)
        self._middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self._left = Alignment(horizontal="left", vertical="center", wrap_text=True)
        self._head_fill = PatternFill("solid", fgColor="DDE3EC")
        self._fills: dict[str, Any] = {}
        self._worked_out: dict[
            tuple[object, ...], Any
        ] = {}  # style arrays: looked up, four styles cost as much as a cell

    def heading(self, cell: Any, size: int) -> None:
        from openpyxl.styles import Font

        cell.font, cell.alignment = Font(name=_FONT, size=size, bold=size > 12), self._middle

    def header(self, cell: Any) -> None:
        cell.font, cell.alignment, cell.border, cell.fill = self._strong, self._middle, self._border, self._head_fill

    def reckoned(self, cell: Any) -> None:
        cell.fill = self._fill("EDEDED")

    def body(self, cell: Any, column: Column, *, strong: bool, fill: str | None) -> None:
        put = cell._style  # what its value has set already, None where nothing
        look = column.align, column.number_format, strong, fill, put and (put.numFmtId, put.quotePrefix)
        known = self._worked_out.get(look)
        if known is None:
            self._dress(cell, column, strong=strong, fill=fill)
            self._worked_out[look] = copy(cell._style)
        else:
            cell._style = copy(known)

    def _dress(self, cell: Any, column: Column, *, strong: bool, fill: str | None) -> None:
        cell.font = self._strong if strong else self._plain
        cell.alignment = self._middle if column.align == "center" else self._left
        cell.border = self._border
        if column.number_format:
            cell.number_format = column.number_format
        if fill:
            cell.fill = self._fill(fill)

    def _fill(self, colour: str) -> Any:
        from openpyxl.styles import PatternFill

        return self._fills.setdefault(colour, PatternFill("solid", fgColor=colour))


def _put(cell: Any, value: Value) -> None:
    """Words stay words: a cell that begins with = + - @ is shown, never reckoned."""
    if isinstance(value, str):
        cell.value = clean(value)
        if cell.value:
            cell.data_type = "s"
            cell.quotePrefix = cell.value[0] in "=+-@\t\r"
    elif isinstance(value, Percent):
        cell.value = value.points / 100
        cell.number_format = "0%" if value.points == int(value.points) else "0.0%"
    else:
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value


def clean(words: str) -> str:
    """Without what a workbook cannot hold."""
    kept = _CONTROL.sub("", words)
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


def _lines(value: Value, column: Column) -> int:
    if not isinstance(value, str):
        return 1
    room = max(column.width - 1.5, 1)
    return sum(max(1, ceil(_cells_wide(part) / room)) for part in value.split("\n"))


def _cells_wide(words: str) -> int:
    """In columns' units: a Chinese letter takes two."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in words)
