"""Requests for a later deadline: is it one, until when, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.reading.clauses.facts import unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.dates import day_finder
from bot.reading.dates.day_finder import FoundDate, FoundSpan
from bot.reading.kinds import Kind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.text.patterns import later
from bot.reading.text.spans import within
from db.reading_facts import Doubt

_HOW = later(r"怎么|如何|流程|手续|程序|谁|哪|什么|需要(?:什么|哪些)|多久|(?<![延限缓给迟晚推长后])几天")
_PROCEDURE = any_of(Words.ASKS_PROCEDURE)
_BEGS = later(r"申请|恳|希望|能否|能不能|可否|可不可以|宽限|缓|求|再")
_MAY_I = later(r"[行中成好可][不吗没]|可以[吗不]|行不行|好不好|中不中")
_LATE_ASK = later(r"申请|请|恳|希望|想|能否|能不能|可否|可不可以|建议|拟|报请")


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for time; `day` is what was asked for, or `fault` says why it cannot be used."""

    start: int
    end: int
    day: date | None
    fault: Doubt | None


def is_request(heard: Heard, clause: Clause) -> Mark | None:
    for mark in clause.marks:
        if _of_another(heard, clause, mark):
            continue
        if mark.kind is Kind.EXT or (mark.kind is Kind.LATE and _moves(heard, clause, mark)):
            if clause.asked and _PROCEDURE.search(heard.masked, mark.start, clause.end):
                return None
            if (
                clause.asked
                and not _BEGS.search(heard.masked, mark.start, mark.end)
                and not _MAY_I.search(heard.masked, mark.start, clause.end)
                and _HOW.search(heard.masked, clause.start, clause.end)
                and not _when(heard, mark.start, clause.end)
            ):
                return None
            return mark
    return None


_ANOTHER = any_of(Words.OTHER_REQUEST)
_ASKS = later("能(?=[缓延推宽晚往])|申请|恳|请(?!假)|希望|能否|能不能|可否|可不可以|宽限|求|建议|拟|容|想|期限|时限|给")


_REPORTS_LATER = later("再(?:报|汇报|回[复答话]|答复|告[诉知]|说)")  # 容我两天再报: the report waits, not the task
_PERHAPS = later(
    "可能|所以|这就|恐|估计|预计|势必|则[须需]|只[得好能]|或将?|怕是?|看来|也许|余下|剩余|剩下|其余"
)  # 可能顺延: a fear, no request


def _of_another(heard: Heard, clause: Clause, mark: Mark) -> bool:
    """厂家交货延后10天: what others put off is no request, as long as nothing is asked."""
    said = heard.masked[clause.start : mark.start]
    if _REPORTS_LATER.search(heard.masked, mark.start, clause.end):
        return True
    if _COMPARES.search(said) or _IS_NEEDED.match(heard.masked, mark.end):
        return True
    if clause.asked or _ASKS.search(heard.masked, clause.start, clause.end):
        return False
    title = heard.titles.get(clause.topic.refs[0], "") if clause.topic and clause.topic.refs else ""
    step = len(unexplained(_TO_A_DAY.sub("", said), title)) >= _A_SUBJECT
    return step or _ANOTHER.search(said) is not None or _PERHAPS.search(said) is not None


_COMPARES = later("比[^,。;!]{0,12}$")  # 比你们的期限晚几天
_IS_NEEDED = later("[^,。;!]{0,4}才(?:能|可|好|得)")  # 慢行点延期才能开仓
_TO_A_DAY = later("[由从]?\x02+|因[^,。;!]*")
_A_SUBJECT = 2  # letters that no title and no office word explains: 吊装由4月25日推到5月8日


def _moves(heard: Heard, clause: Clause, mark: Mark) -> bool:
    """推迟 and 延后 ask for time when asking words or a day go with them."""
    words = heard.masked[mark.start : mark.end]
    if words not in ("推迟", "延后", "延迟"):
        return False
    return _LATE_ASK.search(heard.masked, clause.start, mark.start) is not None


