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
    "(?:还|也|都|就|才|[\u4e00-\u9fff:,])没(?:有)?[写动弄做干办开装来到批下回报验收交出拿签定完齐好上建修铺拨发进接通测审评招买送搬拆](?!关系|问题|意见|事)|"
    "^没[写动弄做干办开装来到批下回报验收交出拿签定完齐好上建修铺拨发进接通测审评招买送搬拆]|未(?!来|必)|尚(?!可)|"
    "(?:后面|之后|随后|完了)还|还要[公报审评验]"
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
    if _for_some(heard, clauses, own, fact):
        return replace(fact, kind=FactKind.LATER_PART, rule="of-a-part", value=None)
    behind = [clause for clause in clauses if clause.start >= own.end]
    if any(_names_later(heard, clause, fact) or _is_open(heard, clause) for clause in behind):
        return replace(fact, kind=FactKind.LATER_PART, rule="of-a-part", value=None)
    return fact


def _for_some(heard: Heard, clauses: Sequence[Clause], own: Clause, fact: Fact) -> bool:
    """北边几个村麦子晚熟，还得四五天: so long do some of them still need."""
    needs = _NEEDS.match(heard.text, own.start) is not None and fact.start - own.start <= 1
    before = [clause for clause in clauses if clause.end <= own.start][-1:]
    return needs and any(_SOME.search(heard.masked, clause.start, clause.end) for clause in before)


_NEEDS = later(" ?(?:还|再)(?:得|要|需|有|差)")
_SOME = later("[几两]个[村户家点片处乡镇]|部分|有的|个别|少数|[东西南北]边")


def _names_later(heard: Heard, clause: Clause, fact: Fact) -> bool:
    days = within(heard.days, clause.start, clause.end)
    ends = [day.day for day in days if not _FROM_THEN.match(heard.masked, day.end)]
    return any(day is not None and isinstance(fact.value, date) and day > fact.value for day in ends)


_FROM_THEN = later("起|开始|陆续|以?后|正式(?:开|启|运)")


def _is_open(heard: Heard, clause: Clause) -> bool:
    return _OPEN.search(heard.masked, clause.start, clause.end) is not None
