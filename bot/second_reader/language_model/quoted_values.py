"""Numbers and days computed again from the words quoted for them, as the grammar computes them where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.dates import day_finder
from bot.reading.dates.shapes import Frame, settle
from bot.reading.text import numerals
from bot.reading.text.normal_form import plain
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

_TWO_FIGURES = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])[./·-](3[01]|[12]\d|0?[1-9])(?!\d)")
_DAY_ALONE = re.compile(r"(?<!\d)(3[01]|[12]\d|0?[1-9])(?!\d)")
_STILL_OPEN = re.compile(r"(?:还?[剩差缺]|剩下|余下)[^,。;0-9一二三四五六七八九]{0,6}$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message and the day it came."""

    text: str
    today: date
    calendar: Calendar

    def holds(self, quote: str) -> bool:
        return bool(plain(quote)) and plain(quote) in plain(self.text)


def percents_at(quote: str, spoken: Spoken) -> set[float]:
    """The shares that the words name; of what is still open (还剩20%) also the rest."""
    words, text = plain(quote), plain(spoken.text)
    found = {share.value for share in numerals.percents(words)}
    for start in _places(words, text):
        here = [share for share in numerals.percents(text) if start < share.end and share.start < start + len(words)]
        found |= {share.value for share in here}
        found |= {100 - share.value for share in here if _STILL_OPEN.search(text, 0, share.start)}
    return found


def days_at(quote: str, spoken: Spoken) -> set[date]:
    """The days that one of the grammar's rules gives the words: in the message where they stand, else by themselves."""
    text, words = plain(spoken.text), plain(quote)
    days: set[date] = set()
    for start in _places(words, text):
        days |= _found_at(start, start + len(words), text, spoken)
    days |= {day.day for day in day_finder.find(words, spoken.today, spoken.calendar) if day.day}
    alone = day_finder.first_date(words, spoken.today, spoken.calendar)
    return days | ({alone} if alone else set()) | set(_by_figures(words, text, spoken))


def deadlines_at(quote: str, task: AskedTask, spoken: Spoken) -> set[date]:
    """A day named, or the present due date and the time asked for."""
    days = days_at(quote, spoken)
    if task.due is not None:
        days |= {span.after(task.due, spoken.calendar) for span in day_finder.durations(plain(quote))}
    return days


def _found_at(start: int, end: int, text: str, spoken: Spoken) -> set[date]:
    found = day_finder.find(text, spoken.today, spoken.calendar)
    return {day.day for day in found if day.day is not None and day.start < end and start < day.end}


def _by_figures(words: str, text: str, spoken: Spoken) -> Iterator[date]:
    """6.25 or 9/26, quoted as a day; 18号 in the month of the day named before it."""
    frame = Frame(spoken.today, spoken.calendar)
    for month, dom in _TWO_FIGURES.findall(words):
        day = settle(frame, None, int(month), int(dom)).day
        if day is not None:
            yield day
    if "月" in words or _TWO_FIGURES.search(words):
        return
    before = _months_before(words, text, spoken)
    for dom in _DAY_ALONE.findall(words):
        for year, month in before:
            day = settle(frame, year, month, int(dom)).day
            if day is not None:
                yield day


def _months_before(words: str, text: str, spoken: Spoken) -> Sequence[tuple[int, int]]:
    """Year and month of the day named last before the words."""
    days = [day for day in day_finder.find(text, spoken.today, spoken.calendar) if day.day is not None]
    months = []
    for start in _places(words, text):
        earlier = [day.day for day in days if day.end <= start and day.day]
        months += [(day.year, day.month) for day in earlier[-1:]]
    return months


def _places(words: str, text: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)
