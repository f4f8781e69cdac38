"""A free reply read into rows, one per task, and questions for what is not certain. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.reading.clauses.corrections import is_correction, without_wrong_values
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.tokens import Heard, hear
from bot.reading.kinds import MentionKind
from bot.reading.mentions import named_tasks
from bot.reading.mentions.mention import Mention
from bot.reading.rows import assembly
from bot.reading.rows.matters import Found, sorted_out
from bot.reading.text import length, normal_form
from bot.reading.text.normal_form import Normalized
from db.reading_facts import AskedTask, Doubt, Intent, Query, Reading, Span
from schedules.workdays import Calendar


def read(
    written: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar, replied_to: Collection[int] = ()
) -> Reading:
    """`tasks` are the sender's open ones; `replied_to` those of the message he replies to, if he does."""
    return stages(written, tasks, today=today, calendar=calendar, replied_to=replied_to).reading


@dataclass(frozen=True, slots=True)
class Stages:
    """What a reading went through; each stage is made of the one before it alone."""

    heard: Heard
    found: Found
    facts: Mapping[int, Sequence[Fact]]  # of each named task
    reading: Reading


def stages(
    written: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar, replied_to: Collection[int] = ()
) -> Stages:
    whole = normal_form.normalize(written)
    said = whole.beginning(length.readable(whole.text))
    corrects = is_correction(said.text)
    hide = without_wrong_values(said.text) if corrects else ""
    heard = hear(said, _about(said.text, tasks, replied_to), today, calendar, hide=hide)
    found = sorted_out(heard, correcting=corrects)
    facts = assembly.facts_by_task(found)
    reading = assembly.reading(found, facts)
    return Stages(heard, found, facts, reading if said is whole else _with_rest(reading, whole, len(said.text)))


def _with_rest(reading: Reading, whole: Normalized, read: int) -> Reading:
    """What is too long or too dense to be read is asked for again, never passed over."""
    first, last = whole.as_written(read, len(whole.text))
    unread = Query(Doubt.UNREADABLE, whole.words(read, min(read + 20, len(whole.text))), Span(first, last, "too-long"))
    intent = reading.intent if reading.rows else Intent.AMBIGUOUS
    return replace(reading, intent=intent, queries=(*reading.queries, unread))


def heard_of(written: str, tasks: Sequence[AskedTask], today: date, calendar: Calendar) -> Heard:
    whole = normal_form.normalize(written)
    said = whole.beginning(length.readable(whole.text))
    hide = without_wrong_values(said.text) if is_correction(said.text) else ""
    return hear(said, tasks, today, calendar, hide=hide)


def about(written: str, tasks: Sequence[AskedTask], replied_to: Collection[int]) -> Sequence[AskedTask]:
    """The tasks that a reply is read against: those of the message it answers, unless it names another open one."""
    return _about(normal_form.normalize(written).text, tasks, replied_to)


def _about(said: str, tasks: Sequence[AskedTask], replied_to: Collection[int]) -> Sequence[AskedTask]:
    """A reply to a message is about its tasks, unless it names another open one."""
    narrowed = [task for task in tasks if task.ref in replied_to]
    if not narrowed:
        return tasks
    answered = set(replied_to)
    elsewhere = any(
        not set(mention.refs) <= answered if mention.refs else _of_others_alone(mention, answered)
        for mention in named_tasks.mentions(said, tasks)
    )
    return tasks if elsewhere else narrowed


def _of_others_alone(mention: Mention, answered: set[int]) -> bool:
    """Title words that fit several tasks, and none of those he answers."""
    return mention.kind is MentionKind.EITHER and bool(mention.named) and answered.isdisjoint(mention.named)
