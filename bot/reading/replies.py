"""A free reply read into rows, one per task, and questions for what is not certain. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.reading import assembly, text, which
from bot.reading.corrections import is_correction, without_wrong_values
from bot.reading.hear import Heard, hear
from db.said import AskedTask, Reading
from schedules.workdays import Calendar


def read(
    written: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar, replied_to: Collection[int] = ()
) -> Reading:
    """`tasks` are the sender's open ones; `replied_to` those of the message he replies to, if he does."""
    said = text.normalize(written)
    corrects = is_correction(said.text)
    hide = without_wrong_values(said.text) if corrects else ""
    heard = hear(said, _about(said.text, tasks, replied_to), today, calendar, hide=hide)
    return assembly.reading(heard, correcting=corrects)


def heard_of(written: str, tasks: Sequence[AskedTask], today: date, calendar: Calendar) -> Heard:
    said = text.normalize(written)
    hide = without_wrong_values(said.text) if is_correction(said.text) else ""
    return hear(said, tasks, today, calendar, hide=hide)


def _about(said: str, tasks: Sequence[AskedTask], replied_to: Collection[int]) -> Sequence[AskedTask]:
    """A reply to a message is about its tasks, unless it names another open one."""
    narrowed = [task for task in tasks if task.ref in replied_to]
    if not narrowed:
        return tasks
    named = {ref for mention in which.mentions(said, tasks) for ref in mention.refs}
    return narrowed if named <= set(replied_to) else tasks
