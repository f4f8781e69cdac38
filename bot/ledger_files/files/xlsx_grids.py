"""The sheets of an Excel workbook as grids; Strict Open XML, WPS and odd properties among them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.ledger_files.files.grids import FileFault, Grid
from bot.ledger_files.files.xlsx_sheets import Book, read_sheet
from bot.ledger_files.files.xlsx_strings import read_strings
from bot.ledger_files.files.xlsx_styles import Styles, read_styles
from bot.ledger_files.files.zip_parts import Parts

MOST_SHEETS = 200


def xlsx_grids(parts: Parts) -> list[Grid]:
    """Raises FileFault, and whatever a broken part makes the parsers raise."""
    root = next((path for kind, path in parts.related("").values() if kind == "officeDocument"), "xl/workbook.xml")
    if not parts.has(root):
        raise FileFault("file_unreadable", "文件不是 Excel 工作簿。请另存为 xlsx 或 csv 再导入")
    sheets, from_1904 = _listed(parts, root)
    related = parts.related(root)
    paths = dict(related.values())
    book = Book(
        read_strings(parts, paths["sharedStrings"]) if "sharedStrings" in paths else [],
        read_styles(parts, paths["styles"]) if "styles" in paths else Styles(),
        from_1904,
    )
    grids = []
    for name, relation, hidden in sheets[:MOST_SHEETS]:
        kind, path = related.get(relation, ("", ""))
        if kind == "worksheet":
            grids.append(read_sheet(parts, path, name, book, hidden=hidden))
    return grids


def _listed(parts: Parts, root: str) -> tuple[list[tuple[str, str, bool]], bool]:
    """Name, relation and hidden or not of each sheet; whether days are counted from 1904."""
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal from_1904
        if tag == "workbookPr":
            from_1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "sheet":
            relation = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append((attributes.get("name", ""), relation, hidden))

    parts.walk(root, start)
    return sheets, from_1904
