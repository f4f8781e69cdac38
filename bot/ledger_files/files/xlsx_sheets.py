"""One sheet of a workbook, read from its XML in a stream: what Excel opens, we open, within limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.ledger_files.files.grids import MOST_COLUMNS, MOST_ROWS, FileFault, Grid, Merged
from bot.ledger_files.files.xlsx_strings import RichText, unescaped
from bot.ledger_files.files.xlsx_styles import Styles
from bot.ledger_files.files.zip_parts import LocalNames, Parts

MOST_MERGED = 100_000
MOST_ELEMENTS = 20_000_000
MOST_LETTERS = 60_000_000
PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?")
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share."""

    strings: Sequence[tuple[str, bool]]
    styles: Styles
    from_1904: bool = False


def read_sheet(parts: Parts, path: str, name: str, book: Book, *, hidden: bool) -> Grid:
    """Raises FileFault."""
    reader = _Reader(name, book)
    parts.walk_raw(path, reader.start, reader.end, reader.text)
    return Grid(
        name,
        reader.rows,
        reader.merged,
        frozenset(reader.hidden_rows),
        hidden,
        frozenset(reader.formulas),
        frozenset(reader.struck),
    )


class _Reader:
    def __init__(self, name: str, book: Book) -> None:
        self.name, self.book = name, book
        self.rows: list[list[object]] = []
        self.merged: list[Merged] = []
        self.hidden_rows: set[int] = set()
        self.formulas: set[tuple[int, int]] = set()
        self.struck: set[tuple[int, int]] = set()
        self.row = self.column = self.elements = self.letters = 0
        self.kind, self.style, self.value = "n", 0, ""
        self.has_formula = self.has_words = self.in_value = self.in_text = False
        self.rich = RichText()
        self.local = LocalNames()
        self.row_written, self.row_number = "", 0
        self.columns: dict[str, int] = {}  # letters that have come

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = self.local[tag]
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise FileFault("file_too_large", f"工作表“{self.name}”的单元格太多。请删去空行空列后再导入")
        if tag == "c":
            self._cell(attributes)
        elif self.in_text:
            self.rich.start(tag, attributes)
        elif tag == "v":
            self.in_value = True
        elif tag == "row":
            self.row_written = attributes.get("r") or ""
            self.row = self.row_number = int(self.row_written or self.row + 1)
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.add(self.row)
        elif tag == "f":
            self.has_formula = True
        elif tag == "is":
            self.rich.begin()
            self.in_text = self.has_words = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, words: str) -> None:
        if self.in_value:
            self.value += words
        elif self.in_text:
            self.rich.text(words)

    def end(self, tag: str) -> None:
        tag = self.local[tag]
        if tag == "c":
            self._keep()
        elif tag == "v":
            self.in_value = False
        elif tag == "is":
            self.in_text = False
        elif self.in_text:
            self.rich.end(tag)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self._place(attributes.get("r"))
        self.kind, self.value, self.style = attributes.get("t", "n"), "", 0
        self.has_formula = self.has_words = False
        if (style := attributes.get("s")) and style.isdigit():
            self.style = int(style)

    def _place(self, at: str | None) -> None:
        """Most are letters that have come before, and the number of the row."""
        if at and self.row_written and at.endswith(self.row_written):
            column = self.columns.get(at[: -len(self.row_written)])
            if column is not None:
                self.row, self.column = self.row_number, column
                return
        place = PLACE.fullmatch(at) if at else None
        if place:
            letters, number = place.groups()
            self.column, self.row = column_number(letters), int(number)
            self.columns[letters] = self.column
        else:
            self.column += 1

    def _keep(self) -> None:
        value, struck = self._read()
        if value is None or value == "":
            if self.has_formula and 0 < self.row <= MOST_ROWS and self.column <= MOST_COLUMNS:
                self.formulas.add((self.row, self.column))
            return
        if self.row > MOST_ROWS:
            message = f"工作表“{self.name}”超过 {MOST_ROWS} 行。请删去空行或分成几个文件导入"
            raise FileFault("file_too_large", message)
        if self.column > MOST_COLUMNS:
            message = f"工作表“{self.name}”超过 {MOST_COLUMNS} 列。请删去无关的列再导入"
            raise FileFault("file_too_large", message)
        self._put(value)
        if struck or self.style in self.book.styles.struck:
            self.struck.add((self.row, self.column))

    def _put(self, value: object) -> None:
        self.letters += len(value) if type(value) is str else 8
        if self.letters > MOST_LETTERS:
            raise FileFault("file_too_large", f"工作表“{self.name}”的文字太多。请分成几个文件导入")
        while len(self.rows) < self.row:
            self.rows.append([])
        row = self.rows[self.row - 1]
        missing = self.column - len(row)
        if missing == 1:  # cells come from left to right
            row.append(value)
            return
        row.extend([None] * missing)
        row[self.column - 1] = value

    def _read(self) -> tuple[object, bool]:
        if self.kind == "s":
            at = int(self.value) if self.value.isdigit() else -1
            return self.book.strings[at] if 0 <= at < len(self.book.strings) else (None, False)
        if self.kind == "inlineStr":
            return self.rich.told() if self.has_words else (None, False)
        if self.kind == "e":  # #REF!: a formula without a result
            self.has_formula = True
            return None, False
        if self.kind == "b":
            return {"1": "是", "0": "否"}.get(self.value, self.value), False
        if self.kind in ("str", "d"):
            return (_stamp(self.value) if self.kind == "d" else unescaped(self.value)), False
        return self._number(self.value.strip()), False

    def _number(self, text: str) -> object:
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            return text
        if self.style in self.book.styles.dates and 1 <= number < 2_958_466:
            return _day(number, self.book.from_1904)
        if number.is_integer() and abs(number) < 1e15:
            return int(number)
        return f"{number:.2f}" if self.style in self.book.styles.two_decimals else number

    def _merge(self, ref: str) -> None:
        corners = [PLACE.fullmatch(corner) for corner in ref.split(":")]
        if len(corners) != 2 or not corners[0] or not corners[1]:
            return
        if len(self.merged) >= MOST_MERGED:
            raise FileFault("file_too_large", f"工作表“{self.name}”的合并单元格太多。请取消合并后再导入")
        (left, top), (right, bottom) = ((column_number(at[1]), int(at[2])) for at in corners if at)
        self.merged.append(Merged(top, left, bottom, right))


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _day(number: float, from_1904: bool) -> object:
    """A day as Excel counts it; a time of day goes with it."""
    if not from_1904 and number < 60:
        number += 1  # Excel takes 1900 for a leap year
    return (EPOCH_1904 if from_1904 else EPOCH) + timedelta(days=round(number * 86400) / 86400)


def _stamp(text: str) -> object:
    match = STAMP.match(text)
    try:
        return datetime.fromisoformat(match[0]) if match else text
    except ValueError:
        return text
