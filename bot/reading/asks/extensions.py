"""Requests for a later deadline: is it one, until when, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.reading.clauses.facts import unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
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
    "可能|恐|估计|预计|势必|则[须需]|只[得好能]|或将?|怕是?|看来|也许|余下|剩余|剩下|其余"
)  # 可能顺延: a fear, no request


def _of_another(heard: Heard, clause: Clause, mark: Mark) -> bool:
    """厂家交货延后10天: what others put off is no request, as long as nothing is asked."""
    said = heard.masked[clause.start : mark.start]
    if _REPORTS_LATER.search(heard.masked, mark.start, clause.end):
        return True
    if _COMPARES.search(said) or _IS_NEEDED.match(heard.masked, mark.end):
        return True
    if _ASKS.search(heard.masked, clause.start, clause.end):
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
    days = within(heard.days, clause.start, clause.end)
    after = [d for d in days if d.start >= mark.start]
    lengths = within(heard.lengths, clause.start, clause.end)
    if len(after) > 1 and re.search("或|还是|要么", heard.masked[after[0].end : after[1].start]):
        return Ask(mark.start, after[1].end, None, Doubt.EITHER_OR)
    if after:
        return _later(Ask(mark.start, after[-1].end, after[-1].day, after[-1].fault), due)
    if lengths:
        day = lengths[-1].after(due, heard.calendar) if due else None
        return _later(Ask(min(mark.start, lengths[-1].start), max(mark.end, lengths[-1].end), day, None), due)
    return _later(Ask(mark.start, mark.end, None, None), due)


def _later(found: Ask, due: date | None) -> Ask:
    if found.day is not None and due is not None and found.day <= due:
        return Ask(found.start, found.end, None, Doubt.NOT_LATER)
    return found
