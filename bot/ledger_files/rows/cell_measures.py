"""Several measures in one cell, each with its units in brackets: 印发措施（市工信局牵头）；组建基金（市金融办）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.ledger_files.deadlines.due_cell import Basis
from bot.ledger_files.files.grids import words
from bot.ledger_files.rows.row_cells import RowCells
from bot.ledger_files.rows.row_units import names_units
from bot.reading.dates.day_finder import hits

ENDING = re.compile(r"[（(]((?:[^（()）]|[（(][^（()）]*[）)])*)[）)][ \t]*(?:[。；;]\s*|\n\s*|$)")
CLAUSE = re.compile(r"[，,；;。]")
PARTS_OF_DAY = re.compile(r"[/／\n；;]")


def parted(cells: RowCells) -> Iterator[RowCells]:
    """A row for each measure, its units left to the brackets; the row itself where it holds only one."""
    pieces = _pieces(cells)
    if len(pieces) < 2:
        yield cells
        return
    days = [part for part in PARTS_OF_DAY.split(words(cells.value("due"))) if part.strip()]
    for number, piece in enumerate(pieces):
        part = RowCells(cells.facts, list(cells.row), cells.number, cells.header)
        assert isinstance(part.row, list)
        part.row[cells.header.columns["title"].index] = piece
        for column in (*cells.header.of("lead"), *cells.header.of("co")):
            part.row[column.index] = None
        day = _day_in(piece, cells) or (days[number] if len(days) == len(pieces) else "")
        if day and "due" in cells.header.columns:
            part.row[cells.header.columns["due"].index] = day
        part.notes_of_group = [("measures_in_cell", "note", f"一格内有 {len(pieces)} 项各有单位的举措，逐项单列")]
        yield part


def _pieces(cells: RowCells) -> list[str]:
    text = words(cells.value("title"))
    ends = [match.end() for match in ENDING.finditer(text) if names_units(cells.facts.units(match[1]), match[1])]
    if len(ends) < 2:
        return []
    pieces = [text[begin:end].strip() for begin, end in zip([0, *ends], ends, strict=False)]
    return [*pieces[:-1], pieces[-1] + text[ends[-1] :].rstrip()]


def _day_in(piece: str, cells: RowCells) -> str:
    frame = Basis(cells.facts.base_date, cells.facts.calendar, cells.facts.year).frame()
    bare = ENDING.sub("", piece)
    clauses = [clause for clause in CLAUSE.split(bare) if any(hit.found.day for hit in hits(clause, frame))]
    return "，".join(clauses)
