"""A table as it stands in a file, whatever the file: rows of values; what is merged, hidden or struck out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from bot.reading.text.hidden import without_hidden

WHITE = dict.fromkeys(map(ord, " \t\r\n\v\f\u00a0\u3000\u00ad\u180e\u200b\u200c\u2060\ufeff"))
MOST_ROWS = 20_000
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range, counted from 1 as people count; the corners are within."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns of the sets are counted from 1."""

    name: str
    rows: Sequence[Sequence[object]]
    merged: Sequence[Merged] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)  # formula cells without a stored value
    struck: frozenset[tuple[int, int]] = frozenset()  # cells whose words are all struck through
    loose: frozenset[int] = frozenset()  # rows that are paragraphs beside the tables of a document

    def filled(self) -> list[list[object]]:
        """The rows with every merged value in each row and column that it covers. Raises FileFault."""
        width = max((len(row) for row in self.rows), default=0)
        rows = [[*row, *[None] * (width - len(row))] for row in self.rows]
        budget = 4 * width * len(rows) + 10_000  # merged ranges do not overlap, except in a file made to hurt
        for area in self.merged:
            if area.top > len(rows) or area.left > width:
                continue
            wide = min(area.right, width) - area.left + 1
            budget -= wide * (min(area.bottom, len(rows)) - area.top + 1)
            if budget < 0:
                raise FileFault("file_too_large", f"工作表“{self.name}”的合并单元格相互重叠。请取消合并后再导入")
            value = rows[area.top - 1][area.left - 1]
            for row in rows[area.top - 1 : area.bottom]:
                row[area.left - 1 : area.left - 1 + wide] = [value] * wide
        return rows


class FileFault(Exception):
    """A file that cannot be read at all. `code` is stable; the message is what the office reads."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def words(value: object) -> str:
    """A cell as text: whole numbers without `.0`, days in ISO form."""
    if isinstance(value, str):
        return value if value.isprintable() else without_hidden(value)
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def squeezed(value: object) -> str:
    """The text of a cell without any white space, and without what nobody sees."""
    if type(value) is str:
        return _squeezed(value)
    return "" if value is None else _squeezed(words(value))


@lru_cache(maxsize=1024)  # each cell of a row is looked at some ten times
def _squeezed(text: str) -> str:
    text = "".join(text.split())
    return text if text.isprintable() else without_hidden(text).translate(WHITE)


def column_letter(index: int) -> str:
    """A, B, … Z, AA for 0, 1, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
