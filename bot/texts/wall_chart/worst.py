"""The ten worst tasks, and what the coming four weeks bring: side by side."""

from __future__ import annotations

from typing import Final

from bot.texts.canvas import Canvas, fitted
from bot.texts.wall_chart.content import WallChart, Week, Worst
from bot.texts.wall_chart.paper import ALARM, BAND, GAP, INK, INNER, LAMPS, MARGIN, PALE, heading
from schedules.standing import Lamp

MOST: Final = 10
_ROW: Final = 0.3
_TOP: Final = 0.42  # below the heading
_LEFT: Final = 6.15
_RIGHT: Final = INNER - _LEFT - GAP
_LINES: Final = 3  # of a week
_WEEK: Final = 0.3  # its heading
_LINE: Final = 0.225


def height(chart: WallChart) -> float:
    return max(_ROW * max(len(chart.worst), 1), sum(map(_week_height, chart.weeks))) + _TOP + 0.25


def draw(paper: Canvas, chart: WallChart, y: float) -> None:
    heading(paper, MARGIN, y, _LEFT, "最差十项", "由重到轻，含临近时限")
    for place, each in enumerate(chart.worst[:MOST]):
        _worst(paper, each, y + _TOP + place * _ROW, shaded=place % 2 == 0)
    if not chart.worst:
        paper.text(MARGIN + 0.18, y + _TOP + _ROW / 2, "没有红灯、黄灯和临近时限的事项。", size=12, colour=PALE)
    x = MARGIN + _LEFT + GAP
    heading(paper, x, y, _RIGHT, "未来四周", "到期与节点")
    y += _TOP
    for week in chart.weeks:
        _week(paper, week, x, y)
        y += _week_height(week)


def _worst(paper: Canvas, each: Worst, y: float, *, shaded: bool) -> None:
    if shaded:
        paper.box(MARGIN, y, _LEFT, _ROW, fill=BAND)
    middle = y + _ROW / 2
    paper.box(MARGIN + 0.06, middle - 0.08, 0.16, 0.16, fill=LAMPS[each.lamp])
    paper.text(MARGIN + 0.3, middle, f"{each.number}号", size=11)
    for words, x, width in ((each.title, 0.85, 2.35), (each.department, 3.28, 1.2)):
        shown, size = fitted(words, width, 11, least=10)
        paper.text(MARGIN + x, middle, shown, size=size, colour=INK if x < 1 else PALE)
    why, size = fitted(each.why, 0.95, 11, least=9)
    paper.text(MARGIN + 4.53, middle, why, size=size, colour=PALE if each.lamp is Lamp.BLUE else ALARM)
    paper.text(MARGIN + _LEFT - 0.05, middle, each.left, size=10.5, colour=PALE, align="right")


def _week_height(week: Week) -> float:
    return _WEEK + _LINE * min(len(week.coming), _LINES) + (_LINE if len(week.coming) > _LINES else 0) + 0.06


def _week(paper: Canvas, week: Week, x: float, y: float) -> None:
    paper.box(x, y, _RIGHT, 0.27, fill=BAND)
    first, last = week.first, week.last
    paper.text(x + 0.08, y + 0.135, f"{first.month}月{first.day}日—{last.month}月{last.day}日", size=11)
    paper.text(x + _RIGHT - 0.06, y + 0.135, _counts(week), size=10.5, colour=PALE, align="right")
    y += _WEEK
    for each in week.coming[:_LINES]:
        mark = "节点" if each.milestone else "到期"
        shown, size = fitted(
            f"{each.on.month}月{each.on.day}日 {mark} {each.number}号 {each.what}", _RIGHT - 0.2, 11, least=10
        )
        paper.text(x + 0.12, y + _LINE / 2, shown, size=size, colour=PALE if each.milestone else INK)
        y += _LINE
    if len(week.coming) > _LINES:
        paper.text(x + 0.12, y + _LINE / 2, f"其余{len(week.coming) - _LINES}件", size=10.5, colour=PALE)


def _counts(week: Week) -> str:
    stones = sum(each.milestone for each in week.coming)
    due = len(week.coming) - stones
    found = [
        f"到期{due}" if due else "",
        f"节点{stones}" if stones else "",
        f"报送{week.reports}" if week.reports else "",
    ]
    return "　".join(each for each in found if each) or "无"
