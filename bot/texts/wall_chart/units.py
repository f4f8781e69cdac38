"""Rows of bars, worst first: units in two columns; areas and leaders beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.texts.canvas import Canvas, fitted
from bot.texts.departments import DepartmentRow
from bot.texts.wall_chart.paper import ALARM, BAND, GAP, INK, INNER, MARGIN, PALE, bar, heading
from db.lifecycle import State
from schedules.tally import Tally

ROW: Final = 0.28
_TOP: Final = 0.52
_HALF: Final = (INNER - GAP) / 2
_NAMES: Final = 1.5
_FIGURES: Final = ("超期", "受阻", "销号", "合计")
_FIGURE: Final = 0.4
_BARS: Final = _HALF - _NAMES - _FIGURE * len(_FIGURES) - 0.08


def height(*columns: Sequence[DepartmentRow]) -> float:
    return max(max(map(len, columns), default=0), 1) * ROW + _TOP + 0.25


def halves(rows: Sequence[DepartmentRow]) -> tuple[Sequence[DepartmentRow], Sequence[DepartmentRow]]:
    """Down the left column, then down the right one."""
    middle = (len(rows) + 1) // 2
    return rows[:middle], rows[middle:]


def departments(paper: Canvas, rows: Sequence[DepartmentRow], y: float) -> None:
    unit = _unit(rows)
    heading(paper, MARGIN, y, INNER, "牵头单位", "差的在前，先左后右；色条一段一色，数字为项数")
    for place, column in enumerate(halves(rows)):
        if column:
            _column(paper, column, MARGIN + place * (_HALF + GAP), y, unit)


def side_by_side(
    paper: Canvas, left: tuple[str, Sequence[DepartmentRow]], right: tuple[str, Sequence[DepartmentRow]], y: float
) -> None:
    """Two lists under headings of their own; an empty one is left out."""
    shown = [each for each in (left, right) if each[1]]
    for place, (words, rows) in enumerate(shown):
        x = MARGIN + place * (_HALF + GAP)
        heading(paper, x, y, _HALF, words)
        _column(paper, rows, x, y, _unit(rows))


def _unit(rows: Sequence[DepartmentRow]) -> float:
    """Width of one task."""
    return min(_BARS / max((row.tally.total for row in rows), default=1), 0.3)


def _column(paper: Canvas, rows: Sequence[DepartmentRow], x: float, y: float, unit: float) -> None:
    for label, middle in zip(_FIGURES, _places(x), strict=True):
        paper.text(middle, y + 0.36, label, size=10, colour=PALE, align="center")
    for place, row in enumerate(rows):
        _row(paper, row, x, y + _TOP + place * ROW, unit, shaded=place % 2 == 0)


def _row(paper: Canvas, row: DepartmentRow, x: float, y: float, unit: float, *, shaded: bool) -> None:
    if shaded:
        paper.box(x, y, _HALF, ROW, fill=BAND)
    middle = y + ROW / 2
    name, size = fitted(row.name.strip() or "未明确", _NAMES - 0.14, 12, least=9)
    paper.text(x + 0.06, middle, name, size=size)
    bar(paper, row.tally, x + _NAMES, y + 0.05, unit=unit, height=ROW - 0.1)
    for label, count, place in zip(_FIGURES, _counts(row.tally), _places(x), strict=True):
        if count:  # a sheet full of noughts hides the others, and each takes its time to draw
            colour = ALARM if label in ("超期", "受阻") else INK
            paper.text(place, middle, str(count), size=11.5, colour=colour, align="center")


def _counts(tally: Tally) -> tuple[int, ...]:
    return tally.overdue, tally.states[State.BLOCKED], tally.closed, tally.total


def _places(x: float) -> list[float]:
    """The middle of each column of figures."""
    first = x + _HALF - _FIGURE * len(_FIGURES)
    return [first + _FIGURE * (place + 0.5) for place in range(len(_FIGURES))]
