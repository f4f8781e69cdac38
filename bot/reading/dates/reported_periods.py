"""Periods that are reported on: 本月入库12家, 一季度已完成 say what is there; 本月完成, 3月底前 what is to come."""

from __future__ import annotations

from datetime import date, timedelta

from bot.reading.dates.day_finder import FoundDate
from bot.reading.dates.shapes import months_after
from bot.reading.text.patterns import later

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12, "half-month": 1}
_WHOLE = later(r"(?:[月周年]|月份|年度|季度?|[qQ][1-4]|星期|礼拜)$")  # not 月底, 年内, 周五前
_COUNT = (
    r"(?<!\d)\d{1,9}(?:\.\d{1,4})?[万亿千百余多]{0,3}(?:[个家户处项件次场台套座栋名人亩份条批间篇宗笔所辆块元吨]|平|公里|"
    r"千?米)"
)
_THERE = (
    r"已(?!定)|均|累计|总共|一?共(?!同|享|建)|实际|新增|净增|零(?!星)|(?:未|没有?)(?:再)?(?:发生|发现|出现|新增)|无(?!法)|"
    rf"[\u4e00-\u9fff]{{1,4}}率[^,。;!?\n]{{0,4}}\x01|{_COUNT}|(?:完成|[做办弄搞]完|报|交|达)了|(?:完成|实现)(?:了)?(?:本|当|该|这)"
)
_TOLD = later(rf"[^,。;!?\n]{{0,24}}?(?:{_THERE})")
_BEFORE = later(
    r"(?:预计|预期|计划|力争|争取|确保|保证|务必|拟|将|准备|打算|有望|希望|目标|承诺|要|能|会|可|在|到)[^,。;!?\n]{0,3}$"
)
_REST = later(
    r"剩余?|其余|余下|全部|肯定|一定|把|无法|不能|难以|预计|计划(?!的|任务|目标|数)|力争|争取|确保|保证|将(?!近)|要|能(?!力)|"
    r"会(?!议)|可(?!研)|有望|拟"
)


# 三季度完成 已经在收数据了: of a period that still runs a bare finishing verb is a promise, whatever follows.
_BARELY_DONE = later(
    r"(?:内|里)?(?:一定|肯定|全部|全面|整体|都|就|给你?|保证){0,3}"
    r"(?:完成|办结|竣工|完工|交付|投用|销号|通车|上线|收官|[做办弄搞干][完好])(?=$|[ ,。;!?\n])"
)
_OF_THAT_TIME = later("的?(?:任务|计划|目标|指标|份额|节点|序时|活儿?|工作(?!日))(?!于|在|到)")
_OF_THAT_DAY = later("的(?:活儿?|任务|计划|工作|量|部分)")  # 今天的活干完了


def without_reported(masked: str, days: list[FoundDate], today: date) -> list[FoundDate]:
    """The days without those that only say of which stretch of time a figure or a result is told."""
    return [
        day
        for day in days
        if not (is_attribute(masked, day) or (_has_begun(day, today) and _is_told(masked, day, today)))
    ]


def is_attribute(masked: str, day: FoundDate) -> bool:
    """完成本月计划: the plan is of that month."""
    if day.rule == "today":
        return _OF_THAT_DAY.match(masked, day.end) is not None
    whole = (day.rule in _MONTHS or day.rule == "week") and _WHOLE.search(masked, day.start, day.end) is not None
    return whole and _OF_THAT_TIME.match(masked, day.end) is not None


def _has_begun(day: FoundDate, today: date) -> bool:
    """Whether the period runs or is over: of a later one nothing can be reported."""
    if day.day is None or day.day < today:
        return day.rule in _MONTHS
    if day.rule == "week":
        return day.day - timedelta(days=6) <= today
    return day.rule in _MONTHS and months_after(day.day.replace(day=1), 1 - _MONTHS[day.rule]) <= today


def _is_told(masked: str, day: FoundDate, today: date) -> bool:
    if not _WHOLE.search(masked, day.start, day.end) or _BEFORE.search(masked, max(0, day.start - 8), day.start):
        return False
    if day.day is not None and day.day >= today and _BARELY_DONE.match(masked, day.end):
        return False
    told = _TOLD.match(masked, day.end)
    return told is not None and not _REST.search(masked, day.end, told.end())
