"""Days that no calendar has: 2月30日, 13月5日. They are asked back, never moved to another day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from bot.reading.text import numerals
from bot.reading.text.normal_form import plain

_NUMBER = r"[\d〇零一二三四五六七八九十]{1,3}"
_WRITTEN = re.compile(
    rf"(?:(?P<year>20\d\d)[年./-])?(?P<month>{_NUMBER})(?:月|(?<=\d)[/-](?=\d))(?P<day>{_NUMBER})(?:[日号]|(?![\d个天%.]))"
)


def no_such_day(written: str, *, today: date) -> str:
    """The first of them as it stands in the words; empty where there is none."""
    for found in _WRITTEN.finditer(plain(written)):
        month, day = (numerals.number(found[each]) for each in ("month", "day"))
        year = int(found["year"] or today.year)
        dated = found[0][-1] in "日号" or found["year"]
        if month is None or day is None or not dated:
            continue
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, int(month))[1]:
            return found[0]
    return ""
