"""Every rung that stands for a task in its present round, computed from its facts alone: no clock.

What was taken stays taken; replanning compares this with the agenda and replaces waiting rows only.
A rung in the past that nobody has taken (after a withdrawn claim, a refused extension, an outage) is due at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Final

from db.lifecycle import UNFINISHED, State
from schedules import periods
from schedules.periods import Period
from schedules.policy import Policy
from schedules.rungs import Planned, Rung, audience, merged, newer, newest_per_task, rank, repeated, worst_first
from schedules.task_facts import TaskFacts
from schedules.workdays import Calendar

__all__ = [
    "Planned",
    "Rung",
    "TaskFacts",
    "alike",
    "asked",
    "audience",
    "current_period",
    "difference",
    "missed_occurrences",
    "newer",
    "newest_per_task",
    "plan",
    "rank",
    "read_beside",
    "wanted",
    "worst_first",
]

_DAY: Final = timedelta(days=1)
_MOMENTS: Final = attrgetter(
    *TaskFacts.__dataclass_fields__.keys()
    - {"category", "source", "person", "department", "milestones", "repeated_on", "percent"}
)  # of the four names only the policy speaks; the percent is for lamps
_KEPT: Final = 10_000  # plans of a silence remembered
_BEFORE: Final = (Rung.BEFORE_15, Rung.BEFORE_7, Rung.BEFORE_3, Rung.BEFORE_1)
_PERIOD: Final = (Rung.PERIOD_5, Rung.PERIOD_1)


def plan(facts: TaskFacts, policy: Policy, calendar: Calendar) -> list[Planned]:
    """First to last; every unfinished task that is not claimed has a coming one."""
    return sorted(_stands(facts, policy, calendar), key=lambda each: (each.at, -rank(each.rung), each.occurrence))


def wanted(facts: TaskFacts, policy: Policy, calendar: Calendar) -> dict[tuple[str, str], datetime]:
    """The same as rung and occurrence → moment, in no order: what an agenda is compared with."""
    return {(rung, occurrence): at for rung, occurrence, at in _stands(facts, policy, calendar)}


def alike(facts: TaskFacts, policy: Policy) -> Hashable:
    """The same for tasks whose plans are the same: most rows of a ledger that comes in have a date in common."""
    stones = tuple([(place, due) for place, _, due in facts.milestones])
    return id(policy.of(facts)), stones, tuple(facts.repeated_on.items()), _MOMENTS(facts)


def _stands(facts: TaskFacts, policy: Policy, calendar: Calendar) -> Iterator[Planned]:
    if facts.state not in UNFINISHED:
        return iter(())
    ladder = _Ladder(facts, policy.of(facts), calendar)
    standing = ladder.claim() if facts.state is State.CLAIMED else ladder.whole()
    return (planned for planned in standing if planned.at >= facts.began_at)


def asked(facts: TaskFacts, policy: Policy, calendar: Calendar) -> dict[Rung, datetime]:
    """When signing for it and its silence are asked about: what of the plan makes a task late."""
    if facts.state not in UNFINISHED or facts.state is State.CLAIMED:
        return {}
    ladder = _Ladder(facts, policy.of(facts), calendar)
    signing = {each.rung: each.at for each in ladder.first_sign() if each.at >= facts.began_at}
    # A round that begins with an answer clears the ask; one that begins for want of an answer keeps the silence.
    return signing | {each.rung: each.at for each in ladder.first_silence()}


def difference(
    before: TaskFacts, after: TaskFacts, policy: Policy, calendar: Calendar
) -> tuple[set[Planned], set[Planned]]:
    """What goes from the plan and what comes into it. Within a round only the parts that read a changed fact are asked:
    a step of time moves few facts of thousands of tasks."""
    same_round = before.began_at == after.began_at and before.state is after.state
    if same_round and after.state in UNFINISHED and after.state is not State.CLAIMED:
        parts = [part for name, of in _MOVED.items() if getattr(before, name) != getattr(after, name) for part in of]
        was = {each for part in parts for each in part(_Ladder(before, policy.of(before), calendar))}
        now = {each for part in parts for each in part(_Ladder(after, policy.of(after), calendar))}
        return was - now, {each for each in now - was if each.at >= after.began_at}
    whole_was, whole_now = set(_stands(before, policy, calendar)), set(_stands(after, policy, calendar))
    return whole_was - whole_now, whole_now - whole_was


def missed_occurrences(facts: TaskFacts, now: datetime, policy: Policy, calendar: Calendar) -> list[Planned]:
    """The overdue days and periods that have come by now beyond those planned, if each was taken on its day.

    After an outage all of them are recorded, oldest first: the last speaks, the others are suppressed.
    """
    if facts.state not in UNFINISHED or facts.state is State.CLAIMED:
        return []
    known = frozenset(plan(facts, policy, calendar))
    ladder = _Ladder(facts, policy.of(facts), calendar)
    come = ladder.periods_until(now) if facts.recurring else ladder.overdue_until(now)
    return [each for each in come if each not in known and each.at >= facts.began_at]


def current_period(facts: TaskFacts, policy: Policy, calendar: Calendar) -> Period:
    """The first period of a recurring task that is neither reported nor missed."""
    return _Ladder(facts, policy.of(facts), calendar).open_period()


def first_period(facts: TaskFacts, policy: Policy, calendar: Calendar) -> Period:
    """The period around the first hand-out if enough working days remain in it, else the next. Whoever it is handed out
    to anew owes the period that runs."""
    began = facts.began_at if facts.handed_out_at is None else min(facts.began_at, facts.handed_out_at)
    day = facts.plan_from or policy.today(began)
    needs = policy.of(facts).period_first_needs
    return periods.begun_well(facts.report_every, day, calendar, facts.report_day, needs=needs)


@dataclass(frozen=True, slots=True)
class _Ladder:
    facts: TaskFacts
    policy: Policy
    calendar: Calendar

    def claim(self) -> Iterator[Planned]:
        """A waiting claim stops the head's ladder; what he asked for besides still waits for its answer."""
        claimed = self.facts.claimed_at
        if claimed is not None:
            first = self._waits(Rung.CLAIM_WAITS, self.policy.today(claimed).isoformat(), claimed)
            yield self._again(first, self.policy.waiting_again)
        yield from self.requests()
        yield from self.evening()

    def whole(self) -> Iterator[Planned]:
        yield from self.hand_out()
        yield from self.sign()
        yield from self._dated()
        yield from self.past_due()
        yield from self.periods()
        yield from self.silence()
        yield from self.to_leader()
        yield from self.evening()
        yield from self._idle()
        yield from self.requests()

    def requests(self) -> Iterator[Planned]:
        for request, asked_at in self.facts.open_requests:
            yield self._again(self._waits(Rung.REQUEST_WAITS, str(request), asked_at), self.policy.waiting_again)

    def hand_out(self) -> Iterator[Planned]:
        if self.facts.handed_out_at is None:
            policy, began = self.policy, self.facts.began_at
            at = policy.urgent_at_or_after(began) if self.facts.urgent else self._first_morning(began)
            yield Planned(Rung.HAND_OUT, "", at)

    def sign(self) -> Iterator[Planned]:
        """Until it is signed for; 急件 every day."""
        days = self.policy.sign_again
        return (self._again(first, days, urgent=self.facts.urgent) for first in self.first_sign())

    def first_sign(self) -> Iterator[Planned]:
        facts, handed_out = self.facts, self.facts.handed_out_at
        if handed_out is None or (facts.signed_at is not None and facts.state is not State.HANDED_OUT):
            return
        handed_out = max(handed_out, facts.began_at)
        if facts.urgent:
            hours = timedelta(hours=self.policy.urgent_sign_hours)
            at = self.policy.urgent_at_or_after(handed_out + hours)
        else:
            at = self._after(handed_out, self.policy.sign_days)  # the morning of the last day for it
        yield Planned(Rung.SIGN, self.policy.today(handed_out).isoformat(), at)

    def _dated(self) -> Iterator[Planned]:
        """Of the task's own dates: an early reminder within days of another one is merged into it.

        A promise question names no other date, and ends with an answer: it spares none of these.
        """
        yield from self._promises()
        of_dates = {"": self._deadline(), "milestone": self._milestones()}
        rows = [(f"{name}{each.occurrence}", each) for name, planned in of_dates.items() for each in planned]
        yield from merged(rows, since=self.facts.began_at, within=timedelta(days=self.policy.merge_days))

    def _milestones(self) -> Iterator[Planned]:
        for position, _, due in self.facts.milestones:
            early = self.calendar.back(due, self.policy.milestone_before)
            yield self._on(Rung.MILESTONE_3, str(position), early)
            yield self._on(Rung.MILESTONE, str(position), self._worked(due))
        for item_id, _, due in self.facts.parts:  # a sub-item has a day of its own
            yield self._on(Rung.MILESTONE_3, f"i{item_id}", self.calendar.back(due, self.policy.milestone_before))
            yield self._on(Rung.MILESTONE, f"i{item_id}", self._worked(due))

    def _deadline(self) -> Iterator[Planned]:
        due, distances = self.facts.due, self.policy.deadline_before
        if due is None or self.facts.recurring:
            return
        for rung, days in zip(_BEFORE[-len(distances) :], distances, strict=True):
            day = due - _DAY if days == 1 and self.facts.urgent else self.calendar.back(due, days)
            yield self._on(rung, "", day)
        yield self._on(Rung.DUE, "", self._worked(due))

    def past_due(self) -> Iterator[Planned]:
        facts = self.facts
        if facts.due is not None and not (facts.recurring or facts.extension_asked):
            yield self._overdue(facts.due)

    def overdue_until(self, now: datetime) -> Iterator[Planned]:
        """Every overdue day from the one planned on; a loop of plannings would take seconds after a year."""
        if self.facts.due is None or self.facts.extension_asked:
            return
        each = self._overdue(self.facts.due)
        while each.at <= now:
            yield each
            day = self._next(self.policy.today(each.at))
            each = self._on(Rung.OVERDUE, day.isoformat(), day)

    def _overdue(self, due: date) -> Planned:
        """The first day for it after the last one taken; in a new round not before the round."""
        day = self._next(max(due, self.facts.overdue_on or due))
        if self._morning(day) < self.facts.began_at:
            began = self.policy.today(self.facts.began_at)
            day = self._next(began - _DAY)
            day = day if self._morning(day) >= self.facts.began_at else self._next(began)
        return self._on(Rung.OVERDUE, day.isoformat(), day)

    def periods(self) -> Iterator[Planned]:
        return self._rungs_of(self.open_period()) if self.facts.recurring else iter(())

    def periods_until(self, now: datetime) -> Iterator[Planned]:
        """The rungs come by now of every period from the open one on, each missed on its day."""
        ladder, period = self, self.open_period()
        while True:
            rungs = list(ladder._rungs_of(period))
            yield from (each for each in rungs if each.at <= now)
            missed = rungs[-1].at
            if missed > now:
                return
            ladder = replace(ladder, facts=replace(ladder.facts, overdue_on=self.policy.today(missed)))
            period = ladder._open_from(period)

    def _rungs_of(self, period: Period) -> Iterator[Planned]:
        distances = self.policy.period_before
        deadline = period.deadline(self.facts.report_day)
        for rung, days in zip(_PERIOD[-len(distances) :], distances, strict=True):
            asked = self._on(rung, period.key, self.calendar.back(deadline, days))
            if self._still_to_ask(asked.at):
                yield asked
        yield self._on(Rung.PERIOD_MISSED, period.key, self.calendar.forward(deadline, 1))

    def _still_to_ask(self, at: datetime) -> bool:
        """What would have come before his last word is not asked after it; on the morning on which a period was missed
        the missed one speaks for the next."""
        facts = self.facts
        missed = facts.overdue_on is not None and self.policy.today(at) <= facts.overdue_on
        return not missed and (facts.reported_at is None or at > facts.reported_at)

    def open_period(self) -> Period:
        return self._open_from(first_period(self.facts, self.policy, self.calendar))

    def _open_from(self, period: Period) -> Period:
        while self._passed(period):
            period = period.next()
        return period

    def _passed(self, period: Period) -> bool:
        deadline, facts = period.deadline(self.facts.report_day), self.facts
        missed = facts.overdue_on is not None and deadline < facts.overdue_on
        before = self._morning(self.calendar.forward(deadline, 1)) < facts.began_at
        return missed or before or period.key in facts.reported_periods

    def _promises(self) -> Iterator[Planned]:
        """On its day; what is promised during the day for the same day is asked about the next morning."""
        for promise, day, made_at in self.facts.promises:
            asked_on = day if self.facts.urgent else self.calendar.at_or_after(day)
            if self._morning(asked_on) < made_at:
                asked_on = self._next(self.policy.today(made_at))
            yield self._on(Rung.PROMISE, str(promise), asked_on)

    def silence(self) -> Iterable[Planned]:
        """On the office's list until it is answered. The tasks that a morning asks about are silent alike."""
        facts, asked = self.facts, self.facts.asked_at
        if asked is None:
            return ()
        last = facts.repeated_on.get(repeated(Rung.SILENCE_MORE, self.policy.today(asked).isoformat()))
        known, alike = self.policy.planned_before, (self.calendar, asked, last, max(asked, facts.began_at))
        if alike not in known:
            if len(known) >= _KEPT:
                known.clear()
            known[alike] = (*self.first_silence(), *self._silence_more(asked))
        planned: Sequence[Planned] = known[alike]
        return planned

    def _silence_more(self, asked: datetime) -> Iterator[Planned]:
        occurrence, days = self.policy.today(asked).isoformat(), self.policy.silence_list_days
        first = Planned(Rung.SILENCE_MORE, occurrence, self._after(asked, days + self.policy.silence_again))
        yield self._again(first, self.policy.silence_again)

    def first_silence(self) -> Iterator[Planned]:
        asked = self.facts.asked_at
        if asked is not None:
            occurrence = self.policy.today(asked).isoformat()
            yield Planned(Rung.SILENCE_2, occurrence, self._after(asked, self.policy.silence_list_days))
            yield Planned(Rung.SILENCE_4, occurrence, self._after(asked, self.policy.silence_order_days))

    def to_leader(self) -> Iterator[Planned]:
        """Once in a silence: on the morning that a coordinator's tap has named, or by policy without a tap."""
        asked = self.facts.asked_at
        if asked is None:
            return
        occurrence = self.policy.today(asked).isoformat()
        tapped = self.facts.repeated_on.get(repeated(Rung.TO_LEADER, occurrence))
        if tapped is not None:
            yield self._on(Rung.TO_LEADER, occurrence, tapped)
        elif self.policy.silence_to_leader_unasked:
            yield Planned(Rung.TO_LEADER, occurrence, self._after(asked, self.policy.silence_leader_days))

    def evening(self) -> Iterator[Planned]:
        """事不过夜: what of a 急件 is still open at the end of a day, every day until it is not."""
        since = self._open_since() if self.facts.urgent else None
        if since is None:
            return
        policy, last = self.policy, self.facts.repeated_on.get(repeated(Rung.EVENING, "/"))
        asked_by = policy.at(policy.today(since), policy.urgent_evening) - timedelta(hours=policy.urgent_sign_hours)
        day = policy.today(since) + (timedelta() if since <= asked_by else _DAY)
        day = day if last is None else max(day, last + _DAY)
        began = self.facts.began_at  # a new round does not take it off the list
        if policy.at(day, policy.urgent_evening) < began:
            day = policy.today(began)
            day = day if policy.at(day, policy.urgent_evening) >= began else day + _DAY
        yield Planned(Rung.EVENING, f"/{day.isoformat()}", policy.at(day, policy.urgent_evening))

    def _open_since(self) -> datetime | None:
        """The first ask without an answer, or what waits for somebody's decision."""
        facts = self.facts
        waits = [facts.asked_at] if facts.state is not State.CLAIMED else [facts.claimed_at]
        waits += [asked_at for _, asked_at in facts.open_requests]
        return min((moment for moment in waits if moment is not None), default=None)

    def _idle(self) -> Iterator[Planned]:
        """Periods are the rhythm of a recurring task, and overdue days ask often enough."""
        facts = self.facts
        held = facts.due is None or facts.extension_asked
        if facts.recurring or (facts.state in (State.HANDED_OUT, State.BLOCKED) and not held):
            return  # what is in difficulty waits for help: its matter has a next date of its own
        moments = (facts.began_at, facts.signed_at, facts.substance_at)
        since = max(moment for moment in moments if moment is not None)
        at = self._after(since, self.policy.idle_days)
        if facts.due is None or held or self.policy.today(at) <= facts.due:
            yield Planned(Rung.IDLE, "", at)

    def _again(self, first: Planned, days: int, *, urgent: bool = False) -> Planned:
        """The first of a rung that is asked again, or the one after the day on which it was last taken."""
        last = self.facts.repeated_on.get(repeated(first.rung, first.occurrence))
        if last is None and first.at >= self.facts.began_at:
            return first
        day = self.policy.today(first.at)
        if last is not None:
            day = last + _DAY if urgent else self.calendar.forward(last, days)
        return self._in_round(first, day)

    def _in_round(self, first: Planned, day: date) -> Planned:
        """On this day; one that has gone by when the round begins is made good on the next."""
        if self._morning(day) < self.facts.began_at:
            day = self.policy.today(self._first_morning(self.facts.began_at))
        return self._on(first.rung, f"{first.occurrence}/{day.isoformat()}", day)

    def _waits(self, rung: Rung, occurrence: str, since: datetime) -> Planned:
        return Planned(rung, occurrence, self._after(since, self.policy.waiting_days + 1))

    def _first_morning(self, moment: datetime) -> datetime:
        day = self.calendar.at_or_after(self.policy.today(moment))
        return self._morning(day) if self._morning(day) >= moment else self._morning(self.calendar.forward(day, 1))

    def _after(self, moment: datetime, days: int) -> datetime:
        return self._morning(self.calendar.forward(self.policy.today(moment), days))

    def _worked(self, day: date) -> date:
        """The last day for it: 急件 keeps days off, everything else moves to the working day before."""
        return day if self.facts.urgent else self.calendar.at_or_before(day)

    def _next(self, day: date) -> date:
        return day + _DAY if self.facts.urgent else self.calendar.forward(day, 1)

    def _on(self, rung: Rung, occurrence: str, day: date) -> Planned:
        return Planned(rung, occurrence, self._morning(day))

    def _morning(self, day: date) -> datetime:
        return self.policy.at(day, self.policy.morning)


