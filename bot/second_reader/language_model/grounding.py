"""A model's answer → an opinion: every quote must stand in the message, every value is computed again from its quote.

A row whose own quote does not stand there, or speaks of another task, is not believed at all. Of a row that is
believed each value is tried by itself: what fails is left out, and the row with what is left is only proposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.reading import replies
from bot.reading.asks.commands_to_readers import is_told_elsewhere, said_by_another
from bot.reading.claims.finished_words import says_finished, says_open
from bot.reading.dates import day_finder
from bot.reading.text.normal_form import plain
from bot.second_reader.classifier import Guess
from bot.second_reader.language_model.answer import Answer, AnsweredDoubt, AnsweredRow, QuotedDay, QuotedPercent
from bot.second_reader.language_model.message import Message, Misplaced, Refused, states_read
from bot.second_reader.language_model.quoted_values import days_at, deadlines_at, percents_at
from bot.second_reader.language_model.whose_words import names_it, of_this_task
from bot.second_reader.opinions import Opinion
from db.reading_facts import AskedTask, PercentBy, Query, Row, Said

# A quote that surely says something else than the state given with it is no proof of that state.
_DENIED = 0.02
_SURE = 0.9
# Below this the letters of a quote do not hear a standstill in it: of 40 true ones three, of 530 false ones 450.
_STANDING = {Said.BLOCKED: 0.08, Said.DELAYED: 0.02, Said.NOT_STARTED: 0.02, Said.DONE_CLAIMED: 0.03}
# From here on the letters of a quote count as a witness of done: of 473 sentences that were none 9 sound so.
_DONE_HEARD = 0.3
_A_FIGURE = re.compile(r"[%‰成半]|百分|分之|个点")
_A_DAY = re.compile(r"[\d〇一二三四五六七八九十廿月日号周天旬底末年季节前内]|明|后|至|分|秋|夏|冬|春")


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
    witnessed: list[int] = []
    misplaced: list[Row] = []
    refused = [f"{ref}号：{why}" for ref, why in given.unfit]
    for row in given.rows:
        try:
            tried = _tried(row, message, guess)
            grounded = _grounded(tried)
        except Refused as why:
            refused.append(f"{row.ref}号：{why}")
            unbelieved.append(row.ref)
            misplaced += [_to_ask_about(row, message)] if isinstance(why, Misplaced) else []
            continue
        witnessed += [row.ref] if _reads_done(tried, guess) else []
        (partial if tried.missing else rows).append(grounded)
        refused += [f"{row.ref}号：{why}" for why in tried.missing]
    slips = max(len(rows), 1 if len(message.tasks) > 1 else 0)
    if 0 < len(unbelieved) <= slips:  # of a reader who is right otherwise: asked about, never passed over
        partial += misplaced
        unbelieved = [ref for ref in unbelieved if ref not in {row.ref for row in misplaced}]
    known = {task.ref for task in message.tasks}
    unbelieved += [ref for ref, _ in given.unfit if ref in known]
    doubts = tuple(_doubt(each, known, message) for each in given.doubted if each.ref is None or each.ref in known)
    return Opinion(
        reader,
        rows=tuple(rows),
        partial=tuple(partial),
        doubts=doubts,
        intent=given.intent,
        witnessed=tuple(witnessed),
        unbelieved=tuple(unbelieved),
        refused=tuple(refused),
    )


def _tried(row: AnsweredRow, message: Message, guess: Callable[[str, str], Guess]) -> _Tried:
    task = next((task for task in message.tasks if task.ref == row.ref), None)
    if task is None:
        raise Refused("没有这个编号")
    for quote in _quotes_of_values(row):
        if not message.spoken.holds(quote):
            raise Refused(f"原文没有“{quote[:20]}”")
    of_this_task(row, task, message)
    _says_so(row, task, message, guess)
    foreign = [quote for quote in _quotes_that_weigh(row) if said_by_another(quote, message.text)]
    return _Tried(row, task, message, [f"“{quote[:20]}”是别人的话" for quote in foreign])


def _quotes_that_weigh(row: AnsweredRow) -> Iterator[str]:
    """Mere progress weighs little; every other state and every value must be the speaker's own word."""
    quotes = list(_quotes_of_values(row))
    yield from quotes if row.state not in (None, Said.IN_PROGRESS) else quotes[1:]


