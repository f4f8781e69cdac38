"""What stands above the header: the title, and the day of the meeting or hand-out, which is the base date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.ledger_files.files.grids import squeezed
from bot.reading.text.small_numbers import digit_by_digit, small_number

DAY = (
    r"((?:19|20)\d\d|[二一][〇零○九][〇零○一二三四五六七八九]{2})[-./年](\d{1,2}|[一二三四五六七八九十]{1,2})"
    r"[-./月](\d{1,2}|[一二三四五六七八九十廿卅]{1,3})日?"
)
HANDED_OUT = re.compile(rf"(会议|召开|交办|印发|下达|下发|分解|部署|发文|基准|制定)[^\d:：]{{0,6}}[:：]?{DAY}")
FILLED_IN = re.compile(rf"(填报|填表|制表|打印|统计|更新|报送|截至|截止|上报|编制)[^\d:：]{{0,6}}[:：]?{DAY}")
NO_TITLE = re.compile(r"附件|密级|编号|单位[:：]|.{0,4}$")
YEAR = re.compile(r"(?<!\d)(20[2-4]\d)(?!\d)(?=年|度|\D)")
SPAN = re.compile(r"20\d\d年?[-—~～至到]+(?:20)?\d\d年")
ANY_DAY = re.compile(DAY)


@dataclass(frozen=True, slots=True)
class TitleRows:
    title: str
    base_date: date | None
    is_filing_date: bool = False  # only the day on which the table was filled in is known
    year: int | None = None  # the one year of the work that the title names


def read_title_rows(rows: Sequence[Sequence[object]], sheet: str = "") -> TitleRows:
    values = [value for row in rows for value in row if squeezed(value)]
    texts = [_text(value) for value in values]
    title = next((text for text in texts if not NO_TITLE.match(text)), "")
    handed, filed = _days(texts, HANDED_OUT), _days(texts, FILLED_IN)
    loose = [day for day in _days(texts, ANY_DAY) if day not in filed]
    year = _year(title) or _year(sheet)
    for days in (handed, loose):
        if days:
            return TitleRows(title, days[0], year=year)
    return TitleRows(title, filed[0] if filed else None, is_filing_date=bool(filed), year=year)


def _year(title: str) -> int | None:
    """2027年重点任务; a title with several years (2026-2028年) names none."""
    years = {match[1] for match in YEAR.finditer(ANY_DAY.sub("", title))}
    return int(years.pop()) if len(years) == 1 and not SPAN.search(title) else None


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return unicodedata.normalize("NFKC", squeezed(value))


def _days(texts: Sequence[str], pattern: re.Pattern[str]) -> list[date]:
    found = [match.groups()[-3:] for text in texts for match in pattern.finditer(text)]
    return [day for parts in found if (day := _day(*parts))]


def _day(year: str, month: str, dom: str) -> date | None:
    try:
        return date(digit_by_digit(year) or 0, small_number(month) or 0, small_number(dom) or 0)
    except ValueError:
        return None
