"""Columns known by what stands in them, where their headers say nothing: known units, days, the longest texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.ledger_files.deadlines.deadline_cells import plain
from bot.ledger_files.files.grids import squeezed, words
from bot.ledger_files.headers.columns import Column, Header, cell_of
from bot.ledger_files.headers.header_rows import NUMBER, Sheet, header_at
from bot.ledger_files.headers.vocabulary import FIELDS
from bot.ledger_files.units.lookup import Lookup
from bot.ledger_files.units.phrase import read_units

LOOKED_AT = 60  # rows
DAY = re.compile(
    r"\d{1,2}月|20\d\d[-./年]|年[底内末前]|季度|[上下]半年|长期|全年|\d+(?:个工作)?日[之以]?内|立行立改|立即|\d{1,2}\.\d{1,2}$"
)
SHARE = re.compile(r"(?:100|\d{1,2})(?:\.\d+)?[%％]?|1(?:\.0+)?|0?\.\d+")
MODE = re.compile(r"限期|限时|按期|阶段|一次性|常态|长期|持续|每|定期|短期|中期|立行")
FIRST_NUMBER = re.compile(r"(?:1|１|一|[(（]一[)）]|1[.、]|一、|①|1\.1|1-1)")
LONGEST_DAY = 40


def by_content(header: Header, rows: Sequence[Sequence[object]], lookup: Lookup | None) -> Header:
    """The header with the fields that only the cells tell; those are `guessed`."""
    if "mode" in header.columns and not any(MODE.search(squeezed(header.value(row, "mode"))) for row in rows):
        header = replace(header, columns={name: at for name, at in header.columns.items() if name != "mode"})  # A类
    header = _shares(header, rows)
    free = list(header.unread)
    guessed: dict[str, Column] = {}
    if "no" not in header.columns and free and _counts(free[0], rows):
        header = replace(header, columns={**header.columns, "no": free.pop(0)})
    for name, fits in (("lead", _units(lookup)), ("due", _is_day)):
        able = [column for column in free if not any(word in column.header for word in FIELDS[name].never)]
        column = None if name in header.columns else _best(able, rows, fits)
        if column:
            guessed[name] = column
            free.remove(column)
    if "title" not in header.columns and (column := _longest(free, rows)):
        guessed["title"] = column
    if not guessed:
        return header
    return replace(header, columns={**header.columns, **guessed}, guessed=tuple(guessed))


def _shares(header: Header, rows: Sequence[Sequence[object]]) -> Header:
    """目前进展（%）: a column of progress that holds numbers only is one of percents."""
    values = [text for row in rows if (text := squeezed(header.value(row, "progress")))]
    if "percent" in header.columns or not values or not all(map(SHARE.fullmatch, values)):
        return header
    first, *others = header.of("progress")
    columns = {**header.columns, "percent": first} | ({"progress": others[0]} if others else {})
    if not others:
        del columns["progress"]
    return replace(header, columns=columns, more={**header.more, "progress": tuple(others[1:])})


def header_by_content(sheet: Sheet, lookup: Lookup | None) -> list[Header]:
    """A table whose header has no known word: a row of short words over cells that are units, days and texts."""
    for at, row in enumerate(sheet.raw[:LOOKED_AT]):
        texts = [squeezed(value) for value in row]
        if at + 1 == len(sheet.raw) or sum(map(bool, texts)) < 3 or max(map(len, texts)) > 20:
            continue
        header = header_at(sheet, at, at, len(sheet.filled))
        place = next((index for index, value in enumerate(sheet.raw[at + 1]) if squeezed(value)), 0)
        numbered = FIRST_NUMBER.fullmatch(squeezed(sheet.raw[at + 1][place])) if sheet.raw[at + 1] else None
        if numbered and place < len(texts) and "no" not in header.columns:
            header = replace(header, columns={**header.columns, "no": Column(place, texts[place])})
        header = by_content(header, sheet.raw[at + 1 :], lookup)
        beside = {"lead", "due"} & header.columns.keys()
        if "title" in header.columns and (len(beside) == 2 or (beside and numbered)):
            return [header]
    return []


def _best(free: Sequence[Column], rows: Sequence[Sequence[object]], fits: Callable[[object], bool]) -> Column | None:
    for column in free:
        values = [value for row in rows[:LOOKED_AT] if squeezed(value := cell_of(row, column))]
        if values and sum(map(fits, values)) >= 0.6 * len(values):
            return column
    return None


def _units(lookup: Lookup | None) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        if lookup is None or isinstance(value, int | float) or len(squeezed(value)) > 120:
            return False
        found = read_units(value, lookup).all()
        return bool(found) and sum(named.known for named in found) >= 0.5 * len(found)

    return fits


def _is_day(value: object) -> bool:
    if not isinstance(value, str | int | float):
        return True
    text = plain(words(value))
    return isinstance(value, str) and len(text) <= LONGEST_DAY and DAY.search(text) is not None


def _counts(column: Column, rows: Sequence[Sequence[object]]) -> bool:
    """A first column of numbers without a name: 1, 2, 3 …"""
    texts = [text for row in rows[:LOOKED_AT] if (text := squeezed(cell_of(row, column)))]
    return len(texts) > 1 and all(map(NUMBER.fullmatch, texts)) and len(set(texts)) > len(texts) // 2


def _longest(free: Sequence[Column], rows: Sequence[Sequence[object]]) -> Column | None:
    """The column of texts that differ from row to row, the longest of them first."""
    best, length = None, 3.5
    for column in free:
        texts = [squeezed(value) for row in rows[:LOOKED_AT] if squeezed(value := cell_of(row, column))]
        filled = [text for text in texts if not text.isdigit()]
        if not filled or len(set(filled)) < 0.6 * len(filled):
            continue
        average = sum(map(len, filled)) / max(1, len(rows[:LOOKED_AT]))
        if average > length:
            best, length = column, average
    return best
