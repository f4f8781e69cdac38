"""What a row of a ledger table is: a task, a band that names a category, or something to pass over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from bot.ledger_files.files.grids import squeezed
from bot.ledger_files.headers.header_rows import Header

CONTINUED = re.compile(r"^[(（]?(?:续表|接上表|续上表|续\d*|转下页|接上页)[\d一二三四五六七八九十]*[)）]?$")
PAGE = re.compile(r"^第?[\d一二三四五六七八九十]{1,4}页|^-?\d{1,3}-?$|^共\d{1,3}页")
TOTAL = re.compile(r"^[（(]?(?:合计|小计|总计|共计|累计)(?:[:：（(\d]|$)")
NOTE = re.compile(r"^(?:备注|注|说明|附注|附件|填报说明|填表说明|备考)(?:[:：\d一]|$)|^[*※]")
SIGNED = re.compile(
    r"(?:填表|制表|审核|审批|填报|经办|负责|签发|联系|制单|统计|复核)人?(?:签字|签名)?[:：]|盖章|公章|联系电话"
)
NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）])")
COUNTED = re.compile(r"[（(](?:共)?\d{1,3}[项个条件][)）]$")
LONGEST_BAND = 24


class Kind(Enum):
    TASK = auto()
    BAND = auto()
    NOTHING = auto()


def kind_of(raw: Sequence[object], header: Header) -> Kind:
    """Judged by the row's own cells: a merged value from above makes no task of a blank row."""
    cells = {index: text for index, value in enumerate(raw) if (text := squeezed(value))}
    if not cells or _is_column_count(list(cells.values())):
        return Kind.NOTHING
    if any(TOTAL.match(text) for text in list(cells.values())[:3]) or _is_remark(cells, header):
        return Kind.NOTHING
    if len(cells) == 1:
        return _of_one(cells[min(cells)], min(cells), header)
    if len(cells) == 2 and not {header.columns["title"].index, _place(header, "no")} & cells.keys():
        return Kind.NOTHING
    return Kind.TASK


def _is_remark(cells: dict[int, str], header: Header) -> bool:
    """A note, a signature, 续表 or a page number where the number of a task would be."""
    first = cells[min(cells)]
    if len(cells) > 2 and cells.get(_place(header, "no"), "")[:1].isdigit():
        return False
    beside = any(map(SIGNED.search, cells.values()))
    return beside or any(pattern.match(first) for pattern in (CONTINUED, PAGE, NOTE))


def _place(header: Header, field: str) -> int:
    return header.columns[field].index if field in header.columns else -1


def _of_one(text: str, index: int, header: Header) -> Kind:
    if NUMBERED.match(text) or COUNTED.search(text):
        return Kind.BAND
    if text.isdigit():
        return Kind.NOTHING  # a template's empty row with its number
    if index == header.columns["title"].index:
        return Kind.TASK
    category = header.columns.get("category")
    if index == 0 and category is None and len(text) <= LONGEST_BAND and not re.search(r"[:：。；;]", text):
        return Kind.BAND
    return Kind.NOTHING


def _is_column_count(cells: list[str]) -> bool:
    """The line 1 2 3 4 … (or 甲 乙 1 2 …) below a header."""
    numbers = [text.strip("()（）") for text in cells if text not in "甲乙丙丁"]
    if len(numbers) < 4 or not all(text.isascii() and text.isdigit() for text in numbers):
        return False
    first = int(numbers[0])
    return [int(text) for text in numbers] == list(range(first, first + len(numbers)))
