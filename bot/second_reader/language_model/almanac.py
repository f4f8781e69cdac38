"""The calendar a model is shown, so that it looks days up instead of reckoning them: weeks, festivals, lunar months."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.reading.dates.festivals import EVE, LUNAR, TERMS, festival_day, lunar_date
from schedules.workdays import Calendar

_WEEKS = {"本周": 0, "下周": 1, "下下周": 2}
_NAMED_ALREADY = ("过年", "新春", "大年初一", "正月初一", "正月十五", "大年三十")
_LUNAR_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_NEAR = 60  # days for which holidays and days worked instead are told


def almanac(today: date, calendar: Calendar) -> Mapping[str, Mapping[str, str]]:
    """By kind of day its name and its date: those to come within a year, in order."""
    return {
        "周": {name: _week(today, ahead) for name, ahead in _WEEKS.items()},
        "节日节气": _coming(today, {name: _festival(name) for name in _festivals()}),
        "农历月初一": _lunar_months(today),
        "放假调休": _days_off(today, calendar),
    }


def _week(today: date, ahead: int) -> str:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
    return f"周一{monday.isoformat()}至周日{(monday + timedelta(days=6)).isoformat()}"


def _festivals() -> list[str]:
    return [name for name in (*LUNAR, *EVE, *TERMS) if name not in _NAMED_ALREADY]


def _festival(name: str) -> Callable[[int], date | None]:
    return lambda year: festival_day(name, year)


def _lunar_months(today: date) -> dict[str, str]:
    """The running lunar month too: its later days are still to come."""

    def first_of(number: int) -> Callable[[int], date | None]:
        return lambda year: lunar_date(year, number, 1)

    months = {f"{name}月": first_of(number) for number, name in enumerate(_LUNAR_MONTHS, 1)}
    return _coming(today - timedelta(days=29), months)


def _coming(since: date, days: Mapping[str, Callable[[int], date | None]]) -> dict[str, str]:
    """The first such day on or after `since`; the last months of a lunar year lie in the next solar one."""
    found = {}
    for name, of_year in days.items():
        years = (-1, 0, 1) if name in ("冬月", "腊月") else (0, 1)
        candidates = (of_year(since.year + ahead) for ahead in years)
        day = next((day for day in candidates if day and day >= since), None)
        if day is not None:
            found[name] = day
    return {name: day.isoformat() for name, day in sorted(found.items(), key=lambda each: each[1])}


def _days_off(today: date, calendar: Calendar) -> dict[str, str]:
    """Where the working calendar differs from plain weekdays."""
    near = [today + timedelta(days=ahead) for ahead in range(_NEAR)]
    off = [day for day in near if day.weekday() < 5 and not calendar.is_workday(day)]
    on = [day for day in near if day.weekday() >= 5 and calendar.is_workday(day)]
    named = (("放假", off), ("上班", on))
    return {name: "、".join(day.isoformat()[5:] for day in days) for name, days in named if days}
