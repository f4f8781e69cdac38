"""One pass over a message: what is masked, what every stretch of it means, and which task each stretch is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.reading.dates import day_finder, reported_periods
from bot.reading.dates.day_finder import FoundDate, FoundSpan
from bot.reading.kinds import TITLES
from bot.reading.lexicon import vocabulary as words
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.mentions import named_tasks
from bot.reading.mentions.named_tasks import Mention
from bot.reading.text import numerals
from bot.reading.text.normal_form import Normalized
from bot.reading.text.numerals import FoundPercent
from db.reading_facts import AskedTask
from schedules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with everything that was found in it, by place in `said.text`."""

    said: Normalized
    tasks: Sequence[AskedTask]
    today: date
    calendar: Calendar
    percents: list[FoundPercent]
    mentions: list[Mention]
    days: list[FoundDate]
    periods: list[FoundDate]  # of which something is told, no days to come
    lengths: list[FoundSpan]
    masked: str
    marks: list[Mark] = field(default_factory=list)

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
    percents = numerals.percents(plain)
    masked = _mask(plain, ((share.start, share.end) for share in percents), words.PERCENT)
    mentions = named_tasks.mentions(masked, tasks)
    masked = _mask(masked, ((m.start, m.end) for m in mentions if m.kind not in TITLES), words.MENTION)
    named = [day for day in day_finder.find(masked, today, calendar) if not day.vague]
    days = reported_periods.without_reported(masked, named, today)
    masked = _mask(masked, ((day.start, day.end) for day in named), words.DATE)
    lengths = day_finder.durations(masked)
    masked = _mask(masked, ((length.start, length.end) for length in lengths), words.DURATION)
    kept = {day.start for day in days}
    periods = [day for day in named if day.start not in kept]
    marks = list(words.marks(masked))
    return Heard(written, tasks, today, calendar, percents, mentions, days, periods, lengths, masked, marks)


def _mask(plain: str, places: Iterable[tuple[int, int]], letter: str) -> str:
    letters = list(plain)
    for start, end in places:
        letters[start:end] = letter * (end - start)
    return "".join(letters)
