"""A unit and its person in one cell (牵头单位及负责人: 市医保局 王强), where people have no column of their own."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.ledger_files.files.grids import words
from bot.ledger_files.rows.row_cells import RowCells

BOTH = re.compile(r"[及和与、/(]+(?:其|主要|第一)?(?:负责人|责任人|责任领导|领导|人)\)?$")
PERSON = re.compile(r"^(?P<units>.{3,}?)(?:[\s/／:：、，,\n]+|[（(])(?P<name>[\u4e00-\u9fff]{2,4})[)）]?\s*$", re.S)


def parted(cells: RowCells, is_unit: Callable[[str], bool]) -> str:
    """The person at the end of the lead cell, which keeps the units only; empty where there is none."""
    column = cells.header.columns.get("lead")
    if column is None or "owner" in cells.header.columns or not BOTH.search(column.header):
        return ""
    found = PERSON.match(words(cells.value("lead")).strip())
    if not found or is_unit(found["name"]):
        return ""
    row = list(cells.row)
    row[column.index] = found["units"]
    cells.row = row
    return found["name"]
