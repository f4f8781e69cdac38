"""How often a recurring task is reported on, and on which day: 每月25日前报送, 按季度报, 半年报."""

from __future__ import annotations

import re

from bot.ledger_files.deadlines.deadline_cells import plain
from bot.reading.text.small_numbers import small_number

RECURRING = re.compile(
    r"常态|贯穿|长期|长年|常年|持续|经常性|循环推进|动态推进|全年(?!目标|任务|工作|计划|完成)"
    r"|每(?:个|半)?(?:周|星期|礼拜|月|季|年)|按(?:半年|周|月|季|年)|(?:周|月|季|半年)报"
)
EVERY = {
    "half-year": r"半年",
    "quarter": r"每个?季|按季|季报|季度|逐季",
    "month": r"每个?月|按月|月报|月度|逐月",
    "week": r"每个?(?:周|星期|礼拜)|按周|周报|逐周",
}
NOT_ONE = re.compile(r"(?:每|隔)[两二三四五六2-9]个?(?:周|星期|月|季)|双周|双月|隔周|隔月")
WEEKDAY = re.compile(r"每(?:周|星期|礼拜)([一二三四五六日天1-7])")
MONTH_DAY = re.compile(r"(?:月|季度?|半年)(?:末月|末)?的?([0-3]?\d|[一二三四五六七八九十廿]{1,3})[日号]")


def is_recurring(cell_text: str) -> bool:
    return bool(RECURRING.search(plain(cell_text)))


def report_every(cell_text: str) -> str | None:
    """week, month, quarter or half-year: the first that the cell names; None where it names none of them."""
    text = plain(cell_text)
    if NOT_ONE.search(text):
        return None
    places = {every: found.start() for every, words in EVERY.items() if (found := re.search(words, text))}
    return min(places, key=lambda every: places[every]) if places else None


def report_day(cell_text: str) -> int | None:
    """The day of the month, or of the week (1–7) where the report is weekly."""
    text = plain(cell_text)
    if week := WEEKDAY.search(text):
        return "一二三四五六日".find(week[1].replace("天", "日")) + 1 or small_number(week[1])
    if month := MONTH_DAY.search(text):
        day = small_number(month[1])
        return day if day and day <= 31 else None
    return None
