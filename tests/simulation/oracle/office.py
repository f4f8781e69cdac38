"""The clerk who knows the rules: he is told what happens, and says who must hear what."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.simulation.oracle import lists, matter_steps, reports
from tests.simulation.oracle.days import DAY, Days, local_day, morning
from tests.simulation.oracle.facts import Case, Leave, Order, Promise, Telling, Waiting
from tests.simulation.oracle.lists import Morning
from tests.simulation.oracle.matters import Draft
from tests.simulation.oracle.periods import Period, following, period_of
from tests.simulation.oracle.rungs import Rung, falling_on

SIGN_WITHIN = timedelta(hours=2)  # 急件
LOOKED_BACK_AFTER = 30  # working days
ANSWERED_WITHIN = 2  # working days: a 督办单


class Clerk:
    """`never_to`: leaders whom no 专报 reaches. `looked_back`: the sources whose closed tasks are looked at again."""

    def __init__(
        self, days: Days, coordinators: list[str], *, never_to: str = "市长", looked_back: str = "领导批示"
    ) -> None:
        self.days = days
        self.coordinators = coordinators
        self.never_to = never_to
        self.looked_back = looked_back
        self.cases: dict[int, Case] = {}
        self.leaves: list[Leave] = []
        self.orders = 0
        self.tellings: list[Telling] = []
        self.drafts: list[Draft] = []

    def answers_for(self, person: str, day: date) -> str:
        """Who hears what is meant for this person today."""
        away = (each for each in self.leaves if each.absent == person and each.first <= day <= each.last)
        return next((each.deputy for each in away), person)

    def reached(self, case: Case, day: date) -> list[str]:
        """Who hears a reminder: its owner or his deputy, and its liaison."""
        return [each for each in (self.answers_for(case.owner, day), case.liaison) if each is not None]

    # what happens

    def _tells(self, people: list[str], kind: str, case: Case, at: datetime) -> None:
        """Outside quiet hours at once."""
        allowed = self.days.urgent_allowed if case.urgent else self.days.allowed
        self.tellings += [Telling(each, kind, case.number, allowed(at)) for each in people]

    def _outcome(self, case: Case, asked: Waiting | None, at: datetime) -> None:
        """Of one's own request: to whoever made it, or to its owner where the time of him who stood in is over."""
        assert asked is not None
        his = (case.owner, case.liaison, self._speaker(case, at))
        self._tells([asked.by if asked.by in his else case.owner], "outcome", case, at)

    def _speaker(self, case: Case, at: datetime) -> str:
        return self.answers_for(case.owner, local_day(at))

    def imported(self, case: Case) -> None:
        self.cases[case.number] = case
        self._is_given(case, case.imported)

    def _is_given(self, case: Case, at: datetime) -> None:
        case.imported = case.began = at
        if case.urgent:
            case.hand_out_at = self.days.urgent_allowed(at)

    def replaced(self, former: str, new: str, at: datetime) -> None:
        """Another head: whatever is unfinished is handed out to him anew."""
        for case in self.cases.values():
            matter_steps.taken_over(case, former, new)
            if case.owner == former:
                case.owner = new
                if case.closed:
                    case.left = True
                else:
                    self._hands_over(case, at)

    def _hands_over(self, case: Case, at: datetime) -> None:
        case.handed_out = case.signed = case.sign_next = case.sign_at = None
        case.asked_at = case.put_up = case.idle_from = None
        case.left = False
        self._is_given(case, at)

    def _answered(self, case: Case, at: datetime) -> None:
        """Any report or claim signs for its task and ends its silence."""
        case.asked_at = case.put_up = None
        if case.signed is None:
            case.signed, case.idle_from, case.sign_at = at, local_day(at), None

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
        """What was promised for a later day and is reached already is not asked about any more. An answer of substance
        is the end of a 督办单, of which its writer hears."""
        case = self.cases[number]
        self._answered(case, at)
        case.promises = [each for each in case.promises if each.asked or each.percent > (percent or 0)]
        case.hollow = not substance
        if substance:
            case.idle_from = local_day(at)
            if case.order is not None:
                self._tells([case.order.by], "outcome", case, at)
                case.order = None
        if period is not None:
            case.reported[period] = substance or case.reported.get(period, False)
        matter_steps.heard_of(self, case, at, substance=substance)

    def promised(self, number: int, at: datetime, by: date, percent: float) -> None:
        """A new date replaces an open promise before its day."""
        case = self.cases[number]
        self.reported(number, at, substance=True)
        case.promises = [each for each in case.promises if each.asked or each.ask_on <= local_day(at)]
        ask_on = by if case.urgent else self.days.at_or_after(by)
        if morning(ask_on) <= at:
            ask_on = local_day(at) + DAY if case.urgent else self.days.next_morning(at)
        case.promises.append(Promise(by, percent, at, ask_on))

    def claimed(self, number: int, at: datetime) -> None:
        case = self.cases[number]
        self.reported(number, at, substance=True, percent=100)
        case.claim, case.difficulty = Waiting(at, self._speaker(case, at)), None
        self._tells(self.coordinators, "claim", case, at)

    def met_difficulty(self, number: int, at: datetime) -> None:
        """困难: the office's, until its head says that it is over or that the work is done."""
        self.reported(number, at, substance=True)
        matter_steps.met(self, number, at)

    def overcame(self, number: int, at: datetime) -> None:
        self.reported(number, at, substance=True)
        self.cases[number].difficulty = None

    def returned(self, number: int, at: datetime) -> None:
        case = self.cases[number]
        self._outcome(case, case.claim, at)
        case.claim, case.began, case.idle_from = None, at, local_day(at)

    def closed(self, number: int, at: datetime) -> None:
        case = self.cases[number]
        self._outcome(case, case.claim, at)
        case.closed, case.claim, case.extension, case.decision = True, None, None, None
        matter_steps.carried_out(self, case, at)
        self._looks_back(case, at)

    def _looks_back(self, case: Case, at: datetime) -> None:
        if case.source == self.looked_back:
            case.look_back = self.days.after(local_day(at), LOOKED_BACK_AFTER)

    def looked_at(self, number: int, at: datetime, found: str) -> None:
        """巩固, 反弹 or 重新打开: its owner hears of the last two."""
        case = self.cases[number]
        case.look_back = None
        if found == "反弹":
            self._looks_back(case, at)
        if found == "重新打开":
            case.closed, case.began, case.idle_from = False, at, local_day(at)
            if case.left:
                self._hands_over(case, at)
        if found != "巩固":
            self._tells([self._speaker(case, at)], "outcome", case, at)

    def extension_asked(self, number: int, at: datetime, wanted: date) -> None:
        """The first of up to ten working days is the coordinator's, not of a 急件 or 批示; others the leader's."""
        case = self.cases[number]
        assert case.due is not None
        self.reported(number, at, substance=True)
        alone = case.extended > 0 or self.days.since(case.due, wanted) > 10
        alone = alone or case.urgent or case.source == "领导批示"
        case.extension = Waiting(at, self._speaker(case, at), leader=alone, wanted=wanted)
        leader = [case.leader] if alone and case.leader else []
        self._tells([*self.coordinators, *leader], "request", case, at)

    def extension_decided(self, number: int, at: datetime, *, granted: bool, milestones: list[date] | None) -> None:
        case = self.cases[number]
        assert case.extension is not None
        if granted:
            case.due, case.extended = case.extension.wanted, case.extended + 1
            case.began, case.idle_from, case.asked_at, case.put_up = at, local_day(at), None, None
            case.milestones = milestones if milestones is not None else case.milestones
        self._outcome(case, case.extension, at)
        case.extension = None

    def decision_asked(self, number: int, at: datetime) -> None:
        """请示: options, of which its leader takes one."""
        case = self.cases[number]
        self.reported(number, at, substance=True)
        case.decision = Waiting(at, self._speaker(case, at), leader=True)
        leader = [case.leader] if case.leader else []
        self._tells([*self.coordinators, *leader], "request", case, at)

    def decided(self, number: int, at: datetime) -> None:
        case = self.cases[number]
        self._outcome(case, case.decision, at)
        case.decision = None

    def ordered(self, numbers: list[int], at: datetime, by: str) -> None:
        """A 督办单 was issued."""
        self.orders += 1
        day = self.days.after(local_day(at), ANSWERED_WITHIN)
        for number in numbers:
            self.cases[number].order = Order(self.orders, by, day)

    def ordered_with(self, number: int) -> set[int]:
        """The unanswered tasks of the 督办单 of this one."""
        order = self.cases[number].order
        return {number for number, case in self.cases.items() if order is not None and case.order == order}

    def put_up(self, numbers: list[int], at: datetime) -> None:
        """A 专报 was written: its leader reads it the next morning; of a 急件 at once."""
        for number in numbers:
            case = self.cases[number]
            case.put_up = local_day(self.days.urgent_allowed(at)) if case.urgent else self.days.next_morning(at)

    # who must hear what

    def morning(self, day: date) -> Morning:
        """What was said of it is to be told with `said`. On days off only 急件 speak."""
        found = Morning()
        for case in self.cases.values():
            if (case.urgent or self.days.working(day)) and (rungs := falling_on(case, day, self.days)):
                heard = found.urgent if case.urgent else found.reminders
                for person in self.reached(case, day):
                    heard[person][case.number] = rungs
        if self.days.working(day):
            lists.of_the_morning(self, found, day)
        return found

    def evening(self, day: date) -> dict[str, dict[int, set[str]]]:
        """事不过夜: person → number of each 急件 → what is still open about it."""
        return lists.of_the_evening(self, day)

    def digest(self, day: date) -> tuple[set[str], set[str]]:
        """Who gets the week's report, and who may."""
        return reports.of_the_week(self, day)

    def next_urgent(self) -> datetime | None:
        """The next moment of the day, besides the morning, at which a 急件 is spoken of."""
        moments = [each for case in self.cases.values() if not case.closed for each in (case.hand_out_at, case.sign_at)]
        return min((each for each in moments if each is not None), default=None)

    def urgent_at(self, moment: datetime) -> dict[str, dict[int, list[Rung]]]:
        """What is said at such a moment."""
        found: dict[str, dict[int, list[Rung]]] = {}
        for case in self.cases.values():
            rung = "hand_out" if case.hand_out_at == moment else "sign" if case.sign_at == moment else None
            if rung and not case.closed and not case.claim:
                for person in self.reached(case, local_day(moment)):
                    found.setdefault(person, {})[case.number] = [Rung(rung)]
        return found

    def said_at(self, moment: datetime) -> None:
        """What a 急件 was said of at such a moment has been said."""
        for case in self.cases.values():
            if case.hand_out_at == moment:
                case.hand_out_at, case.handed_out = None, local_day(moment)
                case.sign_at = None if case.signed else self.days.urgent_allowed(moment + SIGN_WITHIN)
                case.asked_at = case.asked_at or moment
            elif case.sign_at == moment:
                case.sign_at, case.sign_next = None, local_day(moment) + DAY
                case.asked_at = case.asked_at or moment

    def said(self, number: int, rungs: list[Rung], day: date) -> None:
        """On a morning."""
        case = self.cases[number]
        kinds = {each.kind for each in rungs}
        if "hand_out" in kinds:
            case.handed_out, case.sign_next = day, self.days.after(day)
            case.first_period = case.first_period or self._first_period(case, day)
        if "sign" in kinds:
            case.sign_next = day + DAY if case.urgent else self.days.after(day, 2)
        if "idle" in kinds:
            case.idle_from, case.began = day, morning(day) + timedelta.resolution  # what fell on it was before
        for promise in case.promises:
            promise.asked = promise.asked or promise.ask_on <= day
        case.said.append((day, rungs[0].about))
        case.fell += [(day, each.about) for each in rungs]
        case.asked_at = case.asked_at or morning(day)

    def _first_period(self, case: Case, day: date) -> Period | None:
        """The current one if at least five working days of it remain."""
        if case.every is None:
            return None
        period = period_of(day, case.every, case.report_day)
        remain = self.days.since(day - timedelta(days=1), period.report_day)
        return period if remain >= 5 else following(period, case.every, case.report_day)
