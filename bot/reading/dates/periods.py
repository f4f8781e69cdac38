"""Stretches of the calendar, read as their last day: 3月中旬, 下月底, 三季度末, 上半年, 年底, 明年."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.reading.dates.shapes import END, LAST, VAGUE, Found, Frame, Rule, a_day, last_day, months_after, settle
from bot.reading.dates.words import MONTH, MONTH_WORD, PART, PARTS, TO, YEAR, YEAR_OR_NONE, month_of, year_of
from bot.reading.text.small_numbers import small_number

WEEK = r"的?第(?P<week>[一二三四五1-5])(?:个?周|个?星期)"
BEHIND_MONTH = rf"(?: ?的?月?(?P<part>{PART})|{WEEK})?(?![\d个])(?! ?[一二三四五六七八九十]{{1,3}}[日号])"

MONTH_PERIOD = (
    rf"{YEAR_OR_NONE}(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}) ?(?:月份?)?{TO})?{MONTH}{BEHIND_MONTH}{END}"
)
WORD_PERIOD = rf"{MONTH_WORD}{BEHIND_MONTH}{END}"
NTH_MONTH = rf"{YEAR}第(?P<nth>{'十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9]'})个月{END}"
ISO_MONTH = rf"(?<!\d)(?P<y>20\d\d)[-./](?P<m>0[1-9]|1[0-2])(?![\d./%-]){END}"
BARE_PART = (
    rf"(?<!\d)(?<![每个腊正冬])(?:月 ?(?P<part>初(?![步次])|中(?!旬)|底(?![层数线])|末|内|[头尾](?=$|[前,。;!上 ]))"
    rf"|(?P<ten>[上中下]旬)){END}"
)
HALF_MONTH = rf"(?<!每)(?P<half>[上下])半个?月{END}"
QUARTER = (
    rf"(?<!每)(?:{YEAR}|(?<!\d)(?P<front>20\d\d) ?(?=[Qq]))?(?<![前每两几])"
    r"(?:第?(?P<q>[一二三四首1-4]) ?季(?:度|(?!度))|(?P<three>前三季度)|[Qq](?P<letter>[1-4]))(?!报)"
    rf"[末底]?(?!初)(?: ?(?P<behind>20\d\d)年?)?{END}"
)
QUARTER_WORD = rf"(?P<qw>本|这个?|当|下个?|下一个?|上个?|上一个?)季度?[末底]?{END}"
QUARTER_END = rf"(?<![一二三四1-4首每个本这下上])季度?[末底]{END}"
HALF_YEAR = rf"(?<!每)(?:{YEAR})?(?P<half>[上下前后])(?P<ge>个)?半年(?!报)度?[末底]?{END}"
YEAR_END = (
    rf"(?:{YEAR}(?:年?[底末终]|内)?"
    r"|(?<![\d〇零一二三四五六七八九十两半几多每数全整])年 ?(?:[底末终]|内(?![部容]))|岁末)"
)
YEAR_PERIOD = rf"{YEAR_END}(?![\d级代版届]|年?[中初]){END}"
YEAR_VAGUE = rf"(?:{YEAR}年?|(?<![\d半两几])年)[初中](?![期级])"


def _month(match: re.Match[str], frame: Frame) -> Found | None:
    year, month = month_of(match, frame)
    if match["week"]:
        return _week_of_month(frame, year, month, small_number(match["week"]) or 1)
    return settle(frame, year, month, PARTS[match["part"].rstrip("上里")] if match["part"] else LAST, period=True)


def _week_of_month(frame: Frame, year: int | None, month: int, week: int) -> Found:
    """The Sunday of the n-th week that begins in that month."""
    end = settle(frame, year, month, LAST, period=True)
    if end.day is None:
        return end
    first = end.day.replace(day=1)
    return Found(day=first + timedelta(days=-first.weekday() % 7 + 7 * week - 1), year=year, month=month)


def _nth_month(match: re.Match[str], frame: Frame) -> Found:
    return settle(frame, year_of(match, frame), small_number(match["nth"]) or 0, LAST, period=True)


def _iso_month(match: re.Match[str], frame: Frame) -> Found:
    return settle(frame, int(match["y"]), int(match["m"]), LAST)


def _bare_part(match: re.Match[str], frame: Frame) -> Found:
    """中旬, 月底 without a month: in this month if not past, else in the next."""
    dom = PARTS.get(match["part"] or match["ten"], LAST)
    there = frame.today.replace(day=1)
    day = a_day(there.year, there.month, dom)
    if day is not None and day < frame.today:
        there = months_after(there, 1)
    return Found(day=a_day(there.year, there.month, dom), dom=dom)


def _half_month(match: re.Match[str], frame: Frame) -> Found:
    return Found(day=a_day(frame.today.year, frame.today.month, 15 if match["half"] == "上" else LAST))


def _quarter(match: re.Match[str], frame: Frame) -> Found:
    got = match.groupdict()
    beside = got["behind"] or got["front"]
    year = int(beside) if beside else year_of(match, frame)
    number = 3 if got["three"] else 1 if got["q"] == "首" else small_number(got["q"] or got["letter"]) or 1
    return settle(frame, year, number * 3, LAST, period=True)


def _quarter_word(match: re.Match[str], frame: Frame) -> Found:
    this = _quarter_end(match, frame).day
    ahead = {"下": 3, "上": -3}.get(match["qw"][0], 0)
    there = months_after(this.replace(day=1), ahead) if this else frame.today
    return Found(day=last_day(there.year, there.month))


def _quarter_end(match: re.Match[str], frame: Frame) -> Found:
    return Found(day=last_day(frame.today.year, (frame.today.month + 2) // 3 * 3))


def _half_year(match: re.Match[str], frame: Frame) -> Found:
    year = year_of(match, frame)
    if match["ge"]:
        return _next_half(frame, later=match["half"] in "下后")
    return settle(frame, year, 6 if match["half"] in "上前" else 12, LAST, period=True)


def _next_half(frame: Frame, *, later: bool) -> Found:
    """上个半年, 下个半年: counted from the half year we are in."""
    this = last_day(frame.today.year, 6 if frame.today.month <= 6 else 12)
    there = months_after(this.replace(day=1), 6 if later else -6)
    return Found(day=last_day(there.year, there.month))


def _year(match: re.Match[str], frame: Frame) -> Found:
    year = year_of(match, frame)
    return Found(day=date(year or frame.today.year, 12, 31), year=year)


def _vague(match: re.Match[str], frame: Frame) -> Found:
    return VAGUE


RULES = [
    Rule("month", re.compile(MONTH_PERIOD), _month, needs="月"),
    Rule("month", re.compile(WORD_PERIOD), _month, needs="月"),
    Rule("month", re.compile(NTH_MONTH), _nth_month, needs="月"),
    Rule("month", re.compile(ISO_MONTH), _iso_month, needs="-./"),
    Rule("month-part", re.compile(BARE_PART), _bare_part, needs="月旬"),
    Rule("half-month", re.compile(HALF_MONTH), _half_month, needs="月"),
    Rule("quarter", re.compile(QUARTER), _quarter, needs="季qQ"),
    Rule("quarter", re.compile(QUARTER_WORD), _quarter_word, needs="季"),
    Rule("quarter", re.compile(QUARTER_END), _quarter_end, needs="季"),
    Rule("half-year", re.compile(HALF_YEAR), _half_year, needs="半"),
    Rule("year", re.compile(YEAR_PERIOD), _year, needs="年岁"),
    Rule("vague", re.compile(YEAR_VAGUE), _vague, needs="年"),
]
