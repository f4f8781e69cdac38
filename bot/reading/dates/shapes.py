"""The shared parts of the date grammar: what a rule is, what it is given, and how a day without a year is settled."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from db.reading_facts import Doubt

SLIP = timedelta(days=60)  # a yearless day that passed within this time is taken for a slip of the pen

# What may stand behind a day: a time of day, then 前/之前/内 (the day itself counts) or 后 (no day at all).
TIME = (
    r"(?: ?(?:凌晨|清晨|早上|早晨|早间|上午|中午|下午|傍晚|晚上|晚间|夜里|夜间|夜晚|下班|晚|早))?"
    r"(?: ?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
    r"(?:[:：]\d\d(?:[:：]\d\d)?|[点时](?:半|\d{1,2}分?|[一二三四五六七八九十]{1,3}分?)?))?"
)
TILL = (
    r"(?:左右)? ?(?:或?之前|或?以前|前后|前(?![期往述三进端置景沿列提程去])|之内|以内|内(?![部容涝外蒙控业])|止|为止)?"
)
AFTER = r"(?P<after>之后|以后|后(?![天续期备勤台来日年]))?"
END = rf"{TIME}{TILL}{AFTER}"


class WorkingDays(Protocol):
    """As much of the working calendar as dates need."""

    def is_workday(self, day: date) -> bool: ...
    def forward(self, day: date, n: int) -> date: ...
    def at_or_after(self, day: date) -> date: ...
    def at_or_before(self, day: date) -> date: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """What a phrase is read against. `cell`: a deadline cell, where a day without a year is in the year of `today`,
    the base date. `rolling`: a day that this month does not have (29日 in February) goes to the next month."""

    today: date
    calendar: WorkingDays
    cell: bool = False
    rolling: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule read. Year, month and weekday are kept where the words gave them: a range hands them on."""

    day: date | None = None
    fault: Doubt | None = None
    vague: bool = False
    year: int | None = None
    month: int | None = None
    dom: int | None = None
    weekday: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Frame], Found | None]
    needs: str = ""  # a text without any of these letters is not searched


VAGUE = Found(vague=True)
LAST = 0  # as a day of the month: its last day


def last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def a_day(year: int, month: int, dom: int) -> date | None:
    try:
        return last_day(year, month) if dom == LAST and month <= 12 else date(year, month, dom)
    except (ValueError, OverflowError):
        return None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, on the last day where the month is shorter."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    end = last_day(year, month + 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), end)


def settle(frame: Frame, year: int | None, month: int, dom: int, *, period: bool = False) -> Found:
    """The day meant. A `period` (a month, a quarter) is a slip only within the running year."""
    known = {"year": year, "month": month, "dom": dom}
    if year is not None or frame.cell:
        return _exact(a_day(year or frame.today.year, month, dom), known)
    this = a_day(frame.today.year, month, dom)
    if this is not None and this < frame.today:
        if frame.today - this <= SLIP:
            return _exact(None, known, Doubt.PAST_DATE)
        return _exact(a_day(frame.today.year + 1, month, dom), known)
    before = a_day(frame.today.year - 1, month, dom)
    if not period and before is not None and this != frame.today and frame.today - before <= SLIP:
        return _exact(None, known, Doubt.PAST_DATE)
    return _exact(this, known)


def settle_in_month(frame: Frame, dom: int) -> Found:
    """A day without a month: in this month if not past, else in the next."""
    year, month = frame.today.year, frame.today.month
    this = a_day(year, month, dom)
    if this is None and not frame.rolling:
        return Found(fault=Doubt.IMPOSSIBLE_DATE, dom=dom)
    for ahead in range(3):
        there = months_after(date(year, month, 1), ahead)
        day = a_day(there.year, there.month, dom)
        if day is not None and day >= frame.today:
            return Found(day=day, dom=dom)
    return Found(fault=Doubt.IMPOSSIBLE_DATE, dom=dom)


def _exact(day: date | None, known: dict[str, int | None], fault: Doubt | None = None) -> Found:
    doubt = fault or (Doubt.IMPOSSIBLE_DATE if day is None else None)
    return Found(day=day, fault=doubt, year=known["year"], month=known["month"], dom=known["dom"])
