"""The office's own workbook with what is wrong written into its cells, and all of it listed on a sheet of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from bot.ledger_files.files.zip_parts import Parts
from db.ledger_rows import Fault

LISTED: Final = "差错清单"
_GRAVE: Final = {"error": "错误", "warning": "提醒", "note": "说明"}
_FILLS: Final = {"error": "F4B6B0", "warning": "FFE699", "note": "DDEBF7"}
_LETTERS: Final = re.compile(r"([A-Z]{1,3})(?: |$)")
_MOST: Final = 5000  # comments: beyond that the list says it all
_FORMULA: Final = tuple("=+-@")


def noted(content: bytes, faults: Sequence[Fault]) -> bytes:
    """As xlsx. A file that Excel's library cannot write again, csv and docx give the list alone."""
    from openpyxl import Workbook, load_workbook

    try:
        if packed := content.startswith(b"PK"):
            Parts(content).must_unpack()
        book = load_workbook(BytesIO(content)) if packed else Workbook()
    except Exception:  # whatever its library trips over: the list is still of use
        book = Workbook()
    _comments(book, faults)
    sheet = book.create_sheet(LISTED, 0) if LISTED not in book.sheetnames else book[LISTED]
    _list(sheet, faults)
    book.active = 0
    paper = BytesIO()
    book.save(paper)
    return paper.getvalue()


def _comments(book: Any, faults: Sequence[Fault]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    at: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.row and fault.sheet in book.sheetnames:
            at[fault.sheet, f"{_letter(fault)}{fault.row}"].append(fault)
    for (sheet, place), several in list(at.items())[:_MOST]:
        cell = book[sheet][place]
        if not hasattr(cell, "comment") or type(cell).__name__ == "MergedCell":
            continue
        words = "\n".join(f"[{_GRAVE[each.severity]}] {each.message}" for each in several)
        cell.comment = Comment(words[:2000], "回音", width=320, height=120)
        worst = next(grave for grave in _FILLS if any(each.severity == grave for each in several))
        cell.fill = PatternFill("solid", fgColor=_FILLS[worst])


def _letter(fault: Fault) -> str:
    """Of the column that a fault names first: C 完成时限."""
    found = _LETTERS.match(fault.column or "")
    return found[1] if found else "A"


def _list(sheet: Any, faults: Sequence[Fault]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.append(["轻重", "工作表", "行", "列", "问题与改法"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for fault in sorted(faults, key=lambda each: list(_GRAVE).index(each.severity)):
        sheet.append([_GRAVE[fault.severity], fault.sheet, fault.row, fault.column, fault.message])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str) and cell.value.startswith(_FORMULA):
                cell.data_type, cell.quotePrefix = "s", True
        last = sheet.cell(sheet.max_row, 5)
        last.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(sheet.max_row, 1).fill = PatternFill("solid", fgColor=_FILLS[fault.severity])
    for letter, width in zip("ABCDE", (8, 18, 6, 18, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
