"""The clerk who knows the rules: he is told what happens, and says each morning who must hear what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.simulation.oracle.days import Days, local_day, morning
from tests.simulation.oracle.facts import Case, Promise, Waiting
from tests.simulation.oracle.periods import Period, following, period_of
from tests.simulation.oracle.rungs import Rung, falling_on

WAITS = 3  # the working day after it was made on which a claim or request stands on the list
LISTED = 2  # working days of silence


@dataclass(slots=True)
class Morning:
    """`reminders`: person → number of the task → the rungs of which he hears the worst. `desk`: person → lines."""

    reminders: dict[str, dict[int, list[Rung]]] = field(default_factory=lambda: defaultdict(dict))
    desk: dict[str, Desk] = field(default_factory=dict)


@dataclass(slots=True)
class Desk:
    """`silent`: owner → days of silence by number. `waiting`: numbers whose claim or request waits."""

    silent: dict[str, dict[int, int]]
    waiting: set[int]


class Clerk:
    def __init__(self, days: Days, coordinators: list[str]) -> None:
        self.days = days
        self.coordinators = coordinators
        self.cases: dict[int, Case] = {}

    # what happens

    def imported(self, case: Case) -> None:
        self.cases[case.number] = case

    def _answered(self, case: Case, at: datetime) -> None:
        """Any report or claim signs for its task and ends its silence."""
        case.asked_on = None
        if case.signed is None:
            case.signed, case.idle_from = at, local_day(at)

    def signed(self, number: int, at: datetime) -> None:
        self._answered(self.cases[number], at)

    def reported(
        self,
        number: int,
        at: datetime,
        *,
        substance: bool,
        period: Period | None = None,
        percent: float | None = None,
    ) -> None:
        """What was promised for a later day and is reached already is not asked about any more."""
        case = self.cases[number]
        self._answered(case, at)
        case.promises = [each for each in case.promises if each.asked or each.percent > (percent or 0)]
        case.hollow = not substance
        if substance:
            case.idle_from = local_day(at)
        if period is not None:
            case.reported[period] = substance or case.reported.get(period, False)

    def promised(self, number: int, at: datetime, by: date, percent: float) -> None:
        """A new date replaces an open promise before its day."""
        case = self.cases[number]
        self.reported(number, at, substance=True)
        case.promises = [each for each in case.promises if each.asked or each.ask_on <= local_day(at)]
        ask_on = self.days.at_or_after(by)
        if morning(ask_on) <= at:
            ask_on = self.days.next_morning(at)
        case.promises.append(Promise(by, percent, at, ask_on))

    def claimed(self, number: int, at: datetime) -> None:
        case = self.cases[number]
        self.reported(number, at, substance=True, percent=100)
        case.claim = Waiting(at)

    def returned(self, number: int, at: datetime) -> None:
        case = self.cases[number]
        case.claim, case.began = None, at

    def closed(self, number: int) -> None:
        self.cases[number].closed = True

    def extension_asked(self, number: int, at: datetime, wanted: date) -> None:
        """The first of up to ten working days is the coordinator's; any other is the leader's."""
        case = self.cases[number]
        assert case.due is not None
        self.reported(number, at, substance=True)
        alone = case.extended > 0 or self.days.since(case.due, wanted) > 10
        case.extension = Waiting(at, leader=alone, wanted=wanted)

    def extension_decided(self, number: int, at: datetime, *, granted: bool, milestones: list[date] | None) -> None:
        case = self.cases[number]
        assert case.extension is not None
        if granted:
            case.due, case.began, case.extended = case.extension.wanted, at, case.extended + 1
            case.milestones = milestones if milestones is not None else case.milestones
        case.extension = None

    # who must hear what

    def morning(self, day: date) -> Morning:
        """Of a working day. What is said here is remembered as said."""
        found = Morning()
        for case in self.cases.values():
            if rungs := falling_on(case, day, self.days):
                self._say(case, rungs, day)
                for person in [case.owner, case.liaison]:
                    if person is not None:
                        found.reminders[person][case.number] = rungs
        self._desks(found, day)
        return found

    def _say(self, case: Case, rungs: list[Rung], day: date) -> None:
        kinds = {each.kind for each in rungs}
        if "hand_out" in kinds:
            case.handed_out, case.sign_next = day, self.days.after(day)
            case.first_period = self._first_period(case, day)
        if "sign" in kinds:
            case.sign_next = self.days.after(day, 2)
        if "idle" in kinds:
            case.idle_from, case.began = day, morning(day)
        for promise in case.promises:
            promise.asked = promise.asked or promise.ask_on <= day
        case.said.append((day, rungs[0].about))
        case.asked_on = case.asked_on or day

    def _first_period(self, case: Case, day: date) -> Period | None:
        """The current one if at least five working days of it remain."""
        if case.every is None:
            return None
        period = period_of(day, case.every, case.report_day)
        remain = self.days.since(day - timedelta(days=1), period.report_day)
        return period if remain >= 5 else following(period, case.every, case.report_day)

    def _desks(self, found: Morning, day: date) -> None:
        silent: dict[str, dict[int, int]] = defaultdict(dict)
        for case in self.cases.values():
            since = case.silent_since
            if since is not None and (n := self.days.since(since, day)) >= LISTED:
                silent[case.owner][case.number] = n
        waits, rings = self._waiting(day, leader=None)
        if silent or rings:
            for name in self.coordinators:
                found.desk[name] = Desk(dict(silent), waits)
        for leader in {case.leader for case in self.cases.values() if case.leader}:
            waits, rings = self._waiting(day, leader=leader)
            if rings:
                found.desk[leader] = Desk({}, waits)

    def _waiting(self, day: date, *, leader: str | None) -> tuple[set[int], bool]:
        """Whose claim or request has waited for so long, and whether the list goes out for it today."""
        numbers, rings = set(), False
        for case in self.cases.values():
            for each in (case.claim, case.extension):
                if case.closed or each is None or (leader and (not each.leader or case.leader != leader)):
                    continue
                n = self.days.since(local_day(each.made), day)
                if n >= WAITS:
                    numbers.add(case.number)
                    rings = rings or (n - WAITS) % 2 == 0
        return numbers, rings
