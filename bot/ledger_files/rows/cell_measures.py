"""Several measures in one cell, each with its units in brackets: 印发措施（市工信局牵头）；组建基金（市金融办）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.ledger_files.deadlines.timing import Basis
from bot.ledger_files.files.grids import words
from bot.ledger_files.rows.row_cells import RowCells
from bot.ledger_files.rows.row_units import names_units
from bot.reading.dates.day_finder import hits

ENDING = re.compile(r"[（(]((?:[^（()）]|[（(][^（()）]*[）)])*)[）)][ \t]*(?:[。；;]\s*|\n\s*|$)")
COUNT = re.compile(r"(?:^|(?<=[。；;\n]))\s*(?:[（(]\d{1,2}[)）]|[①-⑳]|\d{1,2}[.、．](?!\d))\s*")
SUBJECT = re.compile(
    r"(?:会议(?:要求|明确|决定)[，,]?)?(?:由|请|责成)?([^，,。；;]{2,40}?)(?:牵头|负责|要(?!求)|会同|抓紧|尽快|督促|根据|按照|[，,]于)"
)
BESIDE = re.compile(r"(?:配合|参与|协助|支持|参加)$")
CLAUSE = re.compile(r"[，,；;。]")
PARTS_OF_DAY = re.compile(r"[/／\n；;]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """`units`: what stands in front of it as its subject; None where the brackets behind it tell."""

    text: str
    units: str | None = None


def parted(cells: RowCells) -> Iterator[RowCells]:
    """A row for each measure with its own units; the row itself where it holds only one."""
    pieces = _bracketed(cells) or _counted(cells)
    if len(pieces) < 2:
        yield cells
        return
    days = [part for part in PARTS_OF_DAY.split(words(cells.value("due"))) if part.strip()]
    for number, piece in enumerate(pieces):
        part = RowCells(cells.facts, list(cells.row), cells.number, cells.header)
        assert isinstance(part.row, list)
        part.row[cells.header.columns["title"].index] = piece.text
        for column in (*cells.header.of("lead"), *cells.header.of("co")):
            part.row[column.index] = None
        if piece.units is not None:
            part.row[cells.header.columns["lead"].index] = piece.units
        day = _day_in(piece.text, cells) or (days[number] if len(days) == len(pieces) else "")
        if day and "due" in cells.header.columns:
            part.row[cells.header.columns["due"].index] = day
        part.notes_of_group = [("measures_in_cell", "note", f"一格内有 {len(pieces)} 项各有单位的举措，逐项单列")]
        yield part


def _bracketed(cells: RowCells) -> list[_Piece]:
    text = words(cells.value("title"))
    ends = [match.end() for match in ENDING.finditer(text) if names_units(cells.facts.units(match[1]), match[1])]
    if len(ends) < 2:
        return []
    pieces = [text[begin:end].strip() for begin, end in zip([0, *ends], ends, strict=False)]
    return [*map(_Piece, pieces[:-1]), _Piece(pieces[-1] + text[ends[-1] :].rstrip())]


def _counted(cells: RowCells) -> list[_Piece]:
    """（1）由市水利局牵头，4月20日前完成排查。（2）市财政局负责落实资金: each has a unit for its subject."""
    text = words(cells.value("title"))
    marks = list(COUNT.finditer(text))
    if len(marks) < 2 or text[: marks[0].start()].strip() or "lead" not in cells.header.columns:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    pieces = [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
    units = [_subject(piece, cells) for piece in pieces]
    return [_Piece(piece, told) for piece, told in zip(pieces, units, strict=True)] if all(units) else []


def _subject(piece: str, cells: RowCells) -> str:
    """The units in front of what they do; empty where the register knows none of them."""
    found = SUBJECT.match(piece)
    named = cells.facts.units(found[1]).all() if found else ()
    if found is None or not named or not all(each.known for each in named):
        return ""
    beside = [
        clause
        for clause in CLAUSE.split(piece)[1:]
        if BESIDE.search(clause) and names_units(cells.facts.units(clause), clause)
    ]
    return "，".join([f"{found[1]}牵头" if beside else found[1], *beside])


def _day_in(piece: str, cells: RowCells) -> str:
    frame = Basis(cells.facts.base_date, cells.facts.calendar, cells.facts.year).frame()
    bare = ENDING.sub("", piece)
    clauses = [clause for clause in CLAUSE.split(bare) if any(hit.found.day for hit in hits(clause, frame))]
    return "，".join(clauses)
