"""The head of the wall chart: title, six figures with their change since last week, all lamps in one bar."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.texts import words
from bot.texts.canvas import Canvas, fitted
from bot.texts.wall_chart.content import WallChart
from bot.texts.wall_chart.paper import ALARM, BAND, GOOD, INK, INNER, MARGIN, PALE, WIDTH, bar, parts
from db.lifecycle import State

HEIGHT: Final = 3.3
_TILE: Final = 0.12  # between two figures
_SIX: Final = 6


class _Figure(NamedTuple):
    label: str
    value: str
    change: int | None
    bad: bool | None  # whether more of it is bad, good, or neither


def draw(paper: Canvas, chart: WallChart) -> None:
    paper.box(0, 0, WIDTH, 0.14, fill=ALARM)
    title, size = fitted(chart.title, INNER, 26, least=13)
    paper.text(WIDTH / 2, 0.6, title, size=size, align="center")
    day = f"截至{chart.as_of.year}年{words.day(chart.as_of)}"
    stopped = chart.whole.states[State.STOPPED]
    said = [words.SLOGAN, day, *([f"中止{stopped}项"] if stopped else [])]
    said += [*([chart.measured] if chart.measured else []), *chart.staged]
    line, size = fitted("　　".join(said), INNER, 12.5, least=9)
    paper.text(WIDTH / 2, 1.05, line, size=size, colour=PALE, align="center")
    width = (INNER - (_SIX - 1) * _TILE) / _SIX
    for place, figure in enumerate(_figures(chart)):
        _tile(paper, figure, MARGIN + place * (width + _TILE), width)
    _lamps(paper, chart)


def _figures(chart: WallChart) -> list[_Figure]:
    now, then = chart.whole, chart.before
    blocked = now.states[State.BLOCKED]
    share = "—" if now.closed_share is None else words.percent(now.closed_share)
    found = [
        ("事项", now.total, then.total if then else None, None),
        ("在办", now.unfinished, then.unfinished if then else None, None),
        ("超期", now.overdue, then.overdue if then else None, True),
        ("受阻", blocked, then.blocked if then else None, True),
        ("已销号", now.closed, then.closed if then else None, False),
    ]
    counts = [
        _Figure(label, str(value), None if before is None else value - before, bad)
        for label, value, before, bad in found
    ]
    return [*counts, _Figure("销号率", share, None, None)]


def _tile(paper: Canvas, figure: _Figure, x: float, width: float) -> None:
    paper.box(x, 1.32, width, 0.98, fill=BAND)
    colour = ALARM if figure.bad and figure.value != "0" else INK
    paper.text(x + width / 2, 1.62, figure.value, size=25, colour=colour, align="center")
    paper.text(x + width / 2, 1.95, figure.label, size=12.5, align="center")
    if figure.change is not None:
        said, tone = _changed(figure.change, figure.bad)
        paper.text(x + width / 2, 2.17, said, size=10.5, colour=tone, align="center")


def _changed(change: int, bad: bool | None) -> tuple[str, str]:
    if change == 0:
        return "与上周持平", PALE
    tone = PALE if bad is None else ALARM if (change > 0) is bad else GOOD
    return f"较上周{'增' if change > 0 else '减'}{abs(change)}", tone


def _lamps(paper: Canvas, chart: WallChart) -> None:
    total = chart.whole.total
    if total:
        bar(paper, chart.whole, MARGIN, 2.46, unit=INNER / total, height=0.34, size=13)
    shown = parts(chart.whole)
    step = INNER / len(shown)
    for place, part in enumerate(shown):
        x = MARGIN + place * step + step / 2 - 0.62
        paper.box(x, 2.93, 0.28, 0.2, fill=part.colour)
        paper.text(x + 0.37, 3.03, f"{part.label} {part.count}项", size=12.5)
