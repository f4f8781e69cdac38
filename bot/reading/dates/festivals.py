"""Festivals by the solar and the lunar calendar; 前 is the day before, 后 is vague unless a working day is named.

A solar term is no festival: 立秋前 is that very day, as 下周五前 is; 清明 is both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Lunar

from bot.reading.dates.shapes import VAGUE, Found, Frame, Rule, a_day
from bot.reading.dates.words import YEAR, year_of
from bot.reading.text.small_numbers import small_number

SOLAR = {
    "元旦": (1, 1), "阳历新年": (1, 1), "公历新年": (1, 1), "新年": (1, 1), "妇女节": (3, 8), "三八": (3, 8),
    "植树节": (3, 12), "五一": (5, 1), "劳动节": (5, 1), "五四": (5, 4), "青年节": (5, 4), "六一": (6, 1),
    "儿童节": (6, 1), "七一": (7, 1), "建党节": (7, 1), "八一": (8, 1), "建军节": (8, 1), "教师节": (9, 10),
    "十一": (10, 1), "国庆": (10, 1), "圣诞节": (12, 25),
}  # fmt: skip
LUNAR = {
    "春节": (1, 1), "过年": (1, 1), "新春": (1, 1), "大年初一": (1, 1), "正月初一": (1, 1), "元宵": (1, 15),
    "正月十五": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元节": (7, 15), "中秋": (8, 15), "重阳": (9, 9),
    "腊八": (12, 8), "小年": (12, 23), "二月二龙抬头": (2, 2), "龙抬头": (2, 2),
}  # fmt: skip
EVE = ("除夕", "大年三十")  # the day before 正月初一
TERMS = (
    "清明", "冬至", "立冬", "立秋", "立夏", "立春", "春分", "夏至", "秋分", "惊蛰", "谷雨", "芒种", "小暑",
    "大暑", "处暑", "白露", "寒露", "霜降", "小满", "雨水", "小雪", "大雪", "小寒", "大寒",
)  # fmt: skip

# Also the name of a street or a part of another word, so they need 节, 前, 期间 … behind them.
MARKED = (
    "雨水",
    "小雪",
    "大雪",
    "小满",
    "大寒",
    "小寒",
    "三八",
    "五四",
    "六一",
    "七一",
    "八一",
    "十一",
    "新春",
    "过年",
    "小年",
    "新年",
)
CLEAR = sorted(({*SOLAR, *LUNAR, *EVE, *TERMS} - {*MARKED}), key=len, reverse=True)
MARK = (
    r"(?=国际|国家|建党|建军|儿童|妇女|青年|劳动|国庆|佳节|节|假|长假|黄金周|期间|之前|以前|前(?!三|期)|后|之后|当天|$)"
)
LONG = (
    r"(?:国际)?(?:儿童|妇女|青年|劳动|建党|建军|(?<=十一)国庆|佳)?节?"
    r"(?:(?P<long>(?:小?长?假期?|黄金周)(?:期间)?|期间)|当天)?(?:放假)?"
)
NAME = rf"(?P<name>{'|'.join(CLEAR)}|(?<![一二三四五六七八九十第百千\d])(?:{'|'.join(MARKED)}){MARK})"
NO_PLACE = r"(?![路街桥村区镇乡巷南北东西广场大道小学中学厂社湖门河化\d九十月号日])(?!假区)"
FESTIVAL = rf"(?:{YEAR})?{NAME}{NO_PLACE}{LONG}"
HOLIDAY = rf"(?:{FESTIVAL}|长?假期?|(?:小|大)长假|放假|节日?)"
FIRST = (
    r"(?:之?后|结束后?|过后|以后)的?"
    r"(?:第?(?P<nth>\d{1,2}|[一二两三四五六七八九十]{1,3}|首)个?(?:工作日|上班日)(?:之?内)?"
    r"|上班(?:的?第?(?P<nth2>一|首)[天日]))"
)
LAST_BEFORE = r"(?:之?前|以前)的?(?:最后|前)一?个?(?:工作日|上班日)"
BEFORE = r"(?P<before>之前|以前|跟前儿?|前头|前(?![期往述三夕后]))"
BEHIND = r"(?P<after>之后|以后|过后|后|前后)"


@lru_cache(maxsize=256)
def festival_day(name: str, year: int) -> date | None:
    """The day of a festival in a solar year; None where the year is out of the lunar calendar's reach."""
    if name in SOLAR:
        return a_day(year, *SOLAR[name])
    if not 1900 < year < 2100:
        return None
    return _lunar_day(name, year)


def _lunar_day(name: str, year: int) -> date | None:
    if name in TERMS:
        return _terms(year)[name]
    month, dom = LUNAR.get(name, (1, 1))
    day = lunar_date(year - 1 if month == 12 else year, month, dom)
    return day - timedelta(days=1) if day and name in EVE else day


