"""Durations: 三周, 5天, 2个月, 3个工作日; and days counted from today by them: 20天内, 还要三天, 两周后."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.reading.dates.shapes import VAGUE, Found, Frame, Rule, WorkingDays, months_after
from bot.reading.text.small_numbers import NUMBER, small_number

Unit = Literal["day", "workday", "month"]
FEW = r"(?:[一二两三四五六七八]{2}|[1-9]\d?(?: ?[-~至到～] ?)[1-9]\d?)(?=个|天|日|周|星期|礼拜|月)"
COUNT = rf"(?:(?P<few>(?<![\d.]){FEW})|(?P<n>{NUMBER})|(?P<half>半))"
UNIT = (
    r"(?P<unit>个?工作日|个?自然日|天|日(?![常期程均志报月])|"
    r"(?:个)?(?:周(?![边末期年一二三四五六日岁])|星期(?![一二三四五六日天])|"
    r"礼拜(?![一二三四五六日天]))"
    r"|个多?月|(?<=半)月|(?<=俩)月|(?<=仨)月|个季度|小时|年(?![度底末初中级代版月规份]))"
)
LENGTH = rf"{COUNT} ?个?(?P<and_half>半)? ?{UNIT}(?P<odd>零?半)?"
SPAN = rf"(?<![第每隔近前月这过\-~～至])(?<!过去)(?<!最后)(?<![上下前](?=半年))(?<!明后)(?<!今明){LENGTH}"

WITHIN = r"(?P<within> ?(?:左右)?(?:的?时间)?(?:之内|以内|内(?![部容涝外])|后(?![天续期备勤台])|之后|以后))"
NEED = (
    r"(?P<need>还差|还需要?|还得|还要|还有|再有|再过|再用|再要|需要?|预计要?|力争|争取|确保|计划|保证|"
    r"估计要?|大概要?|大约要?"
    r"|最多|最迟|最快|最少|至少|未来|接下来|今后|剩下?)(?:用|花)?(?:个|约|大约|大概)?"
)
CAN = (
    r"(?P<can> ?(?:左右|时间)?(?:(?:就|肯定|应该)?(?:能|可以?)(?:全部|基本)?[完办弄搞干做交报拿竣通装修改]"
    r"|(?:全部)?(?:完成(?!了)|办结(?!了)|办完(?!了)|搞定(?!了)|弄完(?!了)|做完(?!了)|竣工|交付|整改到位|报送到位)))"
)
FEW_DAYS = (
    r"(?:几|数|若干|十几|十来|十多|[二三四五]十[几多来]|\d{1,3}[多余来])个?"
    r"(?:工作日|天|日|周|星期|礼拜|个?月)(?:之?内|以?后|左右)?|个把(?:月|星期|礼拜)|[一半两]个[来多]月|十天半个?月"
)
AGO = r"(?P<ago>(?:之|以)?前(?![期往述])|来)"
# 资金到位后10天内: counted from an event whose day nobody knows.
EVENT = (
    r"(?:(?P<event>(?:下来|到位|到账|批复|进场|签完|签订|签字)(?:了|以?后|之?后)?|(?<![过随])后|之后|"
    r"以后|起|之日起|以来)[,，]?)?"
    r"(?P<now>(?:从|自)?(?:今天|今日|现在|即日|目前|当前)起?(?:算|算起)?[,，]?)?(?:的|算)?"
)


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """A length of time in the text. A week is seven days, half a month fifteen, a year twelve months."""

    start: int
    end: int
    unit: Unit
    count: int
    rule: str = "duration"

    def after(self, day: date, calendar: WorkingDays) -> date:
        return later(day, self.unit, self.count, calendar)


def later(day: date, unit: Unit, count: int, calendar: WorkingDays) -> date:
    if unit == "workday":
        return calendar.forward(day, count)
    return months_after(day, count) if unit == "month" else day + timedelta(days=count)


def length(match: re.Match[str]) -> tuple[Unit, int] | None:
    """The unit and the count of a matched length; None for words that are no length (二〇周)."""
    half = bool(match["and_half"] or match["odd"])
    count = _count(match)
    unit = match["unit"].lstrip("个").lstrip("多")
    if count is None or count > MOST.get(unit, 3660):
        return None
    if match["half"]:
        return _half(unit)
    return _whole(unit, count, half=half)


def _count(match: re.Match[str]) -> int | None:
    if match["few"]:  # 两三天, 3-5天: the longer, as in every range
        return small_number(
            re.split(r"[-~至到～]", match["few"])[-1].strip()[-2:] if match["few"].isascii() else _last(match["few"])
        )
    return small_number(match["n"]) if match["n"] else 0


def _last(words: str) -> str:
    return re.split(r" ?[-~至到～] ?", words)[-1] if re.search(r"[-~至到～]", words) else words[-1]


def _half(unit: str) -> tuple[Unit, int] | None:
    halves: dict[str, tuple[Unit, int]] = {"月": ("day", 15), "年": ("month", 6), "天": ("day", 1), "日": ("day", 1)}
    return halves.get(unit)


def _whole(unit: str, count: int, *, half: bool) -> tuple[Unit, int] | None:
    if unit == "工作日":
        return "workday", count
    if unit in ("天", "日", "自然日"):
        return "day", count
    if unit in ("周", "星期", "礼拜"):
        return "day", 7 * count + (4 if half else 0)
    if unit == "小时":
        return "day", count // 24
    months = {"月": 1, "季度": 3, "年": 12}[unit] * count
    return _months(unit, months, half=half)


def _months(unit: str, months: int, *, half: bool) -> tuple[Unit, int]:
    if not half:
        return "month", months
    return ("day", 30 * months + 15) if unit == "月" else ("month", months + 6)


def _from_today(match: re.Match[str], frame: Frame) -> Found | None:
    got = match.groupdict()
    if got.get("event") and not got.get("now"):
        return VAGUE
    if got.get("need") and not got.get("within") and match["unit"] == "日" and not _STILL.match(match["need"]):
        return None
    if got.get("can") and match["unit"] == "日":
        return None  # 28日完成 names the day
    size = length(match)
    if size is None:
        return None
    return Found(day=_safely(frame, *size))


_STILL = re.compile("还|再|需|剩|未来|接下来|今后|最少|至少")  # 还需25日 is a length, 力争25日 a day


def _ago(match: re.Match[str], frame: Frame) -> Found | None:
    size = length(match)
    if size is None or size[0] == "workday" or match["unit"] == "日":
        return None
    return Found(day=_safely(frame, size[0], -size[1]))


def _safely(frame: Frame, unit: Unit, count: int) -> date | None:
    try:
        return later(frame.today, unit, count, frame.calendar)
    except (OverflowError, ValueError):
        return None


def _vague(match: re.Match[str], frame: Frame) -> Found:
    return VAGUE


UNITS = "天日周期拜月季时年"
RULES = [
    Rule("within", re.compile(rf"{EVENT}(?:{NEED} ?)?(?<![第每隔近前]){LENGTH}{WITHIN}"), _from_today, needs="内后"),
    Rule("need", re.compile(rf"(?<!不){NEED} ?{LENGTH}(?! ?前)"), _from_today, needs=UNITS),
    Rule("need", re.compile(rf"(?<![了第每隔近用花时前早晚迟期延长共后]){LENGTH}{CAN}"), _from_today, needs=UNITS),
    Rule("ago", re.compile(rf"(?<![第每])(?:提)?{LENGTH}{AGO}"), _ago, needs="前来"),
    Rule("vague", re.compile(FEW_DAYS), _vague, needs=UNITS),
]
DURATION = re.compile(SPAN)
MOST = {"年": 9, "工作日": 366}  # 26年内 is a year of the calendar


def durations(text: str) -> list[FoundSpan]:
    found = []
    for match in DURATION.finditer(text):
        size = length(match)
        if size is not None and size[1] > 0:
            found.append(FoundSpan(match.start(), match.end(), *size))
    return found
