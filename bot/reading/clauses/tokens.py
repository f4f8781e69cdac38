"""One pass over a message: what is masked, what every stretch of it means, and which task each stretch is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.dates import day_finder, reported_periods
from bot.reading.dates.day_finder import FoundDate, FoundSpan
from bot.reading.kinds import TITLES
from bot.reading.lexicon.expressions import DATE, PERCENT, SPAN, TASK
from bot.reading.lexicon.vocabulary import Mark, marks_of
from bot.reading.mentions import named_tasks
from bot.reading.mentions.mention import Mention
from bot.reading.text import numerals
from bot.reading.text.normal_form import Normalized
from bot.reading.text.numerals import FoundPercent
from bot.reading.text.spans import Placed
from db.reading_facts import AskedTask
from schedules.workdays import Calendar


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A message with everything that was found in it, by place in `said.text`; told from others by identity."""

    said: Normalized
    tasks: tuple[AskedTask, ...]
    today: date
    calendar: Calendar
    percents: tuple[FoundPercent, ...]
    mentions: tuple[Mention, ...]
    days: tuple[FoundDate, ...]
    periods: tuple[FoundDate, ...]  # of which something is told, no days to come
    lengths: tuple[FoundSpan, ...]
    masked: str
    marks: tuple[Mark, ...] = ()

    @property
    def text(self) -> str:
        return self.said.text

    @property
    def titles(self) -> dict[int, str]:
        return {task.ref: task.title for task in self.tasks}

    @property
    def due(self) -> dict[int, date | None]:
        return {task.ref: task.due for task in self.tasks}


def hear(written: Normalized, tasks: Sequence[AskedTask], today: date, calendar: Calendar, *, hide: str = "") -> Heard:
    """`hide` is the text with wrong values of a correction blotted out; by default nothing is."""
    plain = hide or written.text
    percents = tuple(numerals.percents(plain))
    masked = _mask(plain, percents, PERCENT)
    mentions = named_tasks.mentions(masked, tasks)
    masked = _mask(masked, (m for m in mentions if m.kind not in TITLES), TASK)
    named = [day for day in day_finder.find(masked, today, calendar) if not day.vague]
    days = tuple(reported_periods.without_reported(masked, named, today))
    masked = _mask(masked, named, DATE)
    lengths = tuple(day_finder.durations(masked))
    masked = _mask(masked, lengths, SPAN)
    kept = {day.start for day in days}
    periods = tuple(day for day in named if day.start not in kept)
    marks = tuple(marks_of(masked))
    return Heard(written, tuple(tasks), today, calendar, percents, mentions, days, periods, lengths, masked, marks)


def _mask(plain: str, places: Iterable[Placed], letter: str) -> str:
    letters = list(plain)
    for place in places:
        letters[place.start : place.end] = letter * (place.end - place.start)
    return "".join(letters)