def _when(heard: Heard, start: int, end: int) -> bool:
    return bool(within(heard.days, start, end) or within(heard.lengths, start, end))


def ask(heard: Heard, clause: Clause, mark: Mark, due: date | None) -> Ask:
    days = [day for day in within(heard.days, clause.start, clause.end) if not _is_length(heard, mark, day)]
    after = [d for d in days if d.start >= mark.start]
    lengths = _lengths(heard, clause, mark)
    if len(after) > 1 and re.search("或|还是|要么", heard.masked[after[0].end : after[1].start]):
        return Ask(mark.start, after[1].end, None, Doubt.EITHER_OR)
    if after:
        return _later(Ask(mark.start, after[-1].end, *_in_its_year(heard, after[-1], due)), due)
    if lengths:
        day = lengths[-1].after(due, heard.calendar) if due else None
        return _later(Ask(min(mark.start, lengths[-1].start), max(mark.end, lengths[-1].end), day, None), due)
    return _later(Ask(mark.start, mark.end, None, None), due)


def _in_its_year(heard: Heard, said: FoundDate, due: date | None) -> tuple[date | None, Doubt | None]:
    """Time is asked beyond the deadline: 1月10日 said in February of a task due on 31 December is next January."""
    if said.fault is not Doubt.PAST_DATE or due is None:
        return said.day, said.fault
    meant = day_finder.beyond(heard.text[said.start : said.end], due, today=heard.today, calendar=heard.calendar)
    return (said.day, said.fault) if meant is None else (meant, None)


def _is_length(heard: Heard, mark: Mark, day: FoundDate) -> bool:
    """申请展期十五日: so many days, no day of the month."""
    bare = day.rule in ("day", "bare-day") and heard.text.endswith("日", day.start, day.end)
    return bare and day.start == mark.end and _LENGTHENS.search(heard.masked, mark.start, mark.end) is not None


_LENGTHENS = later("(?:期|延|限|长|缓|顺|推迟|延后)$")


def _lengths(heard: Heard, clause: Clause, mark: Mark) -> Sequence[FoundSpan]:
    spans = within(heard.lengths, clause.start, clause.end)
    if spans:
        return spans
    taken = [day for day in within(heard.days, mark.end, clause.end) if _is_length(heard, mark, day)]
    return [
        replace(span, start=span.start + day.start, end=span.end + day.start)
        for day in taken
        for span in day_finder.durations(heard.text[day.start : day.end])
    ]


def day_beside(heard: Heard, clauses: Sequence[Clause], request: Ask, due: date | None) -> Ask:
    """能多给几天不，十号: the day that is named in another clause of the request, rather than none or a length."""
    for clause in clauses:
        for day in within(heard.days, clause.start, clause.end):
            before, behind = heard.masked[clause.start : day.start], heard.masked[day.end : clause.end]
            meant, _ = _in_its_year(heard, day, due)
            if meant is None or (due is not None and meant <= due) or clause.start <= request.start < clause.end:
                continue
            if _ASKED_TILL.search(before) or (_MAY.match(behind) and not _A_NOUN.search(before)):
                return Ask(request.start, request.end, meant, None)
            if clause.start > request.start and not (before + behind).strip() and request.day is None:
                return Ask(request.start, request.end, meant, None)
    return request


_ASKED_TILL = later("(?:^|即|也就是|给|推|挪|延|宽|放|记|缓|顺|改|展期?)[到至](?:月底)?$|^即$")
_MAY = later("[ ,]?(?:行不行|成不成|中不中|行[吗么不]|成[吗么不]|可以[吗么]|可不可以|好不好|好[吗么]|能不能)")
_A_NOUN = later("[\u4e00-\u9fff]{3,}$")


def _later(found: Ask, due: date | None) -> Ask:
    if found.day is not None and due is not None and found.day <= due:
        return Ask(found.start, found.end, None, Doubt.NOT_LATER)
    return found
