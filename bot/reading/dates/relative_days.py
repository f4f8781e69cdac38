"""Days by their place in the week: 今天, 大后天, 周五, 下周三, 本周, 下下周末. Weeks run Monday to Sunday."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.reading.dates.shapes import END, VAGUE, Found, Frame, Rule

DAY_WORDS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "本": 0, "明": 1, "次": 1, "后": 2, "大后": 3}
DAYS = (
    rf"(?:(?P<pair>[今明]、?[明后])(?:两)?天"
    rf"|(?P<word>大前|大后|(?<![一二三四五六七八九十两几多\d])前|昨|今|明|(?<![一二三四五六七八九十两几多\d之以然])后)(?:天|日|儿个?)"
    rf"|(?P<word2>昨|今|明)(?=[晚早夜晨])(?:[晚早夜晨](?:上|间|里)?)|(?P<word3>次日|本日)){END}"
)
WEEK_WORDS = {
    "": 0,
    "本": 0,
    "这": 0,
    "这一": 0,
    "今": 0,
    "当": 0,
    "下": 1,
    "下一": 1,
    "下下": 2,
    "大下": 2,
    "下下下": 3,
}
WEEK_WORDS |= {"上": -1, "上一": -1, "上上": -2}
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6, "七": 6}
WEEKDAYS |= {str(n): n - 1 for n in range(1, 8)}
WHICH = r"(?<![每逐隔])(?P<which>下下下|下下|大下|下一|下|上上|上一|上|本|这一|这|今|当)"
UNIT = r"(?:周|星期|礼拜)"
NOT_A_WEEKDAY = (
    r"(?<![一二三四五六七八九十两半几多每逐隔数\d各双单] )(?<![一二三四五六七八九十两半几多每逐隔数\d各双单])(?<!每个)"
)
NO_TITLE = r"(?![次周体个期年季])"

HOUR = r"(?!个|\d(?!\d?(?:[:：]\d\d|[点时])))"  # 周五17:00 keeps its day; 周一3个 is none
LATER = r"(?:、?(?P<later>[一二三四五六日])(?![个项级次周月号日季点分成是、.]))?"  # 下周三四: the later of the two
WEEKDAY = rf"{WHICH}个? ?(?:{UNIT}的?)?{UNIT} ?(?P<day>[一二三四五六日天末1-7]){LATER}{HOUR}(?!调度|报){END}"
BARE_WEEKDAY = rf"{NOT_A_WEEKDAY}{UNIT} ?(?P<day>[一二三四五六日天1-7]){NO_TITLE}(?!%){HOUR}(?!调度|报){END}"
WEEKEND = rf"{NOT_A_WEEKDAY}(?:周|星期)末{END}"
WEEK_PART = rf"{WHICH}个?{UNIT}[初中](?!旬)"
WEEK = rf"{WHICH}个? ?{UNIT}(?![\d边期报会刊岁])(?:内(?![部容]))?{END}"
WITHIN_WEEK = rf"{NOT_A_WEEKDAY}周内{END}"


def _day(match: re.Match[str], frame: Frame) -> Found:
    if match["pair"]:
        return Found(day=frame.today + timedelta(days=DAY_WORDS[match["pair"][-1]]))
    word = match["word"] or match["word2"] or match["word3"][0]
    return Found(day=frame.today + timedelta(days=DAY_WORDS[word]))


def _weekday(match: re.Match[str], frame: Frame) -> Found:
    monday = frame.today - timedelta(days=frame.today.weekday())
    return Found(day=monday + timedelta(days=7 * WEEK_WORDS[match["which"]] + WEEKDAYS[match["later"] or match["day"]]))


def _bare_weekday(match: re.Match[str], frame: Frame) -> Found:
    weekday = WEEKDAYS[match["day"]]
    ahead = (weekday - frame.today.weekday() - 1) % 7 + 1
    return Found(day=frame.today + timedelta(days=ahead), weekday=weekday)


def _week(match: re.Match[str], frame: Frame) -> Found:
    weeks = WEEK_WORDS[match.groupdict().get("which") or ""]
    return Found(day=frame.today + timedelta(days=6 - frame.today.weekday() + 7 * weeks))


def _vague(match: re.Match[str], frame: Frame) -> Found:
    return VAGUE


RULES = [
    Rule("today", re.compile(DAYS), _day),
    Rule("weekday", re.compile(WEEKDAY), _weekday, needs="周期拜"),
    Rule("weekday", re.compile(BARE_WEEKDAY), _bare_weekday, needs="周期拜"),
    Rule("week", re.compile(WEEKEND), _week, needs="末"),
    Rule("vague", re.compile(WEEK_PART), _vague, needs="初中"),
    Rule("week", re.compile(WEEK), _week, needs="周期拜"),
    Rule("week", re.compile(WITHIN_WEEK), _week, needs="周期拜"),
]
