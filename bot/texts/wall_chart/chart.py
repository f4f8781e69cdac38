"""The wall chart (挂图作战): one sheet, about A3 upright for forty units; on a telephone it is read by zooming in."""

from __future__ import annotations

from typing import Final

from bot.texts.canvas import Canvas
from bot.texts.wall_chart import head, units, worst
from bot.texts.wall_chart.content import WallChart
from bot.texts.wall_chart.paper import INNER, MARGIN, PALE, RULE, WIDTH

_FOOT: Final = 0.95
_FIRST: Final = 0.2  # above the first block


def chart(shown: WallChart) -> bytes:
    """A PNG."""
    leaders = shown.leaders if len(shown.leaders) > 1 else []
    areas = shown.areas if len(shown.areas) > 1 else []
    blocks = [worst.height(shown), units.height(*units.halves(shown.departments))]
    below = units.height(areas, leaders) if areas or leaders else 0.0
    body = sum(blocks) + below if shown.whole.total else 0.6
    paper = Canvas(WIDTH, head.HEIGHT + _FIRST + body + _FOOT)
    head.draw(paper, shown)
    y = head.HEIGHT + _FIRST
    if not shown.whole.total:
        paper.text(WIDTH / 2, y + 0.2, "台账中尚无事项", size=14, colour=PALE, align="center")
    else:
        worst.draw(paper, shown, y)
        units.departments(paper, shown.departments, y + blocks[0])
        units.side_by_side(paper, ("工作类别", areas), ("牵头领导", leaders), y + sum(blocks))
    _foot(paper)
    return paper.png()


def _foot(paper: Canvas) -> None:
    y = paper.height - _FOOT
    paper.line(MARGIN, y + 0.1, INNER, colour=RULE)
    said = [
        "红：已超期，或落后计划进度较多　　黄：落后计划进度、反馈逾期、受阻，或反馈无实质内容　　蓝：临近时限",
        "灰：未报进度或已中止　　绿：按计划推进（含已申请办结）　　已销号：督查室核验后办结",
    ]
    for place, words in enumerate(said):
        paper.text(MARGIN, y + 0.34 + place * 0.28, words, size=10.5, colour=PALE)
