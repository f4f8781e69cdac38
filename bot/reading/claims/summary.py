"""What the clauses about one task add up to: its state, its percent, its day, or a contradiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.reading.clauses.facts import Fact
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import IDLE, OPEN, WEAK, FactKind
from bot.reading.text.spans import within
from db.reading_facts import Doubt, PercentBy, Said

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
