"""Is it done? What a finishing word claims: the whole task or a part, now or later, surely or perhaps."""

from __future__ import annotations

from bot.reading.claims.days.withheld import is_withheld
from bot.reading.claims.denial import (
    AFTER_PERCENT,
    NEGATED,
    OF_A_SHARE,
    asked_for,
    conditioned,
    followed,
    may_close,
    says_nothing,
)
from bot.reading.claims.extent import completes, is_whole, of_a_time
from bot.reading.claims.tense import is_future, is_hedged
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.scope import TICKS, Scope, day_of
from bot.reading.kinds import FINISHING, FactKind, Kind
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.text.spans import within


def finishing(scope: Scope, mark: Mark) -> Fact | None:
    """The fact of a finishing word: done, part, promise, hedge; None when it claims nothing (完成率, 完成80%)."""
    if AFTER_PERCENT.match(scope.heard.masked, mark.end):
        return None
    if NEGATED.search(scope.before(mark)):
        return Fact(FactKind.NOT_DONE, mark.start, mark.end, "denied")
    if says_nothing(scope, mark):
        return None
    if asked_for(scope, mark):
        return Fact(FactKind.PROGRESS, mark.start, mark.end, "closing-asked-for")
    if conditioned(scope, mark):
        return Fact(FactKind.NEAR, mark.start, mark.end, "only-then")
    if may_close(scope, mark):
        return Fact(FactKind.PROGRESS, mark.start, mark.end, "may-be-closed")
    if _left_to_another(scope, mark):
        return None
    if mark.kind is Kind.ACT and not completes(scope, mark):
        return Fact(FactKind.PROGRESS, mark.start, mark.end, "act")
    return _claimed(scope, mark)


def _left_to_another(scope: Scope, mark: Mark) -> bool:
    """The word before a tick decides, or the word behind this one, or the share: 70%已完成."""
    said = scope.heard.masked[scope.clause.start : mark.start]
    if OF_A_SHARE.search(said) or followed(scope, mark):
        return True
    before = within(scope.clause.marks, scope.clause.start, mark.start)
    return scope.heard.masked[mark.start] in TICKS and any(m.kind in FINISHING for m in before)


def _claimed(scope: Scope, mark: Mark) -> Fact:
    whole = is_whole(scope, mark) and not of_a_time(scope, mark)
    if is_withheld(scope, mark.start, mark.end):
        return Fact(FactKind.LATER_PART, mark.start, mark.end, "withheld")
    if is_future(scope, mark):
        kind = FactKind.PROMISE if whole else FactKind.LATER_PART
        return Fact(kind, mark.start, mark.end, "future-" + mark.rule, day_of(scope, mark))
    if whole and is_hedged(scope, mark):
        return Fact(FactKind.HEDGE, mark.start, mark.end, "hedged-" + mark.rule)
    return Fact(FactKind.DONE if whole else FactKind.PART, mark.start, mark.end, mark.rule)
