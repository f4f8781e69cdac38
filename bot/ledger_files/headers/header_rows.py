"""Where the headers of a sheet are: one line or several, repeated or not, with merged cells or without."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.ledger_files.files.grids import Merged, squeezed
from bot.ledger_files.headers.columns import Header, Table, columns_of, field_of_lines
from bot.ledger_files.headers.stage_columns import stage_phrase
from bot.ledger_files.headers.vocabulary import header_words, is_listed, known

MATTERS = {"title", "measure", "content", "lead", "due"}
DEEPEST = 4  # header lines
LONGEST = 30  # letters of a header cell
NUMBER = re.compile(
    r"[第(（]?(?:\d{1,3}|[０-９]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])(?:[-.．—]\d{1,3})*[.、．)）号项条]*"
    r"|[A-Za-z]{1,2}-?\d{1,4}"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet as they stand and filled, and what `--map` says of its headers."""

    raw: Sequence[Sequence[object]]
    filled: Sequence[Sequence[object]]
    merged: Sequence[Merged]
    given: Mapping[str, str]


def headers(sheet: Sheet) -> list[Header]:
    """Every header of a sheet, repeated ones among them, each with its own columns."""
    spans = _spans(sheet, 0)
    found = []
    for number, (first, last) in enumerate(spans):
        end = spans[number + 1][0] if number + 1 < len(spans) else len(sheet.filled)
        found.append(header_at(sheet, first, last, end))
    return found


def header_at(sheet: Sheet, first: int, last: int, end: int) -> Header:
    table = Table(sheet.raw[last + 1 : end], sheet.filled[last + 1 : end])
    return columns_of(_lines(sheet, first, last), first, last, table, sheet.given)


def _spans(sheet: Sheet, at: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    tops = {area.top - 1: area.bottom - 1 for area in sheet.merged if 0 < area.bottom - area.top < DEEPEST}
    while at < len(sheet.filled):
        last = _last_line(sheet, at, tops)
        if last is not None and not _is_sure(sheet, at, last, further=bool(found)):
            last = None
        if last is None:
            at += 1
        else:
            found.append((at, last))
            at = last + 1
    return found


def _last_line(sheet: Sheet, at: int, tops: Mapping[int, int]) -> int | None:
    """The last line of the header that begins here; None where none begins."""
    if not _may_be_header(sheet.raw[at]):
        return None
    one = _fields(sheet, at, at)
    bottom = tops.get(at, at)
    if bottom > at and len(one) >= 2 and all(_may_be_header(row) for row in sheet.raw[at + 1 : bottom + 1]):
        deep = _fields(sheet, at, bottom)
        if len(deep) >= 3 and deep & MATTERS:
            return bottom
    two = _fields(sheet, at, at + 1) if at + 1 < len(sheet.raw) and _may_be_header(sheet.raw[at + 1]) else set()
    if len(one) >= 2 and len(two) >= max(4, len(one)) and _has_more(sheet.raw[at + 1]) and _is_parted(sheet, at):
        return at + 1
    return at if _is_enough(sheet, at, one) else None


def _is_sure(sheet: Sheet, first: int, last: int, *, further: bool) -> bool:
    """Two of its words are listed; one is enough for the first header of a sheet. Rows of data have none."""
    texts = [value for row in sheet.raw[first : last + 1] for value in row if squeezed(value)]
    listed = sum(is_listed(value) or header_words(value) in sheet.given for value in texts)
    return listed >= (2 if further else 1)


def _is_enough(sheet: Sheet, at: int, fields: set[str]) -> bool:
    if len(fields) >= 3:
        return bool(fields & MATTERS)
    cells = sum(bool(squeezed(value)) for value in sheet.raw[at])
    counted = any(_begins_with_number(sheet, place) for place in range(at + 1, at + 4))  # below a band, perhaps
    beside = fields & {"lead", "due"} or ("no" in fields and counted)
    return len(fields) == 2 and bool(fields & {"title", "measure"}) and bool(beside) and cells <= 3


def _begins_with_number(sheet: Sheet, at: int) -> bool:
    first = next(filter(None, map(squeezed, sheet.raw[at])), "") if at < len(sheet.raw) else ""
    return NUMBER.fullmatch(first) is not None


def _fields(sheet: Sheet, first: int, last: int) -> set[str]:
    lines = _lines(sheet, first, last)
    found = {field_of_lines(texts, sheet.given) for texts in lines} - {None}
    if any(stage_phrase(texts) for texts in lines):
        found.add("milestones")
    return {field for field in found if field}


def _lines(sheet: Sheet, first: int, last: int) -> list[list[str]]:
    """For each column its header lines, a merged one once."""
    return [
        list(dict.fromkeys(filter(None, (header_words(row[index]) for row in sheet.filled[first : last + 1]))))
        for index in range(len(sheet.filled[first]))
    ]


def _may_be_header(row: Sequence[object]) -> bool:
    """Short words only: a number or a day is data."""
    if any(isinstance(value, int | float | date) for value in row):
        return False
    texts = [squeezed(value) for value in row]
    return any(texts) and not any(map(NUMBER.fullmatch, texts)) and max(map(len, texts)) <= LONGEST


def _is_parted(sheet: Sheet, at: int) -> bool:
    """Below a name of the upper line there is nothing, or the first of several lower names: it is no row of data."""
    upper, lower = (
        [squeezed(value) for value in [*row, *[""] * len(sheet.filled[at])]] for row in sheet.raw[at : at + 2]
    )
    both = [index for index in range(len(sheet.filled[at])) if upper[index] and lower[index]]
    return all(not upper[index + 1] and lower[index + 1] for index in both)


def _has_more(row: Sequence[object]) -> bool:
    """A lower header line says something known itself, in most of its cells."""
    texts = [value for value in row if squeezed(value)]
    said = sum(known(value) is not None for value in texts)
    return said >= 2 and 2 * said >= len(texts)
