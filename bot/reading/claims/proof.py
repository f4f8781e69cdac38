"""Whether a claim of the whole stands: what beside it tells of a part, and what behind it takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.claims import closing, counts
from bot.reading.claims.named_parts import before_it, names_a_part
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import OPEN, FactKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later

# One party's share, one lot, one stage, one period: never the whole, whatever stands beside.
_SHARE = any_of(Words.A_SHARE)
_LOT = later("(?:[第]?[一二三四五六七八九十\\d]+|[东西南北中甲乙a-d])(?:号)?(?:标段?|片区?|区|段|批次?|期)")
_TRIAL = any_of(Words.STEP_TO_COME)
_BUT = any_of(Words.TURNS)
_ADVERSE = any_of(Words.ADVERSE)
_NOT = any_of(Words.NOT_ADVERSE)
_AFTER_ALL = later("总算|终于|已|都|均|赶|解决|克服|如期|按期|完成|没(?:有)?影响|不影响")
_BELIEVED = later("(?:原|本|还|都|总)?以为|(?:号称|说是|都说|据称|名义上|账面上|表面上?)")


def weighed(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts with every claim of the whole that does not stand made a part, and with what takes it back."""
    plain = [clause for clause in clauses if not clause.asked]
    facts = [
        replace(fact, kind=FactKind.PART)
        if fact.kind in (FactKind.PERCENT, FactKind.IMPOSSIBLE_PERCENT)
        and not fact.strength
        and of_a_share(heard, plain, fact)
        else fact
        for fact in facts
    ]
    kept = [_of_what(heard, plain, title, fact) if fact.kind is FactKind.DONE else fact for fact in facts]
    claimed = [fact for fact in kept if fact.kind is FactKind.DONE]
    if claimed and not any(fact.kind in OPEN and fact.start > claimed[0].start for fact in kept):
        kept.extend(_taken_back(heard, plain, claimed[0]))
    return sorted(kept, key=lambda fact: fact.start)


def _is_bare(heard: Heard, clause: Clause, fact: Fact) -> bool:
    return not heard.masked[clause.start : fact.start].strip()


_REST = later("其余|其[他它]|别的|余下|剩")
_OPEN_BEFORE = later("(?:没|未)(?!来|发现|发生)|[卡停缺差]|正在|还在|受阻|尚|暂")


def _open_before(heard: Heard, clauses: Sequence[Clause], clause: Clause) -> bool:
    """征地未交，其余贯通: what was named before is not done."""
    return any(
        c.end <= clause.start and _OPEN_BEFORE.search(heard.masked, c.start, c.end)
        for c in clauses
        if clause.start - c.end <= 1
    )


def of_a_share(heard: Heard, clauses: Sequence[Clause], fact: Fact) -> bool:
    """Whether a figure is of a stage or a lot: 完成阶段目标任务的100%, 第三标段…，完成工程量的40%."""
    place = next((at for at, clause in enumerate(clauses) if clause.start <= fact.start < clause.end), None)
    if place is None:
        return False
    clause = clauses[place]
    if _SHARE.search(heard.text, clause.start, fact.end):
        return True
    before = clauses[place - 1] if place else None
    follows = before is not None and heard.text[before.end : clause.start].strip() in ("", ",")
    return follows and before is not None and _LOT.match(heard.text, before.start) is not None


def _clause_of(clauses: Sequence[Clause], fact: Fact) -> Clause | None:
    return next((clause for clause in clauses if clause.start <= fact.start < clause.end), None)


def _of_what(heard: Heard, clauses: Sequence[Clause], title: str, fact: Fact) -> Fact:
    clause = _clause_of(clauses, fact)
    if clause is None:
        return fact
    if fact.rule in ("all-and-nothing-left", "accepted-all", closing.RULE):
        return fact
    if heard.masked[fact.start : fact.end] == "全覆盖" and "覆盖" not in title:
        return replace(fact, kind=FactKind.PART, rule="covered")  # patrolled everywhere is not done
    if _TRIAL.search(heard.text, clause.start, fact.end):
        return replace(fact, kind=FactKind.PART, rule="step-to-come")  # 申请市局验收销号
    if _is_bare(heard, clause, fact) and names_a_part(heard, before_it(heard, clauses, clauses.index(clause)), title):
        return replace(fact, kind=FactKind.PART, rule="of-a-part")
    some = counts.is_some(heard, clauses, clause, fact.start, fact.end)
    if _REST.search(heard.masked, clause.start, fact.start) and _open_before(heard, clauses, clause):
        return replace(fact, kind=FactKind.PART, rule="the-others")
    share = _SHARE.search(heard.text, clause.start, fact.end) is not None
    return replace(fact, kind=FactKind.PART, rule="a-share" if share else "some-of-them") if some or share else fact


def _taken_back(heard: Heard, clauses: Sequence[Clause], done: Fact) -> list[Fact]:
    """What stands behind the claim: a step still to come, or something that went wrong."""
    facts = []
    own = _clause_of(clauses, done)
    if own is not None and _BELIEVED.search(heard.masked, own.start, done.start):
        facts.append(Fact(FactKind.DOUBTED, done.start, done.end, "only-believed"))
    for clause in clauses:
        start = max(clause.start, done.end)
        if clause.end <= done.end or clause.supposed:
            continue
        found = _against(heard, start, clause.end, closed=done.rule == closing.RULE)
        if found:
            facts.append(found)
    return facts


def _against(heard: Heard, start: int, end: int, *, closed: bool) -> Fact | None:
    """Behind a last word a bad word alone (损坏的旧杆拉走了) takes nothing back."""
    trial = _TRIAL.search(heard.text, start, end)
    if trial:
        return Fact(FactKind.NEAR, *trial.span(), "step-to-come")
    but, wrong = _BUT.search(heard.masked, start, end), _ADVERSE.search(heard.masked, start, end)
    if wrong and _NOT.search(heard.masked, start, end):
        wrong = None
    if but and not wrong and _AFTER_ALL.search(heard.masked, but.end(), end):
        return None
    if but and wrong:
        return Fact(FactKind.NEAR, but.start(), wrong.end(), "taken-back")
    found = but or (None if closed else wrong)
    return Fact(FactKind.DOUBTED, *found.span(), "perhaps-taken-back") if found else None
