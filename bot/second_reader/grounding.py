"""A model's answer → an opinion: every quote must stand in the message, every value is computed again from its quote.

What fails is refused as a whole row: who invents one value of a task is not believed the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.dates import day_finder
from bot.reading.text import numerals
from bot.reading.text.normal_form import plain
from bot.second_reader.answer import Answer, AnsweredRow, QuotedDay
from bot.second_reader.classifier import Guess
from bot.second_reader.opinions import Opinion
from db.reading_facts import AskedTask, Row, Said
from schedules.workdays import Calendar

# A quote that surely says something else than the state given with it is no proof of that state.
_DENIED = 0.02
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Message:
    """What the model was shown, and what the grammar knows of it. `parts` are the words of each task by the grammar."""

    text: str
    tasks: Sequence[AskedTask]
    today: date
    calendar: Calendar
    parts: Mapping[int, str]


class _Refused(Exception):
    """Why a row is not believed."""


def opinion(given: Answer, message: Message, *, guess: Callable[[str, str], Guess], reader: str = "model") -> Opinion:
    """`guess` is the built-in classifier's: words and title → how they sound."""
    rows: list[Row] = []
    refused: list[str] = []
    for row in given.rows:
        try:
            rows.append(_row(row, message, guess))
        except _Refused as why:
            refused.append(f"{row.ref}号：{why}")
    known = {task.ref for task in message.tasks}
    return Opinion(reader, tuple(rows), tuple(ref for ref in given.ask if ref in known), tuple(refused))


def _row(row: AnsweredRow, message: Message, guess: Callable[[str, str], Guess]) -> Row:
    task = next((task for task in message.tasks if task.ref == row.ref), None)
    if task is None:
        raise _Refused("没有这个编号")
    for quote in _quotes(row):
        if plain(quote) not in plain(message.text):
            raise _Refused(f"原文没有“{quote[:20]}”")
    _of_this_task(row, message)
    _says_so(row, task, guess)
    return Row(
        row.ref,
        state=row.state,
        percent=_percent(row),
        expected_date=_day(row.expected_date, message),
        new_deadline=_deadline(row.new_deadline, task, message),
        blocker=row.blocker or None,
        reason=row.reason or None,
        help_from=row.help_from,
        delegate=row.delegate or None,
    )


def _quotes(row: AnsweredRow) -> Iterator[str]:
    yield row.quote
    yield from (each.quote for each in (row.percent, row.expected_date, row.new_deadline) if each is not None)
    yield from (each for each in (row.blocker, row.reason, row.delegate, *row.help_from) if each)


def _of_this_task(row: AnsweredRow, message: Message) -> None:
    """Words that the grammar gives to another task only prove nothing of this one."""
    quote = plain(row.quote)
    where = [ref for ref, words in message.parts.items() if quote in plain(words)]
    if where and row.ref not in where:
        raise _Refused(f"“{row.quote[:20]}”说的是{where[0]}号")


def _says_so(row: AnsweredRow, task: AskedTask, guess: Callable[[str, str], Guess]) -> None:
    heard = guess(row.quote, task.title)
    if row.state is Said.DONE_CLAIMED and heard.state is not Said.DONE_CLAIMED and heard.probability >= _SURE:
        raise _Refused(f"“{row.quote[:20]}”不是办结")
    if row.state is not None and heard.of(row.state) < _DENIED and heard.probability >= _SURE:
        raise _Refused(f"“{row.quote[:20]}”说的不是这个状态")


def _percent(row: AnsweredRow) -> float | None:
    if row.percent is None:
        return None
    computed = numerals.percent_value(plain(row.percent.quote))
    if computed is None or abs(computed - row.percent.value) > 0.5:
        raise _Refused(f"“{row.percent.quote[:20]}”不是{row.percent.value:g}%")
    return computed


def _day(given: QuotedDay | None, message: Message) -> date | None:
    if given is None:
        return None
    if given.value not in _days_at(given.quote, message) or given.value < message.today:
        raise _Refused(f"“{given.quote[:20]}”不是{given.value.isoformat()}")
    return given.value


def _deadline(given: QuotedDay | None, task: AskedTask, message: Message) -> date | None:
    """A day named, or the present due date and the time asked for."""
    if given is None:
        return None
    days = _days_at(given.quote, message)
    if task.due is not None:
        spans = day_finder.durations(plain(given.quote))
        days |= {span.after(task.due, message.calendar) for span in spans}
    if given.value not in days or (task.due is not None and given.value <= task.due):
        raise _Refused(f"“{given.quote[:20]}”得不出{given.value.isoformat()}")
    return given.value


def _days_at(quote: str, message: Message) -> set[date]:
    """The days the grammar finds in the message where the quote stands."""
    text, words = plain(message.text), plain(quote)
    found = [day for day in day_finder.find(text, message.today, message.calendar) if day.day is not None]
    start = text.find(words)
    days: set[date] = set()
    while start >= 0:
        end = start + len(words)
        days |= {day.day for day in found if day.day and day.start < end and start < day.end}
        start = text.find(words, start + 1)
    return days
