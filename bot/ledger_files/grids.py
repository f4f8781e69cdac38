"""A table as it stands in a file, whatever the file: rows of values, and what the sheet merges or hides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

WHITE = dict.fromkeys(map(ord, " \t\r\n\v\f\u00a0\u3000\u200b\ufeff"))


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range, counted from 1 as people count; the corners are within."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    name: str
    rows: Sequence[Sequence[object]]
    merged: Sequence[Merged] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)  # formula cells without a stored value

    def filled(self) -> list[list[object]]:
        """The rows with every merged value in each row and column that it covers."""
        width = max((len(row) for row in self.rows), default=0)
        rows = [[*row, *[None] * (width - len(row))] for row in self.rows]
        for area in self.merged:
            if area.top > len(rows) or area.left > width:
                continue
            value = rows[area.top - 1][area.left - 1]
            for row in rows[area.top - 1 : area.bottom]:
                row[area.left - 1 : area.right] = [value] * (min(area.right, width) - area.left + 1)
        return rows


class FileFault(Exception):
    """A file that cannot be read at all. `code` is stable; the message is what the office reads."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def words(value: object) -> str:
    """A cell as text: whole numbers without `.0`, days in ISO form."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def squeezed(value: object) -> str:
    """The text of a cell without any white space."""
    return words(value).translate(WHITE)


def column_letter(index: int) -> str:
    """A, B, … Z, AA for 0, 1, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
