"""A model's answer → an opinion: every quote must stand in the message, every value is computed again from its quote.

A row whose own quote does not stand there, or speaks of another task, is not believed at all. Of a row that is
believed each value is tried by itself: what fails is left out, and the row with what is left is only proposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.reading import replies
from bot.reading.asks.commands_to_readers import said_by_another
from bot.reading.claims.finished_words import says_finished, says_open
from bot.reading.dates import day_finder
from bot.reading.kinds import SURE
from bot.reading.mentions import named_tasks
from bot.reading.text.normal_form import plain
from bot.second_reader.answer import Answer, AnsweredDoubt, AnsweredRow, QuotedDay, QuotedPercent
from bot.second_reader.classifier import Guess
from bot.second_reader.opinions import Opinion
from bot.second_reader.quoted_values import Spoken, days_at, deadlines_at, percents_at
from db.reading_facts import AskedTask, PercentBy, Query, Reading, Row, Said
from schedules.workdays import Calendar

# A quote that surely says something else than the state given with it is no proof of that state.
_DENIED = 0.02
_SURE = 0.9
# Below this the letters of a quote do not hear a standstill in it: of 40 true ones three, of 530 false ones 450.
_STANDING = {Said.BLOCKED: 0.05, Said.DELAYED: 0.02, Said.NOT_STARTED: 0.02, Said.DONE_CLAIMED: 0.03}
# From here on the letters of a quote count as a witness of done: of 473 sentences that were none 9 sound so.
_DONE_HEARD = 0.3
_A_FIGURE = re.compile(r"[%‰成半]|百分|分之|个点")
_A_DAY = re.compile(r"[\d〇一二三四五六七八九十廿月日号周天旬底末年季节前内]|明|后|至|分|秋|夏|冬|春")
_DIGITS = ("〇零", "一幺", "二", "三", "四", "五", "六", "七", "八", "九")  # as one spells a number: 一一四
_SENTENCE = re.compile(r"[^。;!?\n]+")
_ANY_TITLE = frozenset("市县区镇乡村建设改造整治工作推进项目程管理提升更新完善升级开展年度月的与和及新老旧大小中全上下")
_NUMBER = re.compile(r"(?<![\d.月])(\d{1,4})[号#](?![楼院线桥路门机文站])")
_STOPS = re.compile(r"[^\w]+")


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


class _Refused(Exception):
    """Why a row is not believed."""


class _Misplaced(_Refused):
    """Its words stand there, but not as it says of this task."""


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
        except _Refused as why:
            refused.append(f"{row.ref}号：{why}")
            unbelieved.append(row.ref)
            misplaced += [_bare(row)] if isinstance(why, _Misplaced) else []
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
        raise _Refused("没有这个编号")
    for quote in _quotes_of_values(row):
        if not message.spoken.holds(quote):
            raise _Refused(f"原文没有“{quote[:20]}”")
    _of_this_task(row, task, message)
    _says_so(row, task, message, guess)
    foreign = [quote for quote in _quotes_that_weigh(row) if said_by_another(quote, message.text)]
    return _Tried(row, task, message, [f"“{quote[:20]}”是别人的话" for quote in foreign])


def _quotes_that_weigh(row: AnsweredRow) -> Iterator[str]:
    """Mere progress weighs little; every other state and every value must be the speaker's own word."""
    quotes = list(_quotes_of_values(row))
    yield from quotes if row.state not in (None, Said.IN_PROGRESS) else quotes[1:]


def _bare(row: AnsweredRow) -> Row:
    return Row(row.ref, state=row.state)


def _quotes_of_values(row: AnsweredRow) -> Iterator[str]:
    """What proves the state and the values; who invents one of these is not believed the others."""
    yield row.quote
    promised = (row.promise.percent, row.promise.by) if row.promise else ()
    yield from (each.quote for each in (row.percent, row.expected_date, row.new_deadline, *promised) if each)


def _of_this_task(row: AnsweredRow, task: AskedTask, message: Message) -> None:
    """Words that name another task, or that the grammar gives to another, prove nothing of this one."""
    if len(message.tasks) == 1:
        return
    quote = plain(row.quote)
    named = [each for each in named_tasks.mentions(quote, message.tasks) if each.kind in SURE and each.refs]
    if any(row.ref in each.refs for each in named) or _names_it(quote, task, message):
        return
    if (unknown := _unknown_number(quote, task, message)) is not None:
        raise _Misplaced(f"“{row.quote[:20]}”说的是{unknown}号")
    others = [each.refs[0] for each in named] or [ref for ref in _given_to(quote, message) if ref != row.ref]
    if named or (others and _stands_by_another(quote, task, others[0], message)):
        raise _Misplaced(f"“{row.quote[:20]}”说的是{others[0]}号")
    if row.state not in (None, Said.IN_PROGRESS) and not _is_its_own(quote, task, message):
        raise _Misplaced(f"“{row.quote[:20]}”没有指明是{row.ref}号")


