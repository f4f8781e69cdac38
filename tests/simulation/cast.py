"""Who works in the office, who is away when, who is replaced, and what is handed out. Seeded."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from db.ledger_rows import TaskRow
from tests.office import row
from tests.simulation.oracle.days import DAY, ZONE
from tests.simulation.oracle.facts import Case, Leave

TITLES = ("修缮校舍", "治理内涝", "改造管网", "清理欠款", "建设泵站", "整治河道", "扩建医院", "修订规划", "检查燃气")
TITLES += ("更新公交",)
YEARS = 5
MAYOR = "市长"


@dataclass(frozen=True, slots=True)
class Size:
    """`urgent`: how many of the tasks are 急件, handed out one by one later on. `replaced`: heads who are."""

    heads: int
    tasks: int
    leaders: int = 2
    coordinators: int = 2
    liaisons: int = 1
    urgent: int = 0
    replaced: int = 0
    red_lines: int = 1  # of the standing tasks
    pace: float = 1.0  # how often people act, of the usual


@dataclass(slots=True)
class Cast:
    size: Size
    random: random.Random
    begins: date
    ends: date
    heads: list[str] = field(default_factory=list)
    leaders: list[str] = field(default_factory=list)
    coordinators: list[str] = field(default_factory=list)
    liaisons: dict[str, str] = field(default_factory=dict)
    pace: dict[str, float] = field(default_factory=dict)
    leaves: list[Leave] = field(default_factory=list)
    successors: dict[date, tuple[str, str]] = field(default_factory=dict)  # day → who leaves, who follows
    _turning: set[date] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.heads = [f"市第{n}局局长" for n in range(1, self.size.heads + 1)]
        self.leaders = [MAYOR, *(f"副市长{'甲乙丙丁戊己庚辛壬癸'[n]}" for n in range(self.size.leaders - 1))]
        self.coordinators = [f"督查员{'甲乙丙丁'[n]}" for n in range(self.size.coordinators)]
        self.liaisons = {head: head.replace("局长", "联络员") for head in self.heads[: self.size.liaisons]}
        # How readily each answers on a day; some hardly ever do.
        self.pace = {head: self._pace() for head in self.heads}
        self._plans_successors()
        self._plans_leaves()
        self._turning = {moment for each in self.leaves for moment in (each.first, each.last + DAY)}

    def _pace(self) -> float:
        return self.size.pace * self.random.choice((0.9, 0.6, 0.4, 0.15, 0.02))

    def _plans_successors(self) -> None:
        span = (self.ends - self.begins).days
        for place, head in enumerate(self.random.sample(self.heads, k=self.size.replaced), 1):
            day = self.begins + timedelta(days=span * place // (self.size.replaced + 1) + self.random.randint(0, 6))
            self.successors[day] = (head, f"{department_of(head)}新任局长")

    def _plans_leaves(self) -> None:
        """Every head is away some weeks of a year; another head stands in who is there, and stays in office."""
        for head in self.heads:
            first = self.begins + timedelta(days=self.random.randint(10, 80))
            while first < self.begins + timedelta(days=YEARS * 365):
                last = first + timedelta(days=self.random.randint(3, 14))
                others = [each for each in self.heads if each != head and self._is_there(each, first, last)]
                stands_in = any(
                    each.deputy == head and each.first <= last and first <= each.last for each in self.leaves
                )
                if others and not stands_in and last < self.leaves_office(head):
                    self.leaves.append(Leave(head, self.random.choice(others), first, last))
                first = last + timedelta(days=self.random.randint(60, 200))

    def leaves_office(self, head: str) -> date:
        return next((day for day, (former, _) in self.successors.items() if former == head), date.max)

    def _is_there(self, head: str, first: date, last: date) -> bool:
        away = any(each.absent == head and each.first <= last and first <= each.last for each in self.leaves)
        return not away and last < self.leaves_office(head)

    def changes(self, after: date, day: date) -> bool:
        """Whether somebody's time as a deputy has begun or ended since."""
        return any(after < each <= day for each in self._turning)

    def follows(self, former: str, new: str) -> None:
        self.heads[self.heads.index(former)] = new
        if former in self.liaisons:
            self.liaisons[new] = self.liaisons[former]
        self.pace[new] = self._pace()

    # what is handed out

    def first_tasks(self, now: datetime) -> list[Case]:
        return [self._case(number, now) for number in range(1, self.size.tasks - self.size.urgent + 1)]

    def _case(self, number: int, now: datetime) -> Case:
        owner = self.heads[number % len(self.heads)]
        leader = self.random.choice([*self.leaders, None])
        title = f"{self.random.choice(TITLES)}第{number}批"
        facts = self._kind_of_task(number, now.date())
        return Case(number, title, owner, self.liaisons.get(owner), leader, now, **facts)

    def _kind_of_task(self, number: int, today: date) -> dict[str, object]:
        if number % 6 == 0:
            every = self.random.choice(("week", "month", "month", "quarter"))
            return {"every": every, "report_day": self.random.choice((None, 25, 20)) if every == "month" else None}
        due = today + timedelta(days=self.random.randint(20, 40 + 12 * number))
        gap = (due - today).days
        wanted = sorted(self.random.sample(range(10, gap), k=min(2, gap - 10))) if self.random.random() < 0.5 else []
        source = "领导批示" if number % 4 == 0 else ""
        return {"due": due, "milestones": [today + timedelta(days=n) for n in wanted], "source": source}

    def urgent_moments(self) -> dict[date, tuple[int, datetime]]:
        """Day → number and moment: of the 急件, spread over the time, at any hour of any day."""
        span = (self.ends - self.begins).days
        found = {}
        for place in range(self.size.urgent):
            day = self.begins + timedelta(days=5 + span * place // self.size.urgent + self.random.randint(0, 4))
            at = time(self.random.choice((7, 10, 15, 17, 20, 22)), self.random.randint(1, 59))
            found[day] = (self.size.tasks - self.size.urgent + 1 + place, datetime.combine(day, at, ZONE))
        return found

    def urgent_task(self, number: int, now: datetime) -> Case:
        case = self._case(number, now)
        day = now.astimezone(ZONE).date()
        case.urgent, case.every, case.report_day, case.milestones = True, None, None, []
        case.due = day + DAY * self.random.randint(2, 12)
        return case


def department_of(head: str) -> str:
    return head.split("局")[0] + "局"


def rows_of(cases: Sequence[Case]) -> list[TaskRow]:
    return [_row(case) for case in cases]


def _row(case: Case) -> TaskRow:
    return row(
        case.title,
        no=case.number,
        owner=case.owner,
        due=case.due.isoformat() if case.due else None,
        leader=case.leader or "",
        every=case.every,
        report_day=case.report_day,
        urgent=case.urgent,
        source=case.source or "重点工作",
        department=department_of(case.owner),
        milestones=[(f"节点{n}", day.isoformat()) for n, day in enumerate(case.milestones)],
    )