def _to_ask_about(row: AnsweredRow, message: Message) -> Row:
    """Of a row whose words may not be said of its task: as a question it still holds the values its quotes give, so
    that one tap is enough where they are."""
    task = next(task for task in message.tasks if task.ref == row.ref)
    try:
        return _grounded(_Tried(row, task, message, []))
    except Refused:
        return Row(row.ref, state=row.state)


def _quotes_of_values(row: AnsweredRow) -> Iterator[str]:
    """What proves the state and the values; who invents one of these is not believed the others."""
    yield row.quote
    promised = (row.promise.percent, row.promise.by) if row.promise else ()
    yield from (each.quote for each in (row.percent, row.expected_date, row.new_deadline, *promised) if each)


def _says_so(row: AnsweredRow, task: AskedTask, message: Message, guess: Callable[[str, str], Guess]) -> None:
    """A state that neither the letters of its quote nor the grammar hear in it is not believed.

    Done has a test of its own, see `_reads_done`; a request for time implies that the task is late.
    """
    if row.state is Said.IN_PROGRESS and is_told_elsewhere(row.quote):
        raise Misplaced(f"“{row.quote[:20]}”不是进展")
    if row.state is None or (row.state is Said.DELAYED and row.new_deadline is not None):
        return
    heard = guess(row.quote, task.title)
    sure_of_another = heard.of(row.state) < _DENIED and heard.probability >= _SURE
    unheard = row.state in _STANDING and heard.of(row.state) < _STANDING[row.state]
    said = row.state is Said.DONE_CLAIMED and says_finished(row.quote)
    if (sure_of_another or unheard) and not said and row.state not in _states_read(row.quote, task, message):
        raise Misplaced(f"“{row.quote[:20]}”说的不是这个状态")


def _states_read(quote: str, task: AskedTask, message: Message) -> frozenset[Said | None]:
    """What the grammar reads of the task, in the message or in the quote by itself."""
    read = replies.read(quote, [task], today=message.today, calendar=message.calendar)
    return states_read(read).get(task.ref, frozenset()) | message.states.get(task.ref, frozenset())


def _reads_done(tried: _Tried, guess: Callable[[str, str], Guess]) -> bool:
    """Done is read again from its quote as a day is: by the grammar, the letters, or as an end and every piece."""
    if tried.row.state is not Said.DONE_CLAIMED:
        return False
    quote, task, message = tried.row.quote, tried.task, tried.message
    if any(names_it(plain(quote), each, message) for each in message.tasks if each.ref != task.ref):
        return False  # what speaks of several proves the end of none
    days = day_finder.find(plain(quote), message.today, message.calendar)
    if says_open(quote) or any(day.day is not None and day.day > message.today for day in days):
        return False
    heard = guess(quote, task.title).of(Said.DONE_CLAIMED)
    return Said.DONE_CLAIMED in _states_read(quote, task, message) or heard >= _DONE_HEARD or says_finished(quote)


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
        _names(_A_FIGURE, given.quote)
        tried.missing.append(f"“{given.quote[:20]}”不是{given.value:g}%")
    return same


def _day(given: QuotedDay | None, tried: _Tried) -> date | None:
    """Where the words give one other day, that one is proposed: reckoning is the grammar's, not a model's."""
    if given is None:
        return None
    found = days_at(given.quote, tried.message.spoken)
    if given.value in found and given.value >= tried.message.today:
        return given.value
    _names(_A_DAY, given.quote)
    tried.missing.append(f"“{given.quote[:20]}”不是{given.value.isoformat()}")
    return _only(found, tried.message.today)


def _deadline(given: QuotedDay | None, tried: _Tried) -> date | None:
    if given is None:
        return None
    due = tried.task.due
    found = deadlines_at(given.quote, tried.task, tried.message.spoken)
    if given.value in found and (due is None or given.value > due):
        return given.value
    _names(_A_DAY, given.quote)
    tried.missing.append(f"“{given.quote[:20]}”得不出{given.value.isoformat()}")
    return _only(found, due or tried.message.today)


def _names(what: re.Pattern[str], quote: str) -> None:
    """Words that name no figure and no day at all, quoted for one, are an invention."""
    if not what.search(plain(quote)):
        raise Refused(f"“{quote[:20]}”里没有这个数或日期")


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
