"""A leader's sheet before his meeting: 3月5日9点开会，提前1小时发我情况单; 明天8:30给常务副市长发分管情况单."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.reading.dates import day_finder
from bot.reading.text.normal_form import plain
from schedules.workdays import Calendar

_SHEET = re.compile(r"情况单|分管(?:工作|事项)?情况|督查情况")
_SENDS = re.compile(r"发|送|推送|给")
_CLOCK = re.compile(
    r"(?P<part>凌晨|早上|上午|中午|下午|晚上|晚)?(?P<hour>\d{1,2})(?:[:：](?P<minute>\d{2})|[点时](?:(?P<half>半)|(?P<said>\d{1,2})分?)?)"
)
_AHEAD = re.compile(r"提前(?P<many>\d{1,3}|半)个?(?P<unit>小时|钟头|分钟)")
_DAY = r"明天|后天|今天|本周|下周|\d"
_FOR = re.compile(
    rf"给(?P<who>[^,，。\d发送]{{2,16}}?)(?:发|送|推送)|^(?!{_DAY}|我)(?P<first>[^,，。\d]{{2,16}}?)(?={_DAY})"
)
_AFTERNOON = {"下午", "晚上", "晚"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """`who`: the leader in words, empty for whoever asks; `at`: local."""

    who: str
    at: datetime


def sheet(said: str, *, today: date, calendar: Calendar) -> Sheet | None:
    """None where no sheet is asked for at an hour."""
    words = plain(said)
    if not _SHEET.search(words) or not _SENDS.search(words):
        return None
    clocks = [(match, found) for match in _CLOCK.finditer(words) if (found := _clock(match)) is not None]
    if not clocks:
        return None
    day = day_finder.first_date(words, today, calendar) or today
    ahead = _AHEAD.search(words)
    chosen = clocks[0][1] if ahead is not None else _sent_at(words, clocks)
    moment = datetime.combine(day, chosen)
    if ahead is not None:
        many = 0.5 if ahead["many"] == "半" else float(ahead["many"])
        moment -= timedelta(minutes=many) if ahead["unit"] == "分钟" else timedelta(hours=many)
    return Sheet(_who(words), moment)


def _clock(match: re.Match[str]) -> time | None:
    hour = int(match["hour"]) + (12 if match["part"] in _AFTERNOON and int(match["hour"]) < 12 else 0)
    minute = 30 if match["half"] else int(match["minute"] or match["said"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _sent_at(words: str, clocks: list[tuple[re.Match[str], time]]) -> time:
    """Of an hour of the meeting and an hour of the sheet the one before 发."""
    before = [
        found for match, found in clocks if _SENDS.search(words, match.end()) and "会" not in _until(words, match)
    ]
    return (before or [found for _, found in clocks])[-1]


def _until(words: str, match: re.Match[str]) -> str:
    """What stands between the hour and the next comma."""
    return re.split(r"[,，。;；]", words[match.end() :])[0]


def _who(words: str) -> str:
    match = _FOR.search(words)
    who = (match["who"] or match["first"] or "").strip() if match is not None else ""
    return "" if who in ("我", "本人", "请") else who.removeprefix("请").removesuffix("于").removesuffix("在")
