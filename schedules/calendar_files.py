"""Reads the State Council's notice for a year the library does not know yet.

year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知"

[[holiday]]
name = "元旦"
first = 2027-01-01
last = 2027-01-03      # may be left out for a single day
work = [2027-01-09]    # weekend days worked in exchange
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from schedules import given_file
from schedules.policy_file import place_of
from schedules.workdays import Calendar, YearDays

_LONGEST = timedelta(days=20)


class CalendarFault(ValueError):
    """Names the file, what is wrong with it, and the remedy."""


def calendar_with(folder: Path) -> Calendar:
    """The standard calendar with every `*.toml` of the folder laid over it. Raises CalendarFault."""
    return Calendar.standard().with_years(read_directory(folder))


def read_directory(folder: Path) -> dict[int, YearDays]:
    """Every `*.toml` of the folder by its year; an absent folder knows no year."""
    years: dict[int, YearDays] = {}
    for path in sorted(folder.glob("*.toml")):
        year, days = read_year(given_file.text(path, errors="replace"), name=path.name)
        if year in years:
            raise CalendarFault(f"{path.name}：{year}年已在另一个文件中安排；请只保留一个文件。")
        years[year] = days
    return years


def read_year(text: str, *, name: str) -> tuple[int, YearDays]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CalendarFault(
            f"{name}：不是有效的 TOML（{place_of(error)}）；请对照 docs/calendar.md 的样式修改。"
        ) from error
    year = table.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not date.min.year < year < date.max.year:
        raise CalendarFault(f"{name}：缺少年份；请在首行写明 year = 2027 这样的年份。")
    holidays = table.get("holiday")
    if not isinstance(holidays, list) or not holidays or not all(isinstance(each, Mapping) for each in holidays):
        raise CalendarFault(f"{name}：没有任何假日；请按国务院办公厅通知逐个填写 [[holiday]]。")
    off = frozenset(day for holiday in holidays for day in _days_off(holiday, name))
    on = frozenset(day for holiday in holidays for day in _days_worked(holiday, name))
    _same_year(year, off | on, name)
    _no_quarrel(off & on, name)
    return year, YearDays(off=off, on=on)


def _days_off(holiday: Mapping[str, Any], name: str) -> Iterator[date]:
    first = _date(holiday.get("first"), f"{_title(holiday)}的 first", name)
    last = _date(holiday.get("last", first), f"{_title(holiday)}的 last", name)
    if not timedelta() <= last - first <= _LONGEST:
        raise CalendarFault(f"{name}：{_title(holiday)}从{first}到{last}不合理；请核对起止日期。")
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _days_worked(holiday: Mapping[str, Any], name: str) -> Iterator[date]:
    days = holiday.get("work", [])
    if not isinstance(days, list):
        raise CalendarFault(f"{name}：{_title(holiday)}的 work 应为日期列表，如 work = [2027-01-09]。")
    for given in days:
        day = _date(given, f"{_title(holiday)}的 work", name)
        if day.weekday() < 5:
            raise CalendarFault(f"{name}：{_title(holiday)}的调休上班日{day}不是周末；请核对通知。")
        yield day


def _same_year(year: int, days: frozenset[date], name: str) -> None:
    stray = sorted(day for day in days if day.year != year)
    if stray:
        raise CalendarFault(f"{name}：{stray[0]}不在{year}年内；跨年假期请分别写入两年的文件。")


def _no_quarrel(both: frozenset[date], name: str) -> None:
    if both:
        raise CalendarFault(f"{name}：{min(both)}既写为放假又写为上班；请核对通知。")


def _date(value: object, what: str, name: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise CalendarFault(f"{name}：{what}不是日期；请写成 2027-01-01 这样的日期（不加引号）。")


def _title(holiday: Mapping[str, Any]) -> str:
    return f"“{holiday.get('name', '未命名假日')}”"
