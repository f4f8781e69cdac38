"""A free reply read into rows, one per task, and questions for what is not certain. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.reading import assembly, text
from bot.reading.corrections import is_correction, without_wrong_values
from bot.reading.hear import Heard, hear
from db.said import AskedTask, Reading
from schedules.workdays import Calendar


def read(
    written: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar, replied_to: Collection[int] = ()
) -> Reading:
    """`tasks` are the sender's open ones; `replied_to` the tasks of the message he replies to, if he does."""
    asked = _asked(tasks, replied_to)
    return assembly.reading(heard_of(written, asked, today, calendar), correcting=_corrects(written), everyone=tasks)


def heard_of(written: str, tasks: Sequence[AskedTask], today: date, calendar: Calendar) -> Heard:
    said = text.normalize(written)
    hide = without_wrong_values(said.text) if is_correction(said.text) else ""
    return hear(said, tasks, today, calendar, hide=hide)


def _corrects(written: str) -> bool:
    return is_correction(text.normalize(written).text)


def _asked(tasks: Sequence[AskedTask], replied_to: Collection[int]) -> Sequence[AskedTask]:
    """A reply to one task's message is about that task; numbers of the others still name them."""
    return tasks
