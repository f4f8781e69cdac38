"""The clerk who knows the rules: he is told what happens, and says each morning who must hear what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.simulation.oracle.days import Days, local_day, morning
from tests.simulation.oracle.facts import Case, Leave, Promise, Telling, Waiting
from tests.simulation.oracle.periods import Period, following, period_of
from tests.simulation.oracle.rungs import Rung, falling_on

WAITS = 3  # the working day after it was made on which a claim or request stands on the list
NEAR = 7  # working days: with the second reminder a date is near
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
        self.leaves: list[Leave] = []
        self.tellings: list[Telling] = []

    def answers_for(self, person: str, day: date) -> str:
        """Who hears what is meant for this person today."""
        away = (each for each in self.leaves if each.absent == person and each.first <= day <= each.last)
        return next((each.deputy for each in away), person)

    # what happens

    def _tells(self, people: list[str], kind: str, number: int, at: datetime) -> None:
        """Outside quiet hours at once."""
        self.tellings += [Telling(each, kind, number, self.days.allowed(at)) for each in people]

    def _outcome(self, case: Case, asked: Waiting | None, at: datetime) -> None:
        """Of one's own request: to whoever made it, or to its owner where the time of him who stood in is over."""
        assert asked is not None
        his = (case.owner, case.liaison, self._speaker(case, at))
        self._tells([asked.by if asked.by in his else case.owner], "outcome", case.number, at)

    def _speaker(self, case: Case, at: datetime) -> str:
        return self.answers_for(case.owner, local_day(at))

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
        case.claim = Waiting(at, self._speaker(case, at))
        self._tells(self.coordinators, "claim", number, at)

    def returned(self, number: int, at: datetime) -> None:
        case = self.cases[number]
        self._outcome(case, case.claim, at)
        case.claim, case.began, case.idle_from = None, at, local_day(at)

    def closed(self, number: int, at: datetime) -> None:
        self.cases[number].closed = True
        self._outcome(self.cases[number], self.cases[number].claim, at)

    def extension_asked(self, number: int, at: datetime, wanted: date) -> None:
        """The first of up to ten working days is the coordinator's; any other is the leader's."""
        case = self.cases[number]
        assert case.due is not None
        self.reported(number, at, substance=True)
        alone = case.extended > 0 or self.days.since(case.due, wanted) > 10
        case.extension = Waiting(at, self._speaker(case, at), leader=alone, wanted=wanted)
        leader = [case.leader] if alone and case.leader else []
        self._tells([*self.coordinators, *leader], "request", number, at)

    def extension_decided(self, number: int, at: datetime, *, granted: bool, milestones: list[date] | None) -> None:
        case = self.cases[number]
        assert case.extension is not None
        if granted:
            case.due, case.extended = case.extension.wanted, case.extended + 1
            case.began, case.idle_from, case.asked_on = at, local_day(at), None
            case.milestones = milestones if milestones is not None else case.milestones
        self._outcome(case, case.extension, at)
        case.extension = None

    # who must hear what

    def morning(self, day: date) -> Morning:
        """Of a working day. What was said of it is to be told with `said`."""
        found = Morning()
        for case in self.cases.values():
            if rungs := falling_on(case, day, self.days):
                for person in [self.answers_for(case.owner, day), case.liaison]:
                    if person is not None:
                        found.reminders[person][case.number] = rungs
        self._desks(found, day)
        return found

    def said(self, number: int, rungs: list[Rung], day: date) -> None:
        case = self.cases[number]
        kinds = {each.kind for each in rungs}
        if "hand_out" in kinds:
            case.handed_out, case.sign_next = day, self.days.after(day)
            case.first_period = self._first_period(case, day)
        if "sign" in kinds:
            case.sign_next = self.days.after(day, 2)
        if "idle" in kinds:
            case.idle_from, case.began = day, morning(day) + timedelta.resolution  # what fell on it was before
        for promise in case.promises:
            promise.asked = promise.asked or promise.ask_on <= day
        case.said.append((day, rungs[0].about))
        case.fell += [(day, each.about) for each in rungs]
        case.asked_on = case.asked_on or day

    def _first_period(self, case: Case, day: date) -> Period | None:
        """The current one if at least five working days of it remain."""
        if case.every is None:
            return None
        period = period_of(day, case.every, case.report_day)
        remain = self.days.since(day - timedelta(days=1), period.report_day)
        return period if remain >= 5 else following(period, case.every, case.report_day)

    def digest(self, day: date) -> tuple[set[str], set[str]]:
        """Who gets the week's report, and who may: of a head only where something is behind or due."""
        must = {*self.coordinators, *(case.leader for case in self.cases.values() if case.leader)}
        may = set()
        for case in self.cases.values():
            if case.closed:
                continue
            deputy = self.answers_for(case.owner, day)
            late = case.due is not None and (day > case.due or self.days.since(day, case.due) <= NEAR)
            if late and not case.claim and case.handed_out and deputy == case.owner:
                must.add(case.owner)
            if late or case.hollow or case.percent is not None or case.every or case.claim:
                may |= {case.owner, deputy}  # whose it is while he is away, the page does not say
        return must, must | may

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
