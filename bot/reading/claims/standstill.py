"""Whose standstill it is: the whole task's, or only a part's, which leaves the whole in progress."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.reading.claims import counts
from bot.reading.clauses.facts import PARTS, Fact, unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FactKind, Words
from bot.reading.lexicon.expressions import SPAN, TASK, any_of
from bot.reading.text.patterns import later

_STANDING = (FactKind.BLOCKED, FactKind.NOT_STARTED, FactKind.LATE)
_ONE_OF = any_of(Words.SOME_OF)
_RECOVERED = later(
    "(?<![就后再等待才可能会将])(?:恢复(?!期|时间)|复[供工产电通])|已(?:经)?(?:解决|疏通|修好|补上|到位)|又(?:开工|动起来|干上)|重新(?:开工|进场|启动)"
)
_OF_SOME = later("的(?:有|是|约)?(?:\\d|[一二两三四五六七八九十])")  # 未开工的5个
_SO_MANY = later("(?:有|约|共)?(?:\\d{1,4}|[一二两三四五六七八九十]{1,3})[个处家户项条座栋所段台件](?!月)")  # 未开工2处
_REST = later("其余|其他|剩|余下|余")  # all that remains stands still
_WHOLE = any_of(Words.THE_WHOLE)
GOING = any_of(Words.GOING)
_FINISHED = any_of(Words.FINISHED)


def weighed(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts with every standstill of a part made one of work that goes on."""
    plain = [clause for clause in clauses if not clause.asked]
    unbegun = any(fact.kind is FactKind.NOT_STARTED and not _is_plain(fact) for fact in facts)
    facts = [
        replace(fact, kind=FactKind.PROGRESS, rule="over")
        if fact.kind is FactKind.BLOCKED and _is_over(heard, plain, facts, fact)
        else fact
        for fact in facts
    ]
    weighed_facts = [
        replace(fact, kind=FactKind.NEAR, rule="of-a-part")
        if fact.kind in _STANDING and _of_a_part(heard, plain, title, fact)
        else fact
        for fact in facts
        if not (unbegun and fact.kind is FactKind.BLOCKED and _is_plain(fact))
    ]
    if not any(fact.rule == "of-a-part" for fact in weighed_facts):
        return weighed_facts
    return [
        replace(fact, kind=FactKind.LATER_PART, value=None) if _of_the_rest(heard, plain, fact) else fact
        for fact in weighed_facts
    ]


def _is_over(heard: Heard, clauses: Sequence[Clause], facts: Sequence[Fact], fact: Fact) -> bool:
    """换完啦，施工方撤场了; 没叫停; 石料厂停了三天耽误了: nobody stands still, or somebody else did for a time."""
    clause = next((clause for clause in clauses if clause.start <= fact.start < clause.end), None)
    if clause is None:
        return False
    before, words = heard.masked[clause.start : fact.start], heard.masked[fact.start : fact.end]
    if _DENIED.search(before) or _OF_OTHERS.search(before) or _THEN.match(heard.masked, fact.end):
        return True
    ended = any(other.kind in _ENDED and other.rule in _WITH_AN_END and other.end <= fact.start for other in facts)
    return "撤" in words and ended


_ENDED = (FactKind.DONE, FactKind.PART, FactKind.MAYBE_DONE)
_WITH_AN_END = ("done", "verb-done", "done-whole", "all-of-something", "closing")
_OF_OTHERS = later("(?:原来|原先|隔壁|别的|另外)(?:的|那)?[家个][^,。;!]{0,4}$|那家[^,。;!]{0,4}$|对方[^,。;!]{0,4}$")
_DENIED = later("(?:没有?|未|未曾|并未|不用|不必|无需|不会)(?:被|再)?$")
_THEN = later(
    "(?:以|之)?后(?=[^,。;!])|"  # 22日撤场以后我们才能进去
    f"(?:{SPAN}+|[俩两几半]个?[天月周])工?[^,。;!]{{0,10}}(?:才开|又开|复工|恢复|又干|耽误)"  # 去年停了俩月，年后才开的
)


def _of_the_rest(heard: Heard, clauses: Sequence[Clause], fact: Fact) -> bool:
    """2条受阻，剩余1条月底通车: beside a part that stands open the day of the rest is no day of the whole."""
    clause = next((clause for clause in clauses if clause.start <= fact.start < clause.end), None)
    return (
        fact.kind is FactKind.PROMISE
        and clause is not None
        and _REST.search(heard.masked, clause.start, fact.end) is not None
    )


def _is_plain(fact: Fact) -> bool:
    """一直没动，人都抽调走了: that the crew is gone is why it has not begun."""
    return fact.rule.startswith("plainly-")


def _of_a_part(heard: Heard, clauses: Sequence[Clause], title: str, fact: Fact) -> bool:
    clause = next((clause for clause in clauses if clause.start <= fact.start < clause.end), None)
    if clause is None:
        return False
    said = heard.masked[clause.start : fact.start]
    if fact.kind is FactKind.BLOCKED and any(
        _RECOVERED.search(heard.masked, c.start, c.end) for c in clauses if c.end > fact.end
    ):
        return True
    counted = fact.kind is FactKind.NOT_STARTED and _SO_MANY.match(heard.masked, fact.end) is not None
    if counted or _OF_SOME.match(heard.masked, fact.end):
        return True
    named = said.rsplit(TASK, 1)[-1]
    if not named.strip(" 的:,") or _WHOLE.search(named):
        return False
    some = _some(heard, clause, fact)
    beside = [other for other in clauses if other is not clause]
    if fact.kind is FactKind.NOT_STARTED:
        subject = unexplained(said, title)
        figured = any(clause.start <= share.start for clause in clauses for share in heard.percents)
        return bool(some or len(subject) >= 2) and (figured or _any(heard, beside, GOING, _FINISHED))
    if some:
        return _any(heard, beside, GOING, _FINISHED)
    part = PARTS.search(unexplained(said, title)) is not None
    return part and _any(heard, beside, GOING)


def _some(heard: Heard, clause: Clause, fact: Fact) -> bool:
    counted = any(count.end <= fact.start for count in counts.counts(heard, clause.start, fact.start))
    if _REST.search(heard.masked, clause.start, fact.start):
        return False
    return counted or _ONE_OF.search(heard.masked, clause.start, fact.start) is not None


def _any(heard: Heard, clauses: Sequence[Clause], *patterns: re.Pattern[str]) -> bool:
    return any(pattern.search(heard.masked, c.start, c.end) for c in clauses for pattern in patterns)
