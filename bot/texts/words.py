"""Small words every message uses: dates with their weekday, days left, percents, lamps, list ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from schedules.tally import half_up

AGAIN = "（重发）"  # before what may have been lost
SLOGAN = "事事有着落，件件有回音"
LIMIT = 4096  # UTF-16 units in one message

_WEEKDAYS = "一二三四五六日"
_LAMPS = {"green": "🟢", "blue": "🔵", "yellow": "🟡", "red": "🔴", "grey": "⚪"}


def day(value: date, *, today: date | None = None) -> str:
    """3月10日（周四）; the year is named when it is another one than today's."""
    year = f"{value.year}年" if today is not None and value.year != today.year else ""
    return f"{year}{value.month}月{value.day}日（周{_WEEKDAYS[value.weekday()]}）"


def left(due: date, today: date) -> str:
    days = (due - today).days
    if days == 0:
        return "今天到期"
    return f"还有{days}天" if days > 0 else f"已超期{-days}天"


def percent(value: float) -> str:
    return f"{half_up(value):.1f}".rstrip("0").rstrip(".") + "%"


def lamp(colour: str) -> str:
    return _LAMPS.get(colour, "⚪")


def without_lamps(text: str) -> str:
    """For paper: no printer's letters have them."""
    return text.translate(dict.fromkeys(map(ord, _LAMPS.values())))


def numbers(values: Iterable[int]) -> str:
    return "、".join(f"{value}号" for value in values)


def quoted(words: str, limit: int = 120) -> str:
    """A person's words on one line, cut to length, in the office's quotation marks."""
    return f"“{within(one_line(words, limit))}”"


def titled(number: int | str, title: str) -> str:
    """How a task is called in a sentence."""
    return f"{number}号“{within(title)}”"


def within(words: str) -> str:
    """Quotation marks within quotation marks are single."""
    return words.replace("“", "‘").replace("”", "’")


def one_line(words: str, limit: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def cut(text: str, limit: int = LIMIT) -> str:
    """Never longer than Telegram takes; cut at a line where there is one."""
    if units(text) <= limit:
        return text
    end = "\n…（内容较长，余下部分略）"
    kept: list[str] = []
    size = units(end)
    for line in text.splitlines():
        size += units(line) + 1
        if size > limit:
            break
        kept.append(line)
    if not kept:
        return text.encode("utf-16-le")[: 2 * (limit - units(end))].decode("utf-16-le", "ignore") + end
    return "\n".join(kept) + end


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def missing_years(years: Sequence[int]) -> str:
    """Said wherever days of such a year are counted."""
    if not years:
        return ""
    named = "、".join(map(str, years))
    return f"没有{named}年的节假日安排，暂按周一至周五为工作日；国务院公布后请写入 calendar/<年>.toml。"
