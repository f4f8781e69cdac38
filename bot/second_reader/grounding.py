"""A model's answer → an opinion: every quote must stand in the message, every value is computed again from its quote.

A row whose own quote does not stand there, or speaks of another task, is not believed at all. Of a row that is
believed each value is tried by itself: what fails is left out, and the row with what is left is only proposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.reading.kinds import SURE
from bot.reading.mentions import named_tasks
from bot.reading.text.normal_form import plain
from bot.second_reader.answer import Answer, AnsweredDoubt, AnsweredRow, QuotedDay, QuotedPercent
from bot.second_reader.classifier import Guess
from bot.second_reader.opinions import Opinion
from bot.second_reader.quoted_values import Spoken, days_at, deadlines_at, percents_at
from db.reading_facts import AskedTask, PercentBy, Query, Row, Said
from schedules.workdays import Calendar

# A quote that surely says something else than the state given with it is no proof of that state.
_DENIED = 0.02
_SURE = 0.9
_SENTENCE = re.compile(r"[^。;!?\n]+")


@dataclass(frozen=True, slots=True)
class Message:
    """What the model was shown, and what the grammar knows of it. `parts` are the words of each task by the grammar."""

    text: str
    tasks: Sequence[AskedTask]
    today: date
    calendar: Calendar
    parts: Mapping[int, str]

    @property
    def spoken(self) -> Spoken:
        return Spoken(self.text, self.today, self.calendar)


class _Refused(Exception):
    """Why a row is not believed."""


@dataclass(slots=True)
class _Tried:
    """One row under trial; `missing` says what could not be computed again."""

    row: AnsweredRow
    task: AskedTask
    message: Message
    missing: list[str]


def opinion(given: Answer, message: Message, *, guess: Callable[[str, str], Guess], reader: str = "model") -> Opinion:
    """`guess` is the built-in classifier's: words and title → how they sound."""
    rows: list[Row] = []
    partial: list[Row] = []
    unbelieved: list[int] = []
    refused = [f"{ref}号：{why}" for ref, why in given.unfit]
    for row in given.rows:
        try:
            tried = _tried(row, message, guess)
        except _Refused as why:
            refused.append(f"{row.ref}号：{why}")
            unbelieved.append(row.ref)
            continue
        grounded = _grounded(tried)
        (partial if tried.missing else rows).append(grounded)
        refused += [f"{row.ref}号：{why}" for why in tried.missing]
    known = {task.ref for task in message.tasks}
    unbelieved += [ref for ref, _ in given.unfit if ref in known]
    doubts = tuple(_doubt(each, known, message) for each in given.doubted if each.ref is None or each.ref in known)
    return Opinion(reader, tuple(rows), tuple(partial), doubts, given.intent, tuple(unbelieved), tuple(refused))


def _tried(row: AnsweredRow, message: Message, guess: Callable[[str, str], Guess]) -> _Tried:
    task = next((task for task in message.tasks if task.ref == row.ref), None)
    if task is None:
        raise _Refused("没有这个编号")
    for quote in _quotes_of_values(row):
        if not message.spoken.holds(quote):
            raise _Refused(f"原文没有“{quote[:20]}”")
    _of_this_task(row, task, message)
    _says_so(row, task, guess)
    return _Tried(row, task, message, [])


def _quotes_of_values(row: AnsweredRow) -> Iterator[str]:
    """What proves the state and the values; who invents one of these is not believed the others."""
    yield row.quote
    promised = (row.promise.percent, row.promise.by) if row.promise else ()
    yield from (each.quote for each in (row.percent, row.expected_date, row.new_deadline, *promised) if each)


def _of_this_task(row: AnsweredRow, task: AskedTask, message: Message) -> None:
    """Words that name another task, or that the grammar gives to another, prove nothing of this one."""
    quote, text = plain(row.quote), plain(message.text)
    if len(message.tasks) == 1:
        return
    named = [each for each in named_tasks.mentions(quote, message.tasks) if each.kind in SURE and each.refs]
    if named:
        if not any(row.ref in each.refs for each in named):
            raise _Refused(f"“{row.quote[:20]}”说的是{named[0].refs[0]}号")
        return
    where = [ref for ref, words in message.parts.items() if quote in plain(words)]
    if where and row.ref not in where and not _named_beside(quote, task, message, text):
        raise _Refused(f"“{row.quote[:20]}”说的是{where[0]}号")


