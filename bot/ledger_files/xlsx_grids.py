"""The sheets of an Excel workbook as grids. openpyxl is loaded only when a workbook is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from bot.ledger_files.grids import FileFault, Grid, Merged

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

BROKEN = "文件已损坏或带有密码，无法打开。请重新保存后再导入"
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_BYTES = 100_000_000  # unpacked: a small file may hide an enormous one


def xlsx_grids(content: bytes) -> list[Grid]:
    """Raises FileFault."""
    _check_archive(content)
    values = _open(content, data_only=True)
    blanks = _has_formulas(content)
    formulas = _open(content, data_only=False) if blanks else None
    return [_grid(sheet, formulas) for sheet in values.worksheets]


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names, size = archive.namelist(), sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile as error:
        raise FileFault("file_unreadable", BROKEN) from error
    if size > MOST_BYTES:
        raise FileFault("file_too_large", "工作簿太大。请删去图片和无关工作表后再导入")
    if "xl/workbook.xml" not in names:
        raise FileFault("file_unreadable", "文件不是 Excel 工作簿。请另存为 xlsx 或 csv 再导入")


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        try:
            return any(b"<f" in archive.read(name).replace(b"<fo", b"") for name in sheets)
        except (zipfile.BadZipFile, zlib.error, OSError) as error:
            raise FileFault("file_unreadable", BROKEN) from error


def _open(content: bytes, *, data_only: bool) -> Workbook:
    import openpyxl

    try:
        return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)
    except Exception as error:  # openpyxl raises whatever its parsers raise on a broken file
        raise FileFault("file_unreadable", "工作簿内容有误，无法打开。请在 Excel 或 WPS 中另存后再导入") from error


def _grid(sheet: Worksheet, formulas: Workbook | None) -> Grid:
    # A stray format in the last line makes a sheet a million rows long, so only so many are looked at.
    long, wide = min(sheet.max_row, MOST_ROWS + 1), min(sheet.max_column, MOST_COLUMNS)
    rows = [[_value(cell) for cell in row] for row in sheet.iter_rows(max_row=long, max_col=wide)]
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise FileFault("file_too_large", f"工作表“{sheet.title}”超过 {MOST_ROWS} 行。请删去空行或分成几个文件导入")
    return Grid(
        sheet.title,
        rows,
        [Merged(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges],
        frozenset(number for number, size in sheet.row_dimensions.items() if size.hidden),
        sheet.sheet_state != "visible",
        _without_value(sheet, formulas),
    )


def _value(cell: Any) -> object:
    """The value; a number shown with two decimals (3.20) as it is shown, for it may be a day."""
    value = cell.value
    if isinstance(value, float) and not value.is_integer() and cell.number_format == "0.00":
        return f"{value:.2f}"
    return value


def _without_value(sheet: Worksheet, formulas: Workbook | None) -> frozenset[tuple[int, int]]:
    if formulas is None:
        return frozenset()
    long, wide = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    pairs = (book.iter_rows(max_row=long, max_col=wide) for book in (formulas[sheet.title], sheet))
    rows = enumerate(zip(*pairs, strict=True), 1)
    return frozenset(
        (number, place)
        for number, (with_formula, with_value) in rows
        for place, (cell, value) in enumerate(zip(with_formula, with_value, strict=False), 1)
        if cell.data_type == "f" and value.value is None
    )
