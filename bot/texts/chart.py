"""The wall chart (挂图作战): departments × lamps, worst first, one field per task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.texts.canvas import Canvas, ems, fitted
from bot.texts.departments import DepartmentRow
from db.lifecycle import State
from schedules.standing import Lamp
from schedules.tally import Tally, whole

_WIDTH: Final = 11.7  # A3 upright
_MARGIN: Final = 0.5
_ROW: Final = 0.36
_TOP: Final = 2.75
_FOOT: Final = 0.95
_NAMES: Final = 3.2  # the column of names grows so wide, then they become smaller
_NAME_SIZE: Final = 13
_FIGURES: Final = (("超期", 0.62), ("在办", 0.62), ("销号", 0.62), ("合计", 0.62))
_WEEKDAYS: Final = "一二三四五六日"
_FIELD: Final = 0.24  # narrower fields would be stripes
_WIDEST: Final = 0.5
_SLOGAN: Final = "事事有着落，件件有回音"
_INK, _PALE, _RULE, _BAND = "#222222", "#6b7280", "#c9ced6", "#f4f6f9"
_ALARM: Final = "#c0202c"


@dataclass(frozen=True, slots=True)
class _Part:
    """One colour of a bar."""

    label: str
    colour: str
    ink: str
    count: int


def _parts(tally: Tally) -> list[_Part]:
    """Worst first; closed tasks are green in the ledger and have a field of their own here."""
    lamps = tally.lamps
    return [
        _Part("红", _ALARM, "white", lamps[Lamp.RED]),
        _Part("黄", "#f2b900", _INK, lamps[Lamp.YELLOW]),
        _Part("蓝", "#2f6db5", "white", lamps[Lamp.BLUE]),
        _Part("灰", "#c3c8d0", _INK, lamps[Lamp.GREY]),
        _Part("绿", "#5bb56a", _INK, lamps[Lamp.GREEN] - tally.closed),
        _Part("已销号", "#1d6b3a", "white", tally.closed),
    ]


@dataclass(frozen=True, slots=True)
class _Layout:
    names: float  # width of the column of names
    unit: float  # width of one task

    @property
    def bars(self) -> str:
        return "亮灯情况（一格一项）" if self.unit >= _FIELD else "亮灯情况（项数）"


def chart(rows: Sequence[DepartmentRow], *, title: str, as_of: date) -> bytes:
    """A PNG, about A3 upright with forty departments."""
    ordered = sorted(rows, key=lambda row: (row.tally.worst_first(), row.name))
    paper = Canvas(_WIDTH, _TOP + max(len(ordered), 1) * _ROW + _FOOT)
    layout = _layout(ordered)
    _head(paper, title, whole(row.tally for row in ordered), as_of)
    _columns(paper, layout)
    for place, row in enumerate(ordered):
        _department(paper, row, layout, y=_TOP + place * _ROW, shaded=place % 2 == 0)
    if not ordered:
        paper.text(_WIDTH / 2, _TOP + _ROW / 2, "台账中尚无事项", size=13, colour=_PALE, align="center")
    _foot(paper)
    return paper.png()


def _layout(rows: Sequence[DepartmentRow]) -> _Layout:
    longest = max((ems(row.name) for row in rows), default=0) * _NAME_SIZE / 72 + 0.3
    names = min(max(longest, 1.4), _NAMES)
    bars = _WIDTH - 2 * _MARGIN - names - sum(width for _, width in _FIGURES) - 0.1
    return _Layout(names, min(bars / max((row.tally.total for row in rows), default=1), _WIDEST))


def _head(paper: Canvas, title: str, counts: Tally, as_of: date) -> None:
    paper.box(0, 0, _WIDTH, 0.14, fill=_ALARM)
    words, size = fitted(title, _WIDTH - 2 * _MARGIN, 25, least=13)
    paper.text(_WIDTH / 2, 0.62, words, size=size, align="center")
    weekday = _WEEKDAYS[as_of.weekday()]
    day = f"截至{as_of.year}年{as_of.month}月{as_of.day}日（星期{weekday}）"
    paper.text(_WIDTH / 2, 1.1, f"{_SLOGAN}　　{day}", size=12.5, colour=_PALE, align="center")
    paper.text(_WIDTH / 2, 1.48, "，".join(_sums(counts)), size=14, align="center")
    _legend(paper, counts)


def _sums(counts: Tally) -> Iterator[str]:
    yield f"共{counts.total}项"
    yield f"在办{counts.unfinished}项"
    yield f"超期{counts.overdue}项"
    yield f"已销号{counts.closed}项"
    if counts.closed_share is not None:
        yield f"销号率{counts.closed_share:g}%"
    if counts.states[State.STOPPED]:
        yield f"中止{counts.states[State.STOPPED]}项"


def _legend(paper: Canvas, counts: Tally) -> None:
    parts = _parts(counts)
    step = (_WIDTH - 2 * _MARGIN) / len(parts)
    for place, part in enumerate(parts):
        x = _MARGIN + place * step + step / 2 - 0.62
        paper.box(x, 1.79, 0.3, 0.24, fill=part.colour)
        paper.text(x + 0.4, 1.91, f"{part.label} {part.count}项", size=13)


def _columns(paper: Canvas, layout: _Layout) -> None:
    y = _TOP - 0.26
    paper.text(_MARGIN, y, "牵头单位", size=11.5, colour=_PALE)
    paper.text(_MARGIN + layout.names, y, layout.bars, size=11.5, colour=_PALE)
    for label, x in _figure_places():
        paper.text(x, y, label, size=11.5, colour=_PALE, align="center")
    paper.line(_MARGIN, _TOP - 0.04, _WIDTH - 2 * _MARGIN, colour=_INK, points=1.2)


def _department(paper: Canvas, row: DepartmentRow, layout: _Layout, *, y: float, shaded: bool) -> None:
    if shaded:
        paper.box(_MARGIN, y, _WIDTH - 2 * _MARGIN, _ROW, fill=_BAND)
    middle = y + _ROW / 2
    name, size = fitted(row.name or "未明确单位", layout.names - 0.15, _NAME_SIZE, least=9)
    paper.text(_MARGIN + 0.06, middle, name, size=size)
    _bar(paper, row.tally, layout, y=y + 0.05)
    counts = (row.tally.overdue, row.tally.unfinished, row.tally.closed, row.tally.total)
    for (label, x), count in zip(_figure_places(), counts, strict=True):
        colour = _ALARM if label == "超期" and count else _INK if count else _RULE
        paper.text(x, middle, str(count), size=12.5, colour=colour, align="center")


def _bar(paper: Canvas, tally: Tally, layout: _Layout, *, y: float) -> None:
    x, unit, height = _MARGIN + layout.names, layout.unit, _ROW - 0.1
    for part in _parts(tally):
        if part.count:
            draw = _fields if unit >= _FIELD else _block
            draw(paper, part, x, y, unit, height)
        x += part.count * unit


def _fields(paper: Canvas, part: _Part, x: float, y: float, unit: float, height: float) -> None:
    """A field for every task, the count in the first of them."""
    for field in range(part.count):
        paper.box(x + field * unit, y, unit, height, fill=part.colour, edge="white")
    paper.text(x + unit / 2, y + height / 2, str(part.count), size=11, colour=part.ink, align="center")


def _block(paper: Canvas, part: _Part, x: float, y: float, unit: float, height: float) -> None:
    """Too many tasks for fields: one block, the count in it where it fits."""
    width = part.count * unit
    paper.box(x, y, width, height, fill=part.colour, edge="white")
    if width >= 0.1 * len(str(part.count)) + 0.06:
        paper.text(x + width / 2, y + height / 2, str(part.count), size=11, colour=part.ink, align="center")


def _figure_places() -> list[tuple[str, float]]:
    """Each column of figures and its middle."""
    x = _WIDTH - _MARGIN - sum(width for _, width in _FIGURES)
    places = []
    for label, width in _FIGURES:
        places.append((label, x + width / 2))
        x += width
    return places


def _foot(paper: Canvas) -> None:
    y = paper.height - _FOOT
    paper.line(_MARGIN, y + 0.1, _WIDTH - 2 * _MARGIN, colour=_RULE)
    said = [
        "红：已超期，或落后计划进度较多　　黄：落后计划进度、当期未报，或反馈无实质内容　　蓝：临近时限",
        "灰：未报进度或已中止　　绿：按计划推进（含已申请办结）　　已销号：督查室核验后办结",
    ]
    for place, words in enumerate(said):
        paper.text(_MARGIN, y + 0.34 + place * 0.28, words, size=10.5, colour=_PALE)
