"""A message as a second reader was shown it, what the grammar knows of it, and why a row about it is not believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.second_reader.language_model.quoted_values import Spoken
from db.reading_facts import AskedTask, Reading, Said
from schedules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Message:
    """What the model was shown, and what the grammar knows of it: the words of each task, and the states it reads or
    proposes."""

    text: str
    tasks: Sequence[AskedTask]
    today: date
    calendar: Calendar
    parts: Mapping[int, str]
    states: Mapping[int, frozenset[Said | None]] = field(default_factory=dict)

    @property
    def spoken(self) -> Spoken:
        return Spoken(self.text, self.today, self.calendar)


class Refused(Exception):
    """Why a row is not believed."""


class Misplaced(Refused):
    """Its words stand there, but not as it says of this task."""


def states_read(reading: Reading) -> dict[int, frozenset[Said | None]]:
    """By number of the task: what the grammar read or proposed of it."""
    rows = [*reading.rows, *(row for query in reading.queries for row in query.proposed)]
    return {row.ref: frozenset(each.state for each in rows if each.ref == row.ref) for row in rows if row.ref}