# Which parts of the ladder read what time changes within a round.
_MOVED: Final[Mapping[str, tuple[Callable[[_Ladder], Iterable[Planned]], ...]]] = {
    "handed_out_at": (_Ladder.hand_out, _Ladder.sign, _Ladder.periods),
    "asked_at": (_Ladder.silence, _Ladder.to_leader, _Ladder.evening),
    "overdue_on": (_Ladder.past_due, _Ladder.periods),
    "repeated_on": (_Ladder.sign, _Ladder.silence, _Ladder.to_leader, _Ladder.evening, _Ladder.requests),
}
# What else those parts read of a task beside which no request or report stands. All read `repeated_on` as well.
_READ: Final[Mapping[str, frozenset[str]]] = {
    "handed_out_at": frozenset(
        {"began_at", "signed_at", "reported_at", "report_every", "report_day", "overdue_on", "plan_from"}
    ),
    "asked_at": frozenset(),
    "overdue_on": frozenset(
        {"began_at", "due", "handed_out_at", "reported_at", "report_every", "report_day", "plan_from"}
    ),
    "repeated_on": frozenset({"began_at", "handed_out_at", "asked_at", "signed_at"}),
}


@cache
def read_beside(moved: tuple[str, ...], told_apart: frozenset[str]) -> frozenset[str] | None:
    """The facts by which, beside what has moved, two tasks in a round must be alike for the same to follow; None where
    it may differ all the same. A task is asked after its round began, so that the beginning makes no difference.
    `told_apart`: of the policy, by whose rules they go."""
    if not moved or not set(moved) <= {*_READ}:
        return None
    return told_apart.union({"state"}, *[_READ[name] for name in moved])