@lru_cache(maxsize=16)
def _terms(year: int) -> dict[str, date]:
    """The solar terms of a year, at once: the library reckons them all for each."""
    table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
    return {name: date(table[name].getYear(), table[name].getMonth(), table[name].getDay()) for name in TERMS}


def _coming(match: re.Match[str], frame: Frame) -> tuple[date | None, int | None]:
    """The festival of the year named, else the next one on or after today."""
    name, year = match["name"], year_of(match, frame)
    if year is not None:
        return festival_day(name, year), year
    days = (festival_day(name, frame.today.year + ahead) for ahead in (0, 1))
    return next((day for day in days if day and day >= frame.today), None), None


def _festival(match: re.Match[str], frame: Frame) -> Found | None:
    got = match.groupdict()
    if got["after"] or (got["long"] and not got["before"]):
        return VAGUE
    day, year = _coming(match, frame)
    if day is None:
        return None
    if got["before"] and day == frame.today and year is None:
        day = festival_day(match["name"], frame.today.year + 1) or day
    eve = got["before"] and (match["name"] not in TERMS or match["name"] == "清明")
    return Found(day=day - timedelta(days=1) if eve else day, year=year)


def _last_before(match: re.Match[str], frame: Frame) -> Found | None:
    day = _coming(match, frame)[0] if match["name"] else _next_holiday(frame)
    return Found(day=frame.calendar.at_or_before(day - timedelta(days=1))) if day else VAGUE


def _working_after(match: re.Match[str], frame: Frame) -> Found | None:
    """The n-th working day after the holiday."""
    start = _coming(match, frame)[0] if match["name"] else _next_holiday(frame)
    if start is None:
        return VAGUE
    word = match["nth"] or match["nth2"]
    nth = 1 if word in ("首", "一") else small_number(word) or 1
    first = frame.calendar.at_or_after(start)
    return Found(day=first if nth == 1 else frame.calendar.forward(first, nth - 1))


def _days_off(frame: Frame) -> Iterator[tuple[date, int]]:
    """The coming stretches of days off: first day and length."""
    day = frame.today
    for _ in range(120):
        back_at_work = frame.calendar.at_or_after(day)
        if back_at_work > day:
            yield day, (back_at_work - day).days
        day = back_at_work + timedelta(days=1)


def _next_holiday(frame: Frame) -> date | None:
    """A stretch that is more than a weekend."""
    return next((day for day, length in _days_off(frame) if length > 2), None)


def _lunar_date(match: re.Match[str], frame: Frame) -> Found:
    """农历八月十五: the next such day; vague where the lunar month is too short for it."""
    got = match.groupdict()
    named = got["month"] or got["named"] or got["month3"]
    month = small_number(named.translate(LUNAR_MONTHS)) or 0
    dom = small_number(got["dom"] or got["dom2"] or got["dom3"]) or 0
    days = [lunar_date(frame.today.year + ahead, month, dom) for ahead in (-1, 0, 1)]
    return Found(day=next((day for day in days if day and day >= frame.today), None), vague=not all(days))


@lru_cache(maxsize=512)
def lunar_date(year: int, month: int, dom: int) -> date | None:
    try:
        solar = Lunar.fromYmd(year, month, dom).getSolar()
        return date(solar.getYear(), solar.getMonth(), solar.getDay())
    except Exception:  # lunar_python raises the plain Exception for a day that does not exist
        return None


LUNAR_MONTHS = str.maketrans({"正": "一", "冬": "十一", "腊": "十二"})
LUNAR_DOM = "[一二三四五六七八九十廿卅]{1,3}"
# Without 农历: 腊月廿三 is known by its month, 十月初八 by its 初; 三月初一定能完 is the beginning of a month.
LUNAR_DATE = (
    rf"(?:(?:农历|阴历|旧历)(?P<month>[正冬腊]|十[一二]?|[一二三四五六七八九])月初?(?P<dom>{LUNAR_DOM})日?"
    rf"|(?P<named>[正冬腊])月初?(?P<dom2>{LUNAR_DOM})(?![几多来个家户处])日?"
    r"|(?<![一二三四五六七八九十\d])(?P<month3>十[一二]?|[一二三四五六七八九])月初(?P<dom3>[一二三四五六七八九十])"
    r"(?![期批轮个家户处次步稿审样起般律日号定]))(?:之前|以前|前后|前)?"
)
RULES = [
    Rule("holiday-workday", re.compile(HOLIDAY + FIRST), _working_after, needs="班作"),
    Rule("holiday-workday", re.compile(HOLIDAY + LAST_BEFORE), _last_before, needs="班作"),
    Rule(
        "festival",
        re.compile(rf"{FESTIVAL}(?:{BEFORE}|{BEHIND})?"),
        _festival,
        needs="".join({*SOLAR, *LUNAR, *EVE, *TERMS}),
    ),
    # Behind the festivals: 正月十五前 is the day before one.
    Rule("lunar", re.compile(LUNAR_DATE), _lunar_date, needs="农阴旧正冬腊初"),
]
