"""Colours, measures and small pieces that every part of the wall chart uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.texts.canvas import Canvas
from schedules.standing import Lamp
from schedules.tally import Tally

WIDTH: Final = 11.7  # A3 upright
MARGIN: Final = 0.5
INNER: Final = WIDTH - 2 * MARGIN
GAP: Final = 0.35  # between two blocks side by side
INK, PALE, RULE, BAND = "#222222", "#5f6875", "#c9ced6", "#f4f6f9"
ALARM, GOOD = "#c0202c", "#1d6b3a"
LAMPS: Final = {
    Lamp.RED: ALARM,
    Lamp.YELLOW: "#f2b900",
    Lamp.BLUE: "#2f6db5",
    Lamp.GREY: "#c3c8d0",
    Lamp.GREEN: "#5bb56a",
}
_LETTER: Final = 0.1  # inches that a figure in a bar needs


@dataclass(frozen=True, slots=True)
class Part:
    """One colour of a bar."""

    label: str
    colour: str
    ink: str
    count: int


def parts(tally: Tally) -> list[Part]:
    """Worst first; closed tasks are green in the ledger and have a colour of their own here."""
    lamps = tally.lamps
    return [
        Part("红", LAMPS[Lamp.RED], "white", lamps[Lamp.RED]),
        Part("黄", LAMPS[Lamp.YELLOW], INK, lamps[Lamp.YELLOW]),
        Part("蓝", LAMPS[Lamp.BLUE], "white", lamps[Lamp.BLUE]),
        Part("灰", LAMPS[Lamp.GREY], INK, lamps[Lamp.GREY]),
        Part("绿", LAMPS[Lamp.GREEN], INK, lamps[Lamp.GREEN] - tally.closed),
        Part("已销号", GOOD, "white", tally.closed),
    ]


def bar(paper: Canvas, tally: Tally, x: float, y: float, *, unit: float, height: float, size: float = 10.5) -> None:
    """A block for each colour, `unit` inches for every task; its count where it fits."""
    for part in parts(tally):
        width = part.count * unit
        if part.count:
            paper.box(x, y, width, height, fill=part.colour, edge="white")
        if width >= _LETTER * len(str(part.count)) + 0.04:
            paper.text(x + width / 2, y + height / 2, str(part.count), size=size, colour=part.ink, align="center")
        x += width


def heading(paper: Canvas, x: float, y: float, width: float, words: str, note: str = "") -> None:
    paper.box(x, y - 0.13, 0.08, 0.26, fill=ALARM)
    paper.text(x + 0.18, y, words, size=14.5)
    if note:
        paper.text(x + width, y, note, size=10.5, colour=PALE, align="right")
    paper.line(x, y + 0.22, width, colour=INK, points=1)
