"""What the clauses about one task add up to: its state, its percent, its day, or a contradiction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.reading.claims import (
    all_of_them,
    completion,
    plain_promises,
    plain_states,
    progress,
    proof,
    put_off,
    standstill,
)
from bot.reading.claims import commitment as days
from bot.reading.claims.heard_titles import heard_title
from bot.reading.clauses.facts import PARTS, Fact, unexplained
from bot.reading.clauses.scope import Scope
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import AHEAD, DENIALS, FINISHING, GOING_ON, IDLE, OPEN, STATED, WEAK, FactKind, Kind
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.mentions import titles
from bot.reading.text.once import once_per_message
from bot.reading.text.spans import within
from db.reading_facts import Doubt, PercentBy, Said

_PAST = re.compile("曾|一度|之前|前段时间|前期|前阵|上个?月|上周|原来|此前|去年|年初|过")
_CANNOT = re.compile("不可能|无法|不能|没法|难以|很难|不了")
_WORD = {FactKind.BLOCKED: Said.BLOCKED, FactKind.NOT_STARTED: Said.NOT_STARTED, FactKind.LATE: Said.DELAYED}


@dataclass(slots=True)
class Sum:
    """The reading of one task; `doubts` are (why, start, end)."""

    state: Said | None = None
    percent: float | None = None
    expected: date | None = None
    promise: PercentBy | None = None
    doubts: list[tuple[Doubt, int, int]] = field(default_factory=list)
    spans: dict[str, Fact] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    contradicted: bool = False
    instead: tuple[Said, float | None] | None = None  # the likelier side of a contradiction: state and percent
    only_proposed: bool = False  # the state is doubtful: asked for, with this reading as the proposal

    @property
    def hard(self) -> bool:
        return any(fact.kind not in WEAK for fact in self.facts)


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
    facts = put_off.leaves_open(heard, clauses, facts)
    facts = standstill.weighed(heard, clauses, title, progress.undisputed(heard, clauses, facts))
    return proof.weighed(heard, clauses, title, [*facts, *all_of_them.plainly(heard, clauses, title, facts)])


def _on_condition(fact: Fact) -> Fact:
    """要是资金能到位，8月底就能完成: what depends on something is neither claimed nor promised."""
    return (
        replace(fact, kind=FactKind.LATER_PART, value=None) if fact.kind in (FactKind.PROMISE, FactKind.DONE) else fact
    )


def _last_day(scope: Scope) -> date | None:
    inside = within(scope.heard.days, scope.clause.start, scope.clause.end)
    if not inside or days.tells_what_was(scope, inside[-1]):
        return None
    return inside[-1].day


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
    if missed or any(fact.rule == "plainly-late" for fact in facts):
        return []  # 估计赶不上10月底
    return days.bare_days(scope) or ([] if _tells(facts) else plain_promises.plainly(scope))


def _tells(facts: Sequence[Fact]) -> bool:
    """Whether a clause says more than that something goes on, remains or is late."""
    going = (FactKind.PROGRESS, FactKind.ASPECT, FactKind.PLAN, FactKind.PART)
    return any(fact.kind not in going and fact.rule != "remaining-step" for fact in facts)


def _stands(fact: Fact, known: Fact) -> bool:
    """Whether a standstill of this clause is known already."""
    return known.kind in _WORD and not (known.kind is FactKind.NOT_STARTED and _overlaps(fact, known))


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
        return FactKind.NEAR if PARTS.search(subject) else FactKind.NOT_STARTED
    following = scope.heard.masked[mark.end : mark.end + 8]
    rest = unexplained(re.split("[,。;!的]", following)[0], scope.title)
    if len(subject) >= 2 or len(rest) >= 2:
        return FactKind.NEAR
    days = [day.day for day in within(scope.heard.days, scope.clause.start, mark.end)]
    denied = _CANNOT.search(scope.heard.masked, mark.start, mark.end)
    return FactKind.LATE if denied and any(day and day >= scope.heard.today for day in days) else FactKind.NOT_DONE


# 还剩两成没弄: of the rest only
_OF_REST = re.compile("(?:剩|余|差|还有)[^,。;!]{0,8}\x01[^,。;!]{0,4}$")


def _progress(scope: Scope, mark: Mark) -> FactKind | None:
    ahead = [m for m in within(scope.clause.marks, mark.start - 80, mark.start) if m.kind is Kind.FUTURE]
    if ahead and not re.search("正在|已|中", scope.heard.masked[ahead[-1].end : mark.end]):
        return FactKind.PLAN
    return FactKind.ASPECT if mark.kind is Kind.ASPECT else FactKind.PROGRESS


def add_up(heard: Heard, facts: list[Fact]) -> Sum:
    total = Sum(facts=facts)
    _doubts(total, facts)
    _percent(total, facts)
    _days(heard, total, facts)
    _state(total, facts)
    _hedged(total, facts)
    total.only_proposed |= any(fact.rule == "put-off" for fact in facts)
    return total


def _hedged(total: Sum, facts: list[Fact]) -> None:
    """好像差不多了，具体说不上来: beside a hedge nothing weaker than a figure, a day or a standstill is sure."""
    hedged = any(doubt is Doubt.HEDGE for doubt, _, _ in total.doubts)
    firm = total.percent is not None or total.expected or total.promise
    if hedged and total.state is Said.IN_PROGRESS and not firm and all(fact.kind in _SOFT for fact in facts):
        total.only_proposed = True


_SOFT = IDLE | WEAK | {FactKind.NEAR, FactKind.PART}


def _doubts(total: Sum, facts: list[Fact]) -> None:
    why = {
        FactKind.EITHER: Doubt.EITHER_OR,
        FactKind.HEDGE: Doubt.HEDGE,
        FactKind.IMPOSSIBLE_PERCENT: Doubt.IMPOSSIBLE_PERCENT,
    }
    total.doubts.extend((why[fact.kind], fact.start, fact.end) for fact in facts if fact.kind in why)


def _percent(total: Sum, facts: list[Fact]) -> None:
    found = [fact for fact in facts if fact.kind is FactKind.PERCENT]
    best = max((fact.strength for fact in found), default=0)
    found = [fact for fact in found if fact.strength == best]
    if len({fact.value for fact in found}) > 1:
        _contradict(total, found[0], found[-1])
    elif found and isinstance(found[0].value, float | int):
        total.percent = float(found[0].value)
        total.spans["percent"] = found[0]
    promised = next((fact for fact in facts if fact.kind is FactKind.PROMISED), None)
    if promised is not None and isinstance(promised.value, float | int):
        total.promise = PercentBy(float(promised.value), promised.until)
        total.spans["promise"] = promised


def _contradict(total: Sum, first: Fact, last: Fact) -> None:
    total.contradicted = True
    total.doubts.append((Doubt.CONTRADICTION, first.start, last.end))


def _days(heard: Heard, total: Sum, facts: list[Fact]) -> None:
    promises = [fact for fact in facts if fact.kind is FactKind.PROMISE]
    dated = [fact for fact in promises if isinstance(fact.value, date) and fact.value >= heard.today]
    for fact in promises:
        fault = _fault(heard, fact)
        if fault:
            total.doubts.append((fault, fact.start, fact.end))
    if len({fact.value for fact in dated}) > 1:
        total.doubts.append((Doubt.EITHER_OR, dated[0].start, dated[-1].end))
    elif dated and isinstance(dated[0].value, date):
        total.expected = dated[0].value
        named = next((day for day in heard.days if day.day == dated[0].value), None)
        total.spans["expected_date"] = Fact(FactKind.PROMISE, named.start, named.end, named.rule) if named else dated[0]


def _fault(heard: Heard, fact: Fact) -> Doubt | None:
    """Why the day that governs this promise cannot be stored."""
    if isinstance(fact.value, date):
        return Doubt.PAST_DATE if fact.value < heard.today else None
    near = [day for day in within(heard.days, fact.start - 40, fact.end) if day.fault and fact.start - day.end <= 24]
    near = near or [day for day in within(heard.days, fact.end, fact.end + 13) if day.fault]
    return near[-1].fault if near else None


def _state(total: Sum, facts: list[Fact]) -> None:
    done = _done(total, facts)
    if done is not None:
        _finish(total, facts, done)
    elif total.percent == 100 and not _unfinished(facts):
        total.state = Said.DONE_CLAIMED
    elif (perhaps := next((fact for fact in facts if fact.kind is FactKind.MAYBE_DONE), None)) is not None:
        total.state, total.only_proposed = Said.DONE_CLAIMED, True
        total.doubts.append((Doubt.HEDGE, perhaps.start, perhaps.end))
    else:
        total.state = _unfinished_state(total, facts)
    if total.contradicted:
        total.instead = _likelier(facts)
        total.state = total.percent = total.expected = None


def _likelier(facts: Sequence[Fact]) -> tuple[Said, float | None]:
    """Whoever says done and not done in one breath has not done it; of two figures none is likelier."""
    stands = next((_WORD[kind] for kind in _WORD for fact in facts if fact.kind is kind), Said.IN_PROGRESS)
    figures = {fact.value for fact in facts if fact.kind is FactKind.PERCENT and isinstance(fact.value, float | int)}
    figure = figures.pop() if len(figures) == 1 else None
    return stands, float(figure) if isinstance(figure, float | int) and figure < _ALL else None


_ALL = 100  # percent


def _done(total: Sum, facts: list[Fact]) -> Fact | None:
    """The claim of the whole that no later step or near-done wording takes back."""
    found = [fact for fact in facts if fact.kind is FactKind.DONE]
    if not found:
        return None
    last = found[-1]
    remaining = [
        f for f in facts if f.kind is FactKind.NEAR and (f.start > found[0].start or 0 <= last.start - f.end < 12)
    ]
    return None if remaining else last


def _unfinished(facts: list[Fact]) -> bool:
    return any(fact.kind in OPEN for fact in facts)


def _finish(total: Sum, facts: list[Fact], done: Fact) -> None:
    against = next((f for f in facts if _speaks_against(f, done, total)), None)
    if against is not None:
        _contradict(total, min(done, against, key=lambda f: f.start), max(done, against, key=lambda f: f.end))
        return
    total.expected = None
    total.state = Said.DONE_CLAIMED
    total.spans["state"] = done
    doubted = next((fact for fact in facts if fact.kind is FactKind.DOUBTED), None)
    if doubted is not None:
        total.state, total.only_proposed = Said.IN_PROGRESS, True
        total.doubts.append((Doubt.CONTRADICTION, done.start, doubted.end))


def _speaks_against(fact: Fact, done: Fact, total: Sum) -> bool:
    if fact.kind in (FactKind.NOT_DONE, FactKind.NOT_STARTED):
        return True
    if fact.kind is FactKind.BLOCKED:
        return fact.start > done.start
    if fact.kind is FactKind.PERCENT:
        return total.percent is not None and total.percent < 100 and fact.value == total.percent
    return fact.kind is FactKind.PROMISE and isinstance(fact.value, date) and fact.start > done.start


def _unfinished_state(total: Sum, facts: list[Fact]) -> Said | None:
    for kind in _WORD:
        fact = next((fact for fact in facts if fact.kind == kind), None)
        if fact is None:
            continue
        if kind == FactKind.NOT_STARTED and total.percent:
            _contradict(total, fact, total.spans["percent"])
            return None
        total.spans["state"] = fact
        return _WORD[kind]
    return _going_on(total, facts)


def _going_on(total: Sum, facts: list[Fact]) -> Said | None:
    """In progress if anything safe is said of it."""
    safe = [f for f in facts if f.kind not in IDLE and not _empty(total, f)]
    if total.doubts:
        safe = [f for f in safe if f.rule not in ("progress-noun", "act")]
    if not safe:
        return None
    total.spans.setdefault("state", safe[0])
    return Said.IN_PROGRESS


def _empty(total: Sum, fact: Fact) -> bool:
    """A promise whose day cannot be stored states nothing."""
    return fact.kind is FactKind.PROMISE and any(
        start <= fact.end and fact.start <= end for _, start, end in total.doubts
    )
