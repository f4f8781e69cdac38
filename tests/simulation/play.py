"""Years of an office: heads who answer, are late or silent, and an office that decides or does not. Seeded."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from functools import partial

from db.models import Role
from schedules.steps import importing
from tests.simulation.acts import Act, People
from tests.simulation.cast import Cast, Size, department_of, rows_of
from tests.simulation.comparing import MINUTE, Comparison, Score
from tests.simulation.heard import Listener
from tests.simulation.oracle.days import DAY, ZONE, Days, local_day
from tests.simulation.oracle.facts import Case
from tests.simulation.oracle.office import Clerk
from tests.simulation.town import Town, opened

START = datetime(2022, 1, 4, 9, 30, tzinfo=ZONE).astimezone(UTC)
POLICY = "[urgent]\nto_leader = true\n"

Moments = list[tuple[datetime, Act]]


class Office:
    def __init__(self, town: Town, size: Size, seed: int, end: date) -> None:
        self.town = town
        self.random = random.Random(seed)
        self.end = end
        self.days = Days(town.service.policy.calendar.is_workday)
        self.cast = Cast(size, self.random, local_day(START), end)
        self.clerk = Clerk(self.days, self.cast.coordinators)
        self.clerk.leaves = self.cast.leaves
        self.listener = Listener(town)
        self.compared = Comparison(self.clerk, self.days, self.listener)
        self.people = People(town, self.cast, self.clerk, self.compared)
        self.urgent = self.cast.urgent_moments()
        self._looked_at_posts = local_day(START)

    @property
    def now(self) -> datetime:
        return self.town.clock.now

    @property
    def score(self) -> Score:
        return self.compared.score

    # the office opens

    async def opens(self) -> None:
        cast = self.cast
        async with self.town.step("import-people") as context:
            for leader in cast.leaders:
                await importing.import_leader(context, leader)
            for head in cast.heads:
                department = department_of(head)
                liaisons = [cast.liaisons[head]] if head in cast.liaisons else []
                await importing.import_department(
                    context, department, aliases=[department[1:]], heads=[head], liaisons=liaisons
                )
        for name in cast.coordinators:
            await self.town.enrol(name, Role.COORDINATOR)
        for name in [*cast.leaders, *cast.heads, *cast.liaisons.values()]:
            await self.town.enrol(name)
        await self.town.appoints_deputies(cast.leaves)
        await self.listener.learns_names()
        cases = cast.first_tasks(self.now)
        await self._imports(cases, "台账")
        await self.people.matters.asks_whether([each for each in cases if each.every][: cast.size.red_lines])

    async def _imports(self, cases: Sequence[Case], name: str) -> None:
        async with self.town.step("import") as context:
            await importing.import_ledger(context, rows_of(cases), name=name, base_date=context.today)
        for case in cases:
            self.clerk.imported(case)

    async def _hands_out_urgent(self, number: int) -> None:
        case = self.cast.urgent_task(number, self.now)
        await self._imports([case], f"急件{number}")
        if self.clerk.next_urgent() == self.now:
            await self._rings_urgent(self.now)

    async def _replaces(self, former: str, new: str) -> None:
        await self.town.replaces(former, new)
        await self.listener.learns_names()
        self.cast.follows(former, new)
        self.clerk.replaced(former, new, self.now)

    # time

    async def plays(self) -> None:
        day = local_day(self.now)
        await self._day(day, first=True)
        while (day := day + DAY) <= self.end:
            await self._day(day)

    async def _day(self, day: date, *, first: bool = False) -> None:
        if not first:
            await self._wakes(day)
        for at, act in sorted(self._acts(day), key=lambda each: each[0]):
            await self._moves(at)
            await act()
        await self.compared.rest(day, self.now)

    async def _wakes(self, day: date) -> None:
        """A day off on which nothing is due is slept through. On Mondays nothing goes a minute early."""
        morning = self.town.local(day, "09:00")
        due = self.town.looking.next_due()
        works = self.days.working(day)
        if works and day.weekday() == 0:
            await self._moves(morning - MINUTE)
            await self.town.ring("matters")
        if works or (due is not None and due <= morning) or any(self.clerk.morning(day).urgent):
            await self._moves(morning)
            posts = ["posts"] if self.cast.changes(self._looked_at_posts, day) else []
            self._looked_at_posts = day
            await self.town.ring(*posts, "agenda", "matters")
            await self.compared.morning(day)
            if works:
                self.compared.dates(day)

    async def _moves(self, moment: datetime) -> None:
        """To the next moment at which something happens, and so on. Between two of them the timetable finds nothing to
        do, so it rings where a row of the agenda has come."""
        while (stop := self._next_stop()) is not None and stop < moment:
            self.town.clock.now = max(stop, self.now)
            if stop == self.clerk.next_urgent():
                await self._rings_urgent(stop)
            elif stop == self.town.held_until:
                await self.town.settle()
            else:
                await self.town.ring("agenda", "matters")
        self.town.clock.now = max(moment, self.now)

    def _next_stop(self) -> datetime | None:
        held = self.town.held_until
        moments = (
            held if held and held > self.now else None,
            self.town.looking.next_due(),
            self.clerk.next_urgent(),
        )
        return min((each for each in moments if each is not None), default=None)

    async def _rings_urgent(self, moment: datetime) -> None:
        await self.town.ring("agenda", "matters")
        await self.compared.urgent(moment)

    # what happens on a day

    def _acts(self, day: date) -> Moments:
        acts: Moments = []
        if day in self.urgent:
            number, at = self.urgent[day]
            acts.append((at.astimezone(UTC), partial(self._hands_out_urgent, number)))
        if day in self.urgent or any(case.urgent and self._is_open(case, day) for case in self.clerk.cases.values()):
            acts.append((self.town.local(day, "18:00"), partial(self._evening, day)))
        if self.days.working(day):
            acts += self._works(day)
        return acts

    def _is_open(self, case: Case, day: date) -> bool:
        """Or may be opened again today."""
        return not case.closed or (case.look_back is not None and case.look_back <= day)

    def _works(self, day: date) -> Moments:
        acts: Moments = []
        if self.days.ends_week(day):
            acts.append((self.town.local(day, "16:00"), partial(self._ends_week, day)))
        if (successor := self._successor(day)) is not None:
            acts.append((self._moment(day), partial(self._replaces, *successor)))
        for head in self.cast.heads:
            if self.random.random() < self.cast.pace[head] and self.cast.leaves_office(head) > day:
                acts.append((self._moment(day), partial(self.people.head_works, head)))
        acts.append((self._moment(day), self.people.office_decides))
        acts.append((self._moment(day), self.people.office_follows_up))
        for leader in self.cast.leaders:
            acts.append((self._moment(day), partial(self.people.leader_decides, leader)))
        return acts

    def _successor(self, day: date) -> tuple[str, str] | None:
        """Whoever was to follow on this day, or on a day off before it."""
        due = min((each for each in self.cast.successors if each <= day), default=None)
        return self.cast.successors.pop(due) if due else None

    def _moment(self, day: date) -> datetime:
        """After the morning; now and then in quiet hours."""
        hour, minute = self.random.choice((9, 10, 10, 11, 12, 14, 15, 16, 17, 18, 20)), self.random.randint(5, 59)
        return datetime.combine(day, time(hour, minute, self.random.randint(0, 59)), ZONE).astimezone(UTC)

    async def _ends_week(self, day: date) -> None:
        await self.town.ring("agenda", "digest")
        await self.compared.digest(day)
        if day.day <= 7:  # once a month
            await self.compared.laws(day, self.now)

    async def _evening(self, day: date) -> None:
        await self.town.ring("agenda")
        await self.compared.evening(day)


@asynccontextmanager
async def played(size: Size, *, seed: int, end: date) -> AsyncIterator[Office]:
    async with opened(START, policy_text=POLICY) as town:
        office = Office(town, size, seed, end)
        await office.opens()
        await office.plays()
        yield office
