"""What the clauses about one task state: facts in order of place, each weighed against what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.reading.claims import (
    accepted,
    all_of_them,
    closing,
    completion,
    plain_states,
    progress,
    proof,
    standstill,
    waiting,
)
from bot.reading.claims.days import commitment as days
from bot.reading.claims.days import last_days, plain_promises, promised_days, put_off
from bot.reading.claims.heard_titles import heard_title
from bot.reading.clauses.facts import PARTS, Fact, unexplained
from bot.reading.clauses.scope import Scope
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import AHEAD, DENIALS, FINISHING, GOING_ON, STATED, FactKind, Kind
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.mentions import titles
from bot.reading.text.once import once_per_message
from bot.reading.text.spans import within

_PAST = re.compile("曾|一度|之前|前段时间|前期|前阵|上个?月|上周|原来|此前|去年|年初|过")
_CANNOT = re.compile("不可能|无法|不能|没法|难以|很难|不了")
_STANDING = (FactKind.BLOCKED, FactKind.NOT_STARTED, FactKind.LATE)


def facts_of(heard: Heard, clauses: Sequence[Clause], title: str) -> list[Fact]:
    """All that these clauses state of a task with this title, in order of place."""
    facts: list[Fact] = []
    carried, ahead, supposed = None, False, 0
    for clause in clauses:
        if clause.asked or clause.supposed:
            supposed = clause.end if clause.supposed else supposed
            continue
        told, last_day = _stated(heard, clause, heard_title(heard, clause, title), carried, ahead)
        stated = list(told)
        if supposed and heard.text[supposed : clause.start].strip() in (",", ""):
            stated = [_on_condition(fact) for fact in stated]
            supposed = clause.end
        ahead = bool(stated) and all(f.kind in AHEAD for f in stated)
        carried = next((f.value for f in reversed(stated) if isinstance(f.value, date)), last_day)
        if any(fact.rule == "withheld" for fact in stated):
            carried = None
        facts.extend(stated)
    facts = closing.closed(heard, clauses, title, put_off.leaves_open(heard, clauses, facts))
    facts = promised_days.weighed(heard, clauses, facts)
    facts = [*facts, *promised_days.weighed(heard, clauses, last_days.last_ending(heard, clauses, title, facts))]
    facts = waiting.not_begun(heard, clauses, title, progress.undisputed(heard, clauses, facts))
    facts = standstill.weighed(heard, clauses, title, facts)
    ends = (accepted.ended(heard, clauses, title, facts), all_of_them.plainly(heard, clauses, title, facts))
    sure = next((end for end in ends if any(fact.kind is FactKind.DONE for fact in end)), None)
    whole = sure or ends[0] or ends[1]
    return proof.weighed(heard, clauses, title, [*facts, *whole])


def _on_condition(fact: Fact) -> Fact:
    """要是资金能到位，8月底就能完成: what depends on something is neither claimed nor promised."""
    return (
        replace(fact, kind=FactKind.LATER_PART, value=None) if fact.kind in (FactKind.PROMISE, FactKind.DONE) else fact
    )


def _last_day(scope: Scope) -> date | None:
    inside = within(scope.heard.days, scope.clause.start, scope.clause.end)
    if not inside or days.tells_what_was(scope, inside[-1]) or _BEGINS.match(scope.heard.masked, inside[-1].end):
        return None
    return inside[-1].day


_BEGINS = re.compile("才?(?:能|可以?)?(?:开[班课标工庭]|启动|进场|动工|开始)")  # 26号开班，办完就齐了


@once_per_message
def _stated(
    heard: Heard, clause: Clause, title: str, carried: date | None, ahead: bool
) -> tuple[tuple[Fact, ...], date | None]:
    """What the clause states, and the day that it hands on to the next where it states none."""
    scope = Scope(heard, clause, title, carried, ahead)
    return tuple(_told(scope)), _last_day(scope)


def _told(scope: Scope) -> list[Fact]:
    unsure = scope.clause.first(Kind.UNSURE)
    if unsure is not None:
        return [Fact(FactKind.HEDGE, unsure.start, unsure.end, unsure.rule)]
    open_values = days.either(scope)
    facts = [fact for mark in scope.clause.marks for fact in _marked(scope, mark)]
    facts.extend(progress.shares(scope))
    plain = [fact for fact in plain_states.plainly(scope) if not any(_stands(fact, known) for known in facts)]
    facts = [*plain, *(fact for fact in facts if not any(_overlaps(fact, stands) for stands in plain))]
    if not any(fact.kind is FactKind.PROMISE for fact in facts):
        facts.extend(plain_promises.at_best(scope) or _promises(scope, facts))
    facts = [f for f in facts if not any(o.start <= f.start < o.end or _same_clause_day(f, o) for o in open_values)]
    facts = [_undated(fact) if any(_dated_by(fact, o) for o in open_values) else fact for fact in facts]
    return sorted([*facts, *open_values], key=lambda fact: fact.start)


def _promises(scope: Scope, facts: Sequence[Fact]) -> list[Fact]:
    days_said = within(scope.heard.days, scope.clause.start, scope.clause.end)
    missed = any(fact.kind is FactKind.LATE and fact.end == day.start for fact in facts for day in days_said)
    if missed or any(fact.rule == "plainly-late" and not _puts_off_to(scope, fact) for fact in facts):
        return []  # 估计赶不上10月底
    return days.bare_days(scope) or ([] if _tells(facts) else plain_promises.plainly(scope))


def _puts_off_to(scope: Scope, late: Fact) -> bool:
    """预计推迟至9月6日, 整体往后挪到26号: the day behind is the one that will be kept."""
    return _TO_A_DAY.search(scope.heard.masked, late.start, min(late.end + 8, scope.clause.end)) is not None


_TO_A_DAY = re.compile("[到至]了?\x02")


def _tells(facts: Sequence[Fact]) -> bool:
    """Whether a clause says more than that something goes on, remains or is late."""
    going = (FactKind.PROGRESS, FactKind.ASPECT, FactKind.PLAN, FactKind.PART)
    return any(fact.kind not in going and fact.rule != "remaining-step" for fact in facts)


def _stands(fact: Fact, known: Fact) -> bool:
    """Whether a standstill of this clause is known already."""
    return known.kind in _STANDING and not (known.kind is FactKind.NOT_STARTED and _overlaps(fact, known))


def _overlaps(one: Fact, other: Fact) -> bool:
    return one.start < other.end and other.start < one.end


def _same_clause_day(fact: Fact, open_value: Fact) -> bool:
    return fact.kind in (FactKind.PROMISE, FactKind.PROMISED, FactKind.PERCENT) and fact.start >= open_value.start


def _dated_by(fact: Fact, open_value: Fact) -> bool:
    """完工要么6月底要么7月底: the day behind the word is the first of those left open."""
    return fact.kind is FactKind.PROMISE and fact.end <= open_value.start <= fact.end + 12


def _undated(fact: Fact) -> Fact:
    return replace(fact, value=None)


def _marked(scope: Scope, mark: Mark) -> list[Fact]:
    if mark.kind in FINISHING:
        fact = completion.finishing(scope, mark)
        return [fact] if fact else []
    kind = _kind(scope, mark)
    return [Fact(kind, mark.start, mark.end, mark.rule)] if kind else []


def _kind(scope: Scope, mark: Mark) -> FactKind | None:
    """The kind of fact of a mark that is no finishing word."""
    if mark.kind is Kind.STARTED_SUB and scope.heard.text[mark.end : mark.end + 2] in titles.pairs(scope.title):
        return FactKind.NOT_STARTED  # 还没开始答复, of a task to answer
    before = scope.before(mark)
    if mark.kind is Kind.BLOCKED and _PAST.search(before) and not re.search("目前|现在|仍", before):
        return FactKind.PROGRESS
    if mark.kind in DENIALS:
        return _denied(scope, mark, before)
    if mark.kind in GOING_ON:
        return _progress(scope, mark)
    return STATED.get(mark.kind)


def _denied(scope: Scope, mark: Mark, before: str) -> FactKind:
    """A part that is not begun or not done leaves the whole in progress."""
    finished = max(
        (m.end for m in within(scope.clause.marks, mark.start - 60, mark.start) if m.kind in FINISHING), default=0
    )
    if _OF_REST.search(scope.heard.masked[scope.clause.start : mark.start]):
        return FactKind.NEAR
    subject = unexplained(before[max(0, finished - mark.start + len(before)) :], scope.title)
    if mark.kind is Kind.NOT_STARTED:
        subject = _ITS_CAUSE.sub("", subject)
        return FactKind.NEAR if PARTS.search(subject) else FactKind.NOT_STARTED
    following = scope.heard.masked[mark.end : mark.end + 8]
    rest = unexplained(re.split("[,。;!的]", following)[0], scope.title)
    if len(subject) >= 2 or len(rest) >= 2:
        return FactKind.NEAR
    days = [day.day for day in within(scope.heard.days, scope.clause.start, mark.end)]
    denied = _CANNOT.search(scope.heard.masked, mark.start, mark.end)
    return FactKind.LATE if denied and any(day and day >= scope.heard.today for day in days) else FactKind.NOT_DONE


# 资金没下来没开工: what is lacking is the cause, not what has not begun.
_ITS_CAUSE = re.compile(".*(?:没|未)(?:下来|到位?|批|落实|拨)(?:下来)?了?")
# 还剩两成没弄: of the rest only
_OF_REST = re.compile("(?:剩|余|差|还有)[^,。;!]{0,8}\x01[^,。;!]{0,4}$")


def _progress(scope: Scope, mark: Mark) -> FactKind | None:
    ahead = [m for m in within(scope.clause.marks, mark.start - 80, mark.start) if m.kind is Kind.FUTURE]
    if ahead and not re.search("正在|已|中", scope.heard.masked[ahead[-1].end : mark.end]):
        return FactKind.PLAN
    return FactKind.ASPECT if mark.kind is Kind.ASPECT else FactKind.PROGRESS