def _named_beside(quote: str, task: AskedTask, message: Message, text: str) -> bool:
    """The sentence of the quote has the number of the task, or a pair of letters that only its title has."""
    title = plain(task.title)
    others = "|".join(plain(each.title) for each in message.tasks if each.ref != task.ref)
    own = [title[at : at + 2] for at in range(len(title) - 1) if title[at : at + 2] not in others]
    number = re.compile(rf"(?<![\d.]){task.ref}(?![\d.%])")
    sentences = [each.group() for each in _SENTENCE.finditer(text) if quote in each.group()] or [quote]
    return any(number.search(each) or any(pair in each for pair in own) for each in sentences)


def _says_so(row: AnsweredRow, task: AskedTask, guess: Callable[[str, str], Guess]) -> None:
    heard = guess(row.quote, task.title)
    if row.state is Said.DONE_CLAIMED and heard.state is not Said.DONE_CLAIMED and heard.probability >= _SURE:
        raise _Refused(f"“{row.quote[:20]}”不是办结")
    if row.state is not None and heard.of(row.state) < _DENIED and heard.probability >= _SURE:
        raise _Refused(f"“{row.quote[:20]}”说的不是这个状态")


def _grounded(tried: _Tried) -> Row:
    row, spoken = tried.row, tried.message.spoken
    held = [each for each in row.help_from if spoken.holds(each)]
    options = [each for each in row.options if spoken.holds(each)]
    return Row(
        row.ref,
        state=row.state,
        percent=_percent(row.percent, tried),
        expected_date=_day(row.expected_date, tried),
        new_deadline=_deadline(row.new_deadline, tried),
        promise=_promise(tried),
        blocker=row.blocker if row.blocker and spoken.holds(row.blocker) else None,
        reason=row.reason if row.reason and spoken.holds(row.reason) else None,
        help_from=tuple(held),
        delegate=_delegate(tried),
        options=tuple(options),
        recommended=row.recommended if len(options) == len(row.options) and row.recommended else None,
    )


def _percent(given: QuotedPercent | None, tried: _Tried) -> float | None:
    if given is None:
        return None
    found = percents_at(given.quote, tried.message.spoken)
    same = next((value for value in found if abs(value - given.value) <= 0.5 and 0 <= value <= 100), None)
    if same is None:
        tried.missing.append(f"“{given.quote[:20]}”不是{given.value:g}%")
    return same


def _day(given: QuotedDay | None, tried: _Tried) -> date | None:
    """Where the words give one other day, that one is proposed: reckoning is the grammar's, not a model's."""
    if given is None:
        return None
    found = days_at(given.quote, tried.message.spoken)
    if given.value in found and given.value >= tried.message.today:
        return given.value
    tried.missing.append(f"“{given.quote[:20]}”不是{given.value.isoformat()}")
    return _only(found, tried.message.today)


def _deadline(given: QuotedDay | None, tried: _Tried) -> date | None:
    if given is None:
        return None
    due = tried.task.due
    found = deadlines_at(given.quote, tried.task, tried.message.spoken)
    if given.value in found and (due is None or given.value > due):
        return given.value
    tried.missing.append(f"“{given.quote[:20]}”得不出{given.value.isoformat()}")
    return _only(found, due or tried.message.today)


def _only(days: set[date], after: date) -> date | None:
    later = {day for day in days if day > after}
    return later.pop() if len(later) == 1 else None


def _promise(tried: _Tried) -> PercentBy | None:
    """A promise counts for nothing yet; what of it cannot be computed again is left out without a question."""
    given = tried.row.promise
    if given is None:
        return None
    trial = replace(tried, missing=[])
    found = PercentBy(_percent(given.percent, trial), _day(given.by, trial))
    return None if trial.missing or (found.percent is None and found.by is None) else found


def _delegate(tried: _Tried) -> str | None:
    given = tried.row.delegate
    if not given:
        return None
    if tried.message.spoken.holds(given):
        return given
    tried.missing.append(f"原文没有“{given[:20]}”")
    return None


def _doubt(given: AnsweredDoubt, known: set[int], message: Message) -> Query:
    words = given.quote if given.quote and message.spoken.holds(given.quote) else ""
    refs = (given.ref,) if given.ref is not None else ()
    return Query(given.kind, words=words[:40], refs=refs)