def _unknown_number(quote: str, task: AskedTask, message: Message) -> str | None:
    """A number in the sentence of the quote that is nobody's: neither a day nor an open task."""
    known = {str(each.ref) for each in message.tasks}
    for sentence in _SENTENCE.finditer(plain(message.text)):
        if quote in sentence.group() and not _names_it(sentence.group(), task, message):
            found = next((each[1] for each in _NUMBER.finditer(sentence.group()) if each[1] not in known), None)
            if found is not None and int(found) > 31:
                return found
    return None


def _given_to(quote: str, message: Message) -> list[int]:
    """The tasks whose part of the message, as the grammar cuts it, has the longest stretch of the quote."""
    longest = max(_STOPS.split(quote), key=len)
    if len(longest) < 2:
        return []
    return [ref for ref, words in message.parts.items() if longest in plain(words)]


def _is_its_own(quote: str, task: AskedTask, message: Message) -> bool:
    """The grammar gives it the quote, or its sentence names it, be it by one letter; mere progress needs less."""
    if task.ref in _given_to(quote, message):
        return True
    others = {letter for each in message.tasks if each.ref != task.ref for letter in plain(each.title)}
    own = set(plain(task.title)) - others - _ANY_TITLE
    if own & set(quote):
        return True
    sentences = (each.group() for each in _SENTENCE.finditer(plain(message.text)))
    return any(quote in each and _names_it(each, task, message) for each in sentences)


def _stands_by_another(quote: str, task: AskedTask, other: int, message: Message) -> bool:
    """The sentence of the quote names the other task, and not this one."""
    sentences = [each.group() for each in _SENTENCE.finditer(plain(message.text)) if quote in each.group()] or [quote]
    rival = next(each for each in message.tasks if each.ref == other)
    return any(_names_it(each, rival, message) and not _names_it(each, task, message) for each in sentences)


def _names_it(words: str, task: AskedTask, message: Message) -> bool:
    """The words have the number of the task, or a pair of letters that only its title has."""
    title = plain(task.title)
    others = "|".join(plain(each.title) for each in message.tasks if each.ref != task.ref)
    own = [title[at : at + 2] for at in range(len(title) - 1) if title[at : at + 2] not in others]
    spelled = "".join(f"[{_DIGITS[int(digit)]}]" for digit in str(task.ref))
    number = re.compile(rf"(?<![\d.]){task.ref}(?![\d.%])" + (f"|{spelled}" if task.ref > 9 else ""))
    return bool(number.search(words)) or any(pair in words for pair in own)


def _says_so(row: AnsweredRow, task: AskedTask, message: Message, guess: Callable[[str, str], Guess]) -> None:
    """A state that neither the letters of its quote nor the grammar hear in it is not believed.

    Done has a test of its own, see `_reads_done`; a request for time implies that the task is late.
    """
    if row.state is None or (row.state is Said.DELAYED and row.new_deadline is not None):
        return
    heard = guess(row.quote, task.title)
    sure_of_another = heard.of(row.state) < _DENIED and heard.probability >= _SURE
    unheard = row.state in _STANDING and heard.of(row.state) < _STANDING[row.state]
    said = row.state is Said.DONE_CLAIMED and says_finished(row.quote)
    if (sure_of_another or unheard) and not said and row.state not in _states_read(row.quote, task, message):
        raise _Misplaced(f"“{row.quote[:20]}”说的不是这个状态")


def _states_read(quote: str, task: AskedTask, message: Message) -> frozenset[Said | None]:
    """What the grammar reads of the task, in the message or in the quote by itself."""
    read = replies.read(quote, [task], today=message.today, calendar=message.calendar)
    return states_read(read).get(task.ref, frozenset()) | message.states.get(task.ref, frozenset())


def states_read(reading: Reading) -> dict[int, frozenset[Said | None]]:
    """By number of the task: what was read or proposed of it."""
    rows = [*reading.rows, *(row for query in reading.queries for row in query.proposed)]
    return {row.ref: frozenset(each.state for each in rows if each.ref == row.ref) for row in rows if row.ref}


def _reads_done(tried: _Tried, guess: Callable[[str, str], Guess]) -> bool:
    """Done is read again from its quote as a day is: by the grammar, the letters, or as an end and every piece."""
    if tried.row.state is not Said.DONE_CLAIMED:
        return False
    quote, task, message = tried.row.quote, tried.task, tried.message
    if any(_names_it(plain(quote), each, message) for each in message.tasks if each.ref != task.ref):
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
        raise _Refused(f"“{quote[:20]}”里没有这个数或日期")


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
