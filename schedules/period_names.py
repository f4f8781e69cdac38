"""Which period of a recurring task do its reporter's words name: 4月份已完成, 一季度, 上半年, 上周, 2022年度?

A day or a deadline (4月15日, 4月底前, 预计5月完成) names no period that is reported on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from schedules import periods
from schedules.periods import Period

_DIGITS: Final = {word: place for place, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_YEAR = r"(?:(?P<year>20\d\d|去|今|本)年)?"
_AHEAD = r"(?<!预计)(?<!力争)(?<!争取)(?<!计划)(?<!确保)(?<!拟于)(?<!将于)(?<!至)(?<!到)(?<![\d.．/-])"
_NOT_A_DAY = r"(?!\d|[一二三四五六七八九十]+[日号]|[日号底末初内前间]|[上中下]旬|之前|以前|中下?旬|起|开始|到|至)"
_NUMBER = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_MONTH = re.compile(rf"{_AHEAD}{_YEAR}(?P<month>{_NUMBER})月份?{_NOT_A_DAY}")
_QUARTER = re.compile(rf"{_AHEAD}{_YEAR}第?(?P<quarter>[1-4一二三四])季度{_NOT_A_DAY}")
_HALF = re.compile(rf"{_AHEAD}{_YEAR}(?P<half>[上下])半年{_NOT_A_DAY}")
_WHOLE_YEAR = re.compile(rf"{_AHEAD}(?P<year>20\d\d|去|今|本|全)年(?:度|全年|的?(?:任务|工作)){_NOT_A_DAY}")
_BY_DISTANCE = {
    "week": re.compile(rf"(?P<which>上上|上|这|本)(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末]){_NOT_A_DAY}"),
    "month": re.compile(rf"(?P<which>上上|上|这|本|当)个?月份?{_NOT_A_DAY}"),
    "quarter": re.compile(rf"(?P<which>上上|上|这|本)个?季度?{_NOT_A_DAY}"),
}
_BACK = {"上上": 2, "上": 1}
_LONG_AGO = timedelta(days=270)


def named(words: str, kind: str | None, day: date) -> str | None:
    """Key of the one period these words name, of this kind and begun by this day; None where they name none or several.

    本月, 本周 and the like name the present one.
    """
    found = {period.key for period in _all(words, kind or "month", day) if period.first <= day}
    return found.pop() if len(found) == 1 else None


def says_present(words: str, kind: str | None) -> bool:
    """Whether the period is named as 本月, 本周, 本季度: in the first days of one the last may be meant."""
    pattern = _BY_DISTANCE.get(kind or "month")
    return pattern is not None and any(each["which"] not in _BACK for each in pattern.finditer(words))


def _all(words: str, kind: str, day: date) -> Iterator[Period]:
    if kind in _BY_DISTANCE:
        for said in _BY_DISTANCE[kind].finditer(words):
            yield _back(periods.of(kind, day), _BACK.get(said["which"], 0))
    if kind in _BY_NAME:
        pattern, last_month = _BY_NAME[kind]
        for said in pattern.finditer(words):
            yield from _of(kind, said["year"], last_month(said), day)


def _of(kind: str, year: str | None, month: int, day: date) -> Iterator[Period]:
    """Without a year the last such period that has begun: 12月 said in January is of the year before; of 5月 said in
    April nobody knows."""
    if year is not None:
        yield periods.of(kind, date(int(year) if year.isdigit() else day.year - (year == "去"), month, 1))
        return
    found = periods.of(kind, date(day.year, month, 1))
    found = found if found.first <= day else periods.of(kind, date(day.year - 1, month, 1))
    if day - found.last <= _LONG_AGO:
        yield found


def _back(period: Period, many: int) -> Period:
    for _ in range(many):
        period = periods.of(period.kind, period.first - timedelta(days=1))
    return period


def _digit(word: str) -> int:
    return _DIGITS[word] if word in _DIGITS else int(word)


# The pattern of a kind's names, and the last month of what it names.
_BY_NAME: Final[dict[str, tuple[re.Pattern[str], Callable[[re.Match[str]], int]]]] = {
    "month": (_MONTH, lambda said: _digit(said["month"])),
    "quarter": (_QUARTER, lambda said: 3 * _digit(said["quarter"])),
    "half-year": (_HALF, lambda said: 6 if said["half"] == "上" else 12),
    "year": (_WHOLE_YEAR, lambda said: 12),
}
