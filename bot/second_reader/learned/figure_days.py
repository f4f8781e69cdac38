"""Two figures with a point or a stroke that may be a day (改6.25): candidates only, what they are is weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_FIGURES = re.compile(
    r"(?<![\d.,/:%+\-])(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])(?![\d.,/%:]*\d)"
    r"(?![亿万千百元个%倍公米吨度成亩条项家户人次台处件分点折期号版例岁升吋寸层批斤克环段比]|km|kv|mw)",
    re.IGNORECASE,
)
_SLIP = timedelta(days=60)


def figure_days(text: str, today: date) -> Iterator[tuple[int, int, date]]:
    """The next such day; none where one has just passed, for then it is either a slip or told of the past."""
    for found in _FIGURES.finditer(text):
        month, dom = int(found.group(1)), int(found.group(2))
        for year in (today.year, today.year + 1):
            try:
                day = date(year, month, dom)
            except ValueError:
                break
            if day >= today:
                yield found.start(), found.end(), day
            if day >= today - _SLIP:
                break
