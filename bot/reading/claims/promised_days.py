"""Does a promised day stand for the whole, when what is said behind it names a later day or a part without one?

25日清零，27日成稿: the end is the later one. 剩4家明后天，报告没写: another part stands open beside the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.reading.clauses.facts import Fact
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FactKind
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_OPEN = later(
    "(?<![有从并])没(?!问题|什么|啥|事|变|得说|关系|毛病|意见|漏|落|少|停|法|人|钱|有)|未(?!来|必)|尚(?!可)|后面还|之后还|随后还|完了还|还要[公报审评验]"
)


def weighed(heard: Heard, clauses: Sequence[Clause], facts: Sequence[Fact]) -> list[Fact]:
    """The facts with every promise of the whole that is only one of a part made so."""
    plain = [clause for clause in clauses if not (clause.asked or clause.supposed)]
    return [_of_what(heard, plain, fact) if _is_dated(fact) else fact for fact in facts]


def _is_dated(fact: Fact) -> bool:
    return fact.kind is FactKind.PROMISE and isinstance(fact.value, date)


def _of_what(heard: Heard, clauses: Sequence[Clause], fact: Fact) -> Fact:
    own = next((clause for clause in clauses if clause.start <= fact.start < clause.end), None)
    if own is None:
        return fact
    behind = [clause for clause in clauses if clause.start >= own.end]
    if any(_names_later(heard, clause, fact) or _is_open(heard, clause) for clause in behind):
        return replace(fact, kind=FactKind.LATER_PART, rule="of-a-part", value=None)
    return fact


def _names_later(heard: Heard, clause: Clause, fact: Fact) -> bool:
    days = (day.day for day in within(heard.days, clause.start, clause.end))
    return any(day is not None and isinstance(fact.value, date) and day > fact.value for day in days)


def _is_open(heard: Heard, clause: Clause) -> bool:
    return _OPEN.search(heard.masked, clause.start, clause.end) is not None
