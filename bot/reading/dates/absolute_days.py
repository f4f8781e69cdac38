"""Days written out: 2027-04-20, 2027年4月20日, 四月二十, 4.20, 20号."""

from __future__ import annotations

import re

from bot.reading.dates.shapes import AFTER, END, TILL, TIME, Found, Frame, Rule, settle, settle_in_month
from bot.reading.dates.words import DAY_NUMBER, MONTH, MONTH_WORD, TO, YEAR_OR_NONE, day_number, month_of
from db.reading_facts import Doubt

NO_DAY = 99  # a day of the month that no month has

# 6月3个小区, 3月5家: a number behind a month that counts something else.
UNCOUNTED = (
    r"(?![\d%‰一二三四五六七八九十])(?! ?[个家户处万亿元项件人名台套座条份篇栋次成米亩只期轮批吨度岁周年月天分秒])"
    r"(?! ?[层所间宗场辆张支块头路届册类种艘公千平多几余])"
    r"(?! ?工作日| ?点\d|/\d|[.]\d)"
)
NO_NUMBER_OF = (
    r"(?! ?提(?![交前])| ?报(?![送出过上完告])| ?召(?!开)| ?建(?![成好完])| ?路"
    r"| ?[线楼院文车库桥井机门房栋矿地站台池街令称子期用产均常程往记刊本元志任事项工议])"
)

YMD = rf"(?<!\d)(?P<y>(?:19|20)\d\d) ?[-./·] ?(?P<m>\d\d?) ?[-./·] ?(?P<d>\d\d?)(?!\d)[日号]?{END}"
COMPACT = rf"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d){END}"
SHORT_YEAR = rf"(?<![\d./-])(?P<y>[2-3]\d)(?P<s>[./-])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?![\d./-]){END}"
MONTH_DAY = rf"{YEAR_OR_NONE}{MONTH} ?(?:{DAY_NUMBER} ?[日号]?{TO})?(?P<d>{DAY_NUMBER}) ?(?:[日号]|{UNCOUNTED}){END}"
WORD_DAY = rf"{MONTH_WORD}的? ?(?:{DAY_NUMBER} ?[日号]?{TO})?(?P<d>{DAY_NUMBER}) ?[日号]{END}"
# A form left empty.
BLANK = r"(?<![\d一二三四五六七八九十上下本这当个])(?: 年)? 月 [日号]|(?<!\d)年月日(?=之?前|完成|办结|竣工)"
BARE = (
    rf"(?<![\d.A-Za-z第〔〕\[\]】之百千万年月/-])(?P<range>(?:{DAY_NUMBER} ?[日号]?{TO})?)(?<![\d.])"
    rf"(?P<d>\d{{1,2}}|(?<![一二三四五六七八九十])[一二三四五六七八九十廿卅]{{1,4}}) ?(?P<sign>[日号]){NO_NUMBER_OF}"
    rf"(?P<time>{TIME})(?P<till>{TILL}){AFTER}"
)


def _numeric(match: re.Match[str], frame: Frame) -> Found:
    year, month, dom = (int(match[part]) for part in ("y", "m", "d"))
    return settle(frame, year + 2000 if year < 100 else year, month, dom or NO_DAY)


def _month_day(match: re.Match[str], frame: Frame) -> Found | None:
    year, month = month_of(match, frame)
    dom = day_number(match["d"])
    return settle(frame, year, month, dom) if month and dom else None


def _blank(match: re.Match[str], frame: Frame) -> Found:
    return Found(fault=Doubt.IMPOSSIBLE_DATE)


def _bare(match: re.Match[str], frame: Frame) -> Found | None:
    dom = day_number(match["d"])
    if not dom or (dom > 31 and match["sign"] == "号"):
        return None
    found = settle_in_month(frame, dom)
    is_day = match["till"] or match["time"] or match["sign"] == "日"
    return Found(found.day, found.fault, dom=dom, rule="day" if is_day else "bare-day")


RULES = [
    Rule("date", re.compile(YMD), _numeric, needs="-./·"),
    Rule("date", re.compile(COMPACT), _numeric),
    Rule("date", re.compile(SHORT_YEAR), _numeric, needs="-./"),
    Rule("month-day", re.compile(MONTH_DAY), _month_day, needs="月"),
    Rule("month-day", re.compile(WORD_DAY), _month_day, needs="月"),
    Rule("blank-day", re.compile(BLANK), _blank, needs="月"),
    Rule("bare-day", re.compile(BARE), _bare, needs="日号"),
]
