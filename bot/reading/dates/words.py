"""The words for years and months that several date rules share, as bounded patterns, and what they mean."""

from __future__ import annotations

import re

from bot.reading.dates.shapes import LAST, Frame, months_after
from bot.reading.text.small_numbers import digit_by_digit, small_number

YEAR_WORDS = {"今": 0, "本": 0, "当": 0, "这": 0, "这一": 0, "明": 1, "次": 1, "来": 1, "下": 1, "下一": 1, "后": 2}
YEAR_WORDS |= {"去": -1, "上": -1, "上一": -1, "前": -2}
YEAR = (
    r"(?:(?:(?<!\d)(?P<y>(?:19|20)\d\d|[二一][〇零○九][〇零○一二三四五六七八九]{2}) ?年度?"
    r"|(?<![\d第〇零○一二三四五六七八九十几数])(?P<yy>[1-3]\d|[二三][〇零○一二三四五六七八九]) ?年"
    r"|(?<![\d第几数多〇零○一二三四五六七八九十])"
    r"(?P<yw>今|本|当|这一|这|明|次|来|下一|下|(?<!然)后|去|上一|上|前)年度?)的? ?)"
)

YEAR_OR_NONE = rf"(?:{YEAR}|(?<!\d\d\d\d年)(?<!\d\d\d\d 年))"  # of 3000年1月1日 no month is this year's

MONTH = (
    r"(?:(?<![\d.])(?P<m>0?[1-9]|1\d)|(?<![一二三四五六七八九十百千万])(?P<mc>十[一二]?|[一二三四五六七八九]|(?<![\d万亿百千美])元))"
    r" ?月份?(?![票饼光薪租嫂亮均度活])"
)
MONTH_WORDS = {"本": 0, "这": 0, "当": 0, "下": 1, "次": 1, "下下": 2, "上": -1, "上上": -2}
MONTH_WORD = r"(?<![个半])(?P<mw>本|这|当|次|下下|下|上上|上)一?个?月份?(?![票饼光薪租嫂亮均度活])"

PARTS = {
    "上旬": 10,
    "上中旬": 20,
    "中上旬": 20,
    "中下旬": LAST,
    "中旬": 20,
    "下旬": LAST,
    "初": 5,
    "中": 15,
    "底": LAST,
    "末": LAST,
    "尾": LAST,
    "头": 5,
}
PART = (
    r"(?:上中旬|中上旬|中下旬|上旬|中旬|下旬|初(?![步稿审试期心次验])|中(?![标期介间央心小考])|底(?![层数线稿商座])|末"
    r"|尾(?=$|[前,。;!上 ])|头(?=$|[前,。;!上里 ])(?:[上里](?=$|[,。;!行成中就前 ]))?)"
)

DAY_NUMBER = r"(?:\d{1,2}(?!\d)|[一二三四五六七八九十廿卅]{1,4})"
UNITS = "一二三四五六七八九"
TO = r" ?(?:至|到|~|～|—{1,2}|–|-{1,2}|―|─{1,2}) ?"


def year_of(match: re.Match[str], frame: Frame) -> int | None:
    got = match.groupdict()
    if got.get("y"):
        return digit_by_digit(got["y"])
    if got.get("yy"):
        short = digit_by_digit(got["yy"])
        return None if short is None else 2000 + short
    return frame.today.year + YEAR_WORDS[got["yw"]] if got.get("yw") else None


def month_of(match: re.Match[str], frame: Frame) -> tuple[int | None, int]:
    """The year where one is named, and the month, of 4月, 明年四月, 下个月."""
    got = match.groupdict()
    if got.get("mw"):
        there = months_after(frame.today.replace(day=1), MONTH_WORDS[got["mw"]])
        return there.year, there.month
    return year_of(match, frame), small_number((got.get("m") or got["mc"]).replace("元", "一")) or 0


def day_number(words: str) -> int | None:
    """The day of the month; 十五六号 and 八九号 are the later of the two."""
    if len(words) > 1 and words[-2:] in UNITS:
        words = words[:-2] + words[-1]
    return small_number(words)
