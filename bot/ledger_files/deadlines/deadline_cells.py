"""Cells of a ledger: deadlines, reporting periods and milestones.

Here nothing rolls on to the next year: a month or day without a year belongs to the year of the base date, a day before
the base date is a fault, and so is whatever names no day.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NoReturn

from bot.reading.dates.day_finder import Hit, hits
from bot.reading.dates.durations import durations, later
from bot.reading.dates.shapes import LAST, Frame, WorkingDays, a_day
from db.reading_facts import Doubt

SPACE = re.compile(r"\s+")
BRACKETS = re.compile(r"[(【\[〔]([^()【】\[\]〔〕]{0,60})[)】\]〕]")
AT_ONCE = re.compile(r"立即|马上|即办|即刻")
YEAR_MONTH = re.compile(r"((?:19|20)\d\d)[-./](\d{1,2})(?:月?[底末]?前?)")
MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})前?")
ANYWHERE = (date(2001, 3, 5), date(2012, 8, 20))  # two base dates: what is the same for both needs none
UNSURE = ("day", "bare-day", "month-part", "half-month")  # rules that read a day without its month
PRECISE = ("date", "month-day")
MONTHLESS = re.compile(r"^(?:\d|[一二三四五六七八九十廿]){1,3}[日号]")


class DeadlineFault(Exception):
    """A deadline cell that names no day. `code` is stable, message and remedy are what the office reads."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message}。{remedy}")
        self.code, self.message, self.remedy = code, message, remedy


def plain(cell_text: str) -> str:
    """The cell without white space, full-width signs and circled list numbers."""
    kept = "".join(sign for sign in cell_text if not "①" <= sign <= "⓿")
    return SPACE.sub("", unicodedata.normalize("NFKC", kept))


def deadline(cell_text: str, base_date: date | None, calendar: WorkingDays, *, may_be_past: bool = False) -> date:
    """The day a deadline cell names. Raises DeadlineFault."""
    text = plain(cell_text)
    if not text.strip("-—/无"):
        _refuse("due_missing", "完成时限为空", "请填写具体日期，如“6月30日前”")
    if base_date is None:
        return _without_base(text, calendar)
    day = _read(text, Frame(base_date, calendar, cell=True))
    if day < base_date and not may_be_past:
        _refuse("due_past", f"完成时限“{text}”（{day}）早于交办日期 {base_date}", "请核对年份和日期")
    return day


def _without_base(text: str, calendar: WorkingDays) -> date:
    first, second = (_read(text, Frame(base, calendar, cell=True)) for base in ANYWHERE)
    if first != second:
        remedy = "请在表头注明会议或交办日期，或在导入时指定基准日期，或写明年份"
        _refuse("due_without_base", f"完成时限“{text}”没有年份，而本表没有交办日期", remedy)
    return first


def _read(text: str, frame: Frame) -> date:
    outside, inside = BRACKETS.sub("", text), BRACKETS.findall(text)
    bracketed = [day for words in inside for day in _whole_date(words, frame)]
    try:
        found = _one_day(outside or text, frame)
    except DeadlineFault:
        if len(bracketed) == 1:
            return bracketed[0]
        raise
    if len(bracketed) == 1 and not _is_precise(outside, frame):
        return bracketed[0]  # 年底前（12月20日前）: the brackets make the phrase exact
    return found


def has_exact_brackets(text: str, frame: Frame) -> bool:
    """年底前（12月20日前）: one day, which the brackets make exact."""
    outside, inside = BRACKETS.sub("", text), BRACKETS.findall(text)
    return len([day for words in inside for day in _whole_date(words, frame)]) == 1 and not _is_precise(outside, frame)


def _whole_date(words: str, frame: Frame) -> list[date]:
    """The day of brackets that hold nothing but a date: （5月31日前）, （即2022年5月31日）."""
    found = [hit for hit in hits(words, frame) if hit.found.day and hit.rule in (*PRECISE, "range")]
    rest = words
    for hit in found:
        rest = rest.replace(words[hit.start : hit.end], "")
    return [hit.found.day for hit in found if hit.found.day] if not rest.strip("即具体为截至止:,完成前日") else []


def _is_precise(text: str, frame: Frame) -> bool:
    return any(hit.rule in PRECISE for hit in hits(text, frame))


def _one_day(text: str, frame: Frame) -> date:
    simple = _simple(text, frame)
    if simple:
        return simple
    found = hits(text, frame)
    _refuse_bad(text, found)
    days = sorted({hit.found.day for hit in found if hit.found.day})
    if len(days) > 1:
        _refuse("due_several", f"完成时限“{text}”有 {len(days)} 个日期", "请只留最后办结的日期，其余写入“阶段节点”")
    if days:
        return days[0]
    return _at_once_or_within(text, frame)


def _simple(text: str, frame: Frame) -> date | None:
    """Forms that only a cell gives sense to: 2022.6, 6-30."""
    if month := YEAR_MONTH.fullmatch(text):
        return a_day(int(month[1]), int(month[2]), LAST)
    if day := MONTH_DAY.fullmatch(text):
        return a_day(frame.today.year, int(day[1]), int(day[2]) or -1)
    return None


def _refuse_bad(text: str, found: list[Hit]) -> None:
    for hit in found:
        if hit.found.fault is Doubt.IMPOSSIBLE_DATE:
            _refuse("due_impossible", f"完成时限“{text}”中没有这一天", "请改为存在的日期")
        if hit.rule in UNSURE:
            _refuse("due_without_month", f"完成时限“{text}”没有写明月份", "请补写月份，如“6月30日前”")


def _at_once_or_within(text: str, frame: Frame) -> date:
    if AT_ONCE.search(text):
        return frame.calendar.forward(frame.today, 1)
    text = text.removeprefix("限期").removeprefix("限")
    spans = durations(text)
    if len(spans) == 1 and spans[0].end - spans[0].start == len(text):
        return later(frame.today, spans[0].unit, spans[0].count, frame.calendar)
    remedy = "请写明日期，如“5月31日前”，或在括号内注明"
    raise DeadlineFault("due_vague", f"完成时限“{text}”没有具体日期", remedy)


def _refuse(code: str, message: str, remedy: str) -> NoReturn:
    raise DeadlineFault(code, message, remedy)
