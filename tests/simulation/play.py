"""Two years of an office: heads who answer, are late or silent, and an office that decides or does not. Seeded."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from db.ledger_rows import TaskRow
from db.models import Role
from schedules.steps import importing
from tests.office import row
from tests.simulation.heard import Listener, Said
from tests.simulation.oracle.days import DAY, ZONE, Days
from tests.simulation.oracle.facts import Case, Leave, Telling
from tests.simulation.oracle.office import Clerk, Desk
from tests.simulation.oracle.periods import Period, period_of
from tests.simulation.oracle.rungs import Rung
from tests.simulation.town import Town, opened

OF_THE_MORNING = ("morning", "desk")
MINUTE = timedelta(minutes=1)
Act = Callable[[], Awaitable[None]]
START = datetime(2022, 1, 4, 9, 30, tzinfo=ZONE).astimezone(UTC)
TITLES = ("修缮校舍", "治理内涝", "改造管网", "清理欠款", "建设泵站", "整治河道", "扩建医院", "修订规划", "检查燃气")
TITLES += ("更新公交",)


@dataclass(frozen=True, slots=True)
class Size:
    heads: int
    tasks: int
    leaders: int = 2
    coordinators: int = 2
    liaisons: int = 1
    pace: float = 1.0  # how often people act, of the usual


@dataclass(slots=True)
class Score:
    """`differences`: what the oracle expected and did not find, and what nobody expected."""

    differences: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def differs(self, day: date, text: str) -> None:
        self.differences.append(f"{day} {text}")


class Office:
    def __init__(self, town: Town, size: Size, seed: int) -> None:
        self.town = town
        self.size = size
        self.random = random.Random(seed)
        self.days = Days(town.service.policy.calendar.is_workday)
        self.heads = [f"市第{n}局局长" for n in range(1, size.heads + 1)]
        self.leaders = [f"副市长{'甲乙丙丁戊己庚辛壬癸'[n]}" for n in range(size.leaders)]
        self.coordinators = [f"督查员{'甲乙丙丁'[n]}" for n in range(size.coordinators)]
        self.liaisons = {head: head.replace("局长", "联络员") for head in self.heads[: size.liaisons]}
        # How readily each answers on a day; some hardly ever do.
        self.pace = {head: size.pace * self.random.choice((0.9, 0.6, 0.4, 0.15, 0.02)) for head in self.heads}
        self.clerk = Clerk(self.days, self.coordinators)
        self.score = Score()
        self.listener: Listener
        self.heard_today: list[Said] = []
        self.acts: list[str] = []  # for whoever reads a difference

    @property
    def now(self) -> datetime:
        return self.town.clock.now

    # the office opens

    async def opens(self) -> None:
        async with self.town.step("import-people") as context:
            for leader in self.leaders:
                await importing.import_leader(context, leader)
            for head in self.heads:
                department = head.removesuffix("局长")
                liaisons = [self.liaisons[head]] if head in self.liaisons else []
                await importing.import_department(
                    context, department, aliases=[department[1:]], heads=[head], liaisons=liaisons
                )
        for name in self.coordinators:
            await self.town.enrol(name, Role.COORDINATOR)
        for name in [*self.leaders, *self.heads, *self.liaisons.values()]:
            await self.town.enrol(name)
        self._plans_leaves()
        await self.town.appoints_deputies(self.clerk.leaves)
        self.listener = Listener(self.town, await self.town.names())
        await self._hands_out()

    def _plans_leaves(self) -> None:
        """Every head is away some weeks of a year; another head stands in who is there."""
        for head in self.heads:
            first = START.date() + timedelta(days=self.random.randint(10, 80))
            while first < START.date() + timedelta(days=5 * 365):
                last = first + timedelta(days=self.random.randint(3, 14))
                others = [each for each in self.heads if each != head and not self._is_away(each, first, last)]
                if others and not any(
                    each.deputy == head and each.first <= last and first <= each.last for each in self.clerk.leaves
                ):
                    self.clerk.leaves.append(Leave(head, self.random.choice(others), first, last))
                first = last + timedelta(days=self.random.randint(60, 200))

    def _is_away(self, head: str, first: date, last: date) -> bool:
        return any(each.absent == head and each.first <= last and first <= each.last for each in self.clerk.leaves)

    async def _hands_out(self) -> None:
        rows, cases = [], []
        for number in range(1, self.size.tasks + 1):
            owner = self.heads[number % len(self.heads)]
            leader = self.random.choice([*self.leaders, None])
            title = f"{self.random.choice(TITLES)}第{number}批"
            facts = self._kind_of_task(number)
            case = Case(number, title, owner, self.liaisons.get(owner), leader, self.now, **facts)
            cases.append(case)
            rows.append(_row(case))
        async with self.town.step("import") as context:
            await importing.import_ledger(context, rows, name="台账", base_date=context.today)
        for case in cases:
            self.clerk.imported(case)

    def _kind_of_task(self, number: int) -> dict[str, object]:
        if number % 6 == 0:
            every = self.random.choice(("week", "month", "month", "quarter"))
            return {"every": every, "report_day": self.random.choice((None, 25, 20)) if every == "month" else None}
        due = self.now.date() + timedelta(days=self.random.randint(20, 60 + 20 * number))
        gap = (due - self.now.date()).days
        wanted = sorted(self.random.sample(range(10, gap), k=min(2, gap - 10))) if self.random.random() < 0.5 else []
        return {"due": due, "milestones": [self.now.date() + timedelta(days=n) for n in wanted]}

    # time

    async def until(self, end: date) -> None:
        day = self.now.astimezone(ZONE).date()
        await self._day(day, first=True)
        while (day := day + DAY) <= end:
            await self._day(day)

    async def _day(self, day: date, *, first: bool = False) -> None:
        if not first:
            await self._wakes(day)
        if self.days.working(day):
            afternoon = self.town.local(day, "16:00")
            for at, act in sorted(self._acts(day), key=lambda each: each[0]):
                if self.now < afternoon < at:
                    await self._moves(afternoon, rings=True)
                await self._moves(at, rings=at == afternoon)
                await act()
        await self._compares_rest(day)

    async def _wakes(self, day: date) -> None:
        """A day off on which nothing is due is slept through."""
        morning = self.town.local(day, "09:00")
        due = await self.town.next_due()
        if self.days.working(day) or (due is not None and due <= morning):
            await self._moves(morning, rings=True)
            await self._compares_morning(day)
            await self._compares_dates(day)

    async def _moves(self, moment: datetime, *, rings: bool = False) -> None:
        """To the next moment at which something happens. Between two of them the timetable finds nothing to do, so it
        rings in the morning, at 16:00, and where a row of the agenda has come."""
        while (held := self.town.held_until) is not None and self.now < held < moment:
            self.town.clock.now = held
            await self.town.settle()
        if moment <= self.now:
            return
        self.town.clock.now = moment
        if rings:
            await self.town.ring("posts", "agenda", "digest", "matters")
        elif (due := await self.town.next_due()) is not None and due <= moment:
            await self.town.ring("agenda", "matters")
        else:
            await self.town.settle()

    # what people do

    def _acts(self, day: date) -> list[tuple[datetime, Act]]:
        acts: list[tuple[datetime, Act]] = []
        if self.days.ends_week(day):
            acts.append((self.town.local(day, "16:00"), partial(self._compares_digest, day)))
        for head in self.heads:
            if self.random.random() < self.pace[head]:
                acts.append((self._moment(day), partial(self._head_works, head)))
        acts.append((self._moment(day), self._office_decides))
        for leader in self.leaders:
            acts.append((self._moment(day), partial(self._leader_decides, leader)))
        return acts

    def _moment(self, day: date) -> datetime:
        """After the morning; now and then in quiet hours."""
        hour, minute = self.random.choice((9, 10, 10, 11, 12, 14, 15, 16, 17, 18, 20)), self.random.randint(5, 59)
        return datetime.combine(day, time(hour, minute, self.random.randint(0, 59)), ZONE).astimezone(UTC)

    async def _head_works(self, head: str) -> None:
        mine = [each for each in self.clerk.cases.values() if self._answers_now(each, head) and each.handed_out]
        unsigned = [each for each in mine if each.signed is None]
        if unsigned and self.random.random() < 0.5:
            await self._signs(head)
        able = [each for each in mine if each.claim is None]
        asked = [each for each in able if each.asked_on]
        for case in self.random.sample(asked, k=min(len(asked), 3)) or self.random.sample(able, k=min(len(able), 1)):
            await self._reports(case)

    def _answers_now(self, case: Case, head: str) -> bool:
        today = self.now.astimezone(ZONE).date()
        return not case.closed and self.clerk.answers_for(case.owner, today) == head

    async def _signs(self, head: str) -> None:
        message = self.town.newest(head, "全部签收")
        if message is None:
            return
        now = self.now
        self.acts.append(f"{now.astimezone(ZONE):%m-%d %H:%M} {head}: 全部签收")
        await self.town.taps(head, "全部签收", under=message)
        for said in await self._answers(head):
            for number in said.facts.get("items", ()):
                if self.clerk.cases[number].signed is None:
                    self.clerk.signed(number, now)

    async def _reports(self, case: Case) -> None:
        today = self.now.astimezone(ZONE).date()
        if case.every:
            await self._reports_period(case, case.every, today)
            return
        assert case.due is not None
        near = (case.due - today).days < 15
        acts = {self._says_percent: 5, self._says_hollow: 1, self._promises: 2, self._claims: 4 if near else 1}
        if near and case.extension is None:
            acts[self._asks_extension] = 2
        await self.random.choices(list(acts), list(acts.values()))[0](case, today)

    async def _says_percent(self, case: Case, today: date) -> None:
        case.percent = min(95, (case.percent or 0) + self.random.randint(3, 15))
        now = await self._says(case, f"{case.number}号完成{case.percent}%")
        self.clerk.reported(case.number, now, substance=True, percent=case.percent)

    async def _says_hollow(self, case: Case, today: date) -> None:
        now = await self._says(case, f"{case.number}号正在推进", asked_back=True)
        self.clerk.reported(case.number, now, substance=False)

    async def _promises(self, case: Case, today: date) -> None:
        assert case.due is not None
        by = min(case.due, today + timedelta(days=self.random.randint(1, 15)))
        if by <= today:
            await self._says_percent(case, today)
            return
        percent = min(98, (case.percent or 0) + 10)
        now = await self._says(case, f"{case.number}号{_spoken(by)}前完成{percent}%")
        self.clerk.promised(case.number, now, by, percent)

    async def _claims(self, case: Case, today: date) -> None:
        now = await self._says(case, f"{case.number}号已办结")
        self.clerk.claimed(case.number, now)

    async def _asks_extension(self, case: Case, today: date) -> None:
        assert case.due is not None
        wanted = max(case.due, today) + timedelta(days=self.random.choice((7, 10, 30)))
        now = await self._says(case, f"{case.number}号申请延期到{_spoken(wanted)}，因为材料未到")
        self.clerk.extension_asked(case.number, now, wanted)

    async def _reports_period(self, case: Case, every: str, today: date) -> None:
        period = period_of(today, every, case.report_day)
        before = period_of(period.first - DAY, every, case.report_day)
        late = case.first_period and before >= case.first_period and before not in case.reported
        if late and self.days.since(before.report_day, today) <= (1 if every == "week" else 5):
            period = before
        now = await self._says(
            case, f"{case.number}号{_name_of(period, every, today)}已报送，共{self.random.randint(2, 9)}件"
        )
        self.clerk.reported(case.number, now, substance=True, period=period)

    async def _says(self, case: Case, words: str, *, asked_back: bool = False) -> datetime:
        """The moment at which it was said. What is said plainly must be understood without a question."""
        now = self.now
        speaker = self.clerk.answers_for(case.owner, now.astimezone(ZONE).date())
        self.acts.append(f"{now.astimezone(ZONE):%m-%d %H:%M} {speaker}: {words}")
        await self.town.says(speaker, words)
        answers = await self._answers(speaker)
        understood = any(each.facts.get("rows") and (asked_back or not each.facts.get("questions")) for each in answers)
        if not understood:
            self.score.differs(now.astimezone(ZONE).date(), f"{words}: {[each.text for each in answers]}")
        self.score.counts["reports"] += 1
        return now

    async def _answers(self, person: str) -> list[Said]:
        """What came of an act at once; what others heard of it is looked at in the evening."""
        new = await self.listener.new()
        self.heard_today += new
        return [each for each in new if each.person == person]

    async def _office_decides(self) -> None:
        for case in self._undecided():
            if case.claim and self.random.random() < 0.4:
                await self._decides_claim(case, self.random.choice(self.coordinators))
            elif case.extension and not case.extension.leader and self.random.random() < 0.4:
                await self._decides_extension(case, self.random.choice(self.coordinators))

    async def _leader_decides(self, leader: str) -> None:
        for case in self._undecided():
            if case.extension and case.extension.leader and case.leader == leader and self.random.random() < 0.3:
                await self._decides_extension(case, leader)

    def _undecided(self) -> list[Case]:
        """Those of whom the office has heard: what was said in quiet hours comes later."""
        waiting = ((each, each.claim or each.extension) for each in self.clerk.cases.values() if not each.closed)
        return [case for case, what in waiting if what and self.days.allowed(what.made) + MINUTE < self.now]

    async def _decides_claim(self, case: Case, by: str) -> None:
        accepted = self.random.random() < 0.7
        label, now = "同意销号" if accepted else "退回重办", self.now
        if not await self._taps(by, label, case):
            return
        if accepted:
            self.clerk.closed(case.number, now)
            return
        await self.town.says(by, "缺少验收材料")
        self.clerk.returned(case.number, now)

    async def _decides_extension(self, case: Case, by: str) -> None:
        granted = self.random.random() < 0.6
        now = self.now
        if not await self._taps(by, "同意延期" if granted else "不同意", case):
            return
        moved = await self.town.milestones(case.number)
        self.clerk.extension_decided(case.number, now, granted=granted, milestones=moved)

    async def _taps(self, by: str, label: str, case: Case) -> bool:
        await self._unfolds(by, case)
        message = self.town.newest(by, label, f" {case.number}号 ")
        if message is None:
            self.score.differs(self.now.astimezone(ZONE).date(), f"{by} has no button {label} for {case.number}号")
            return False
        self.acts.append(f"{self.now.astimezone(ZONE):%m-%d %H:%M} {by}: {label} {case.number}号")
        await self.town.taps(by, label, under=message)
        self.score.counts["decisions"] += 1
        return True

    async def _unfolds(self, by: str, case: Case) -> None:
        """What several people asked in quiet hours came as one list: its number opens the one meant."""
        line = re.compile(rf"^(\d+)\. {case.number}号“", re.M)
        listed = (each for each in reversed(self.town.heard(by)) if "逐件处理" in each.text)
        for message in listed:
            found = line.search(message.text)
            if found and message.data(found[1]):
                self.heard_today += await self.listener.new()
                await self.town.taps(by, found[1], under=message)
                await self.listener.new()  # the matter he opened is an answer to his tap
                return

    # what was said, and what ought to have been

    async def _compares_morning(self, day: date) -> None:
        new = await self.listener.new()
        expected = self.clerk.morning(day) if self.days.working(day) else None
        heard: dict[str, dict[int, str]] = {}
        for said in new:
            if said.kind == "morning":
                if said.person in heard:
                    self.score.differs(day, f"{said.person} got a second merged message")
                heard.setdefault(said.person, {}).update(said.items)
        reminders = expected.reminders if expected else {}
        for person in sorted({*heard, *reminders}):
            self._compares_items(day, person, heard.get(person, {}), reminders.get(person, {}))
        for number, rungs in {number: each for due in reminders.values() for number, each in due.items()}.items():
            if any(number in items for items in heard.values()) or not all(each.optional for each in rungs):
                self.clerk.said(number, rungs, day)
        desks = {each.person: each for each in new if each.kind == "desk"}
        for person in sorted({*desks, *(expected.desk if expected else {})}):
            self._compares_desk(day, person, desks.get(person), expected.desk.get(person) if expected else None)
        self.heard_today += [each for each in new if each.kind not in OF_THE_MORNING]
        self._quiet(new)

    def _compares_items(self, day: date, person: str, heard: dict[int, str], due: dict[int, list[Rung]]) -> None:
        for number in sorted({*heard, *due}):
            wanted = [each.kind for each in due.get(number, [])]
            got = heard.get(number)
            self.score.counts["reminders"] += 1
            if got is None and all(each.optional for each in due[number]):
                self.score.counts["may be said, was not"] += 1
            elif got is None:
                self.score.differs(day, f"{person} {number}号: missing {wanted} {self._facts(number)}")
            elif not wanted:
                self.score.differs(day, f"{person} {number}号: surplus {got} {self._facts(number)}")
            elif got not in wanted:
                self.score.differs(day, f"{person} {number}号: {got} instead of {wanted} {self._facts(number)}")
            elif got != wanted[0]:
                self.score.counts[f"rank: {got} said, {wanted} due"] += 1

    def _facts(self, number: int) -> str:
        case = self.clerk.cases[number]
        dates = [f"{case.due or case.every}", *(f"{each:%m-%d}" for each in case.milestones)]
        promises = [f"{each.ask_on:%m-%d}" for each in case.promises]
        said = [f"{day:%m-%d} {about}" for day, about in case.said[-4:]]
        return f"(dates {dates}, promises {promises}, began {case.began.astimezone(ZONE):%m-%d %H:%M}, said {said})"

    def _compares_desk(self, day: date, person: str, said: Said | None, due: Desk | None) -> None:
        self.score.counts["lists"] += 1
        if said is None or due is None:
            what = "missing" if said is None else "surplus"
            self.score.differs(day, f"{person}: {what} list {due or (said and said.text)}")
            return
        for line in _faults_of_desk(said.text, due):
            self.score.differs(day, f"{person}: {line} in {said.text!r}")

    async def _compares_rest(self, day: date) -> None:
        new = await self.listener.new()
        self._quiet(new)
        self.heard_today += new
        self._compares_tellings(day)
        for each in self.heard_today:
            if each.kind in OF_THE_MORNING:
                self.score.differs(day, f"{each.person} got a {each.kind} at {each.at}: {each.text!r}")
        for each in self.heard_today:
            self.score.counts[each.kind] += 1
        self.heard_today = []

    def _compares_tellings(self, day: date) -> None:
        """Each once, and not ten minutes late."""
        kinds = ("claim", "request", "outcome")
        said = [each for each in self.heard_today if each.kind in kinds]
        heard = [Telling(each.person, each.kind, number, each.at) for each in said for number in each.numbers]
        for told in [each for each in self.clerk.tellings if each.at <= self.now]:
            self.clerk.tellings.remove(told)
            fitting = (each for each in heard if told.at <= each.at <= told.at + 10 * MINUTE)
            found = next((each for each in fitting if replace(each, at=told.at) == told), None)
            if found is not None:
                heard.remove(found)
            else:
                self.score.differs(day, f"{told.person} {told.number}号: missing {told.kind} at {told.at}")
        for each in heard:
            self.score.differs(day, f"{each.person} {each.number}号: surplus {each.kind} at {each.at}")

    async def _compares_digest(self, day: date) -> None:
        new = await self.listener.new()
        self._quiet(new)
        self.heard_today += new
        got = [each.person for each in new if each.kind == "digest"]
        must, may = self.clerk.digest(day)
        for person in sorted({*got, *must}):
            self.score.counts["reports of the week"] += 1
            if got.count(person) != 1 or person not in may:
                text = next((each.text for each in new if each.kind == "digest" and each.person == person), "")
                self.score.differs(day, f"{person}: {got.count(person)} reports of the week {text!r}")

    async def _compares_dates(self, day: date) -> None:
        """No unfinished matter without a coming date."""
        for fault in await self.town.undated():
            self.score.differs(day, f"without a coming date: {fault}")

    def _quiet(self, new: Sequence[Said]) -> None:
        for said in new:
            if self.days.quiet(said.at) and said.kind not in ("plain", "echo"):
                self.score.differs(said.at.astimezone(ZONE).date(), f"{said.person} heard {said.kind} at {said.at}")


def _faults_of_desk(text: str, due: Desk) -> list[str]:
    """Of a long list the first are shown, those silent longest; the others are named with their number of tasks."""
    faults = []
    lines = dict(re.findall(r"^　(\S+?)：(\d+项，最久\d+个工作日)", text, re.M))
    more = re.search(r"^　其余\d+人：(.+)$", text, re.M)
    named = dict(re.findall(r"([^、]+?局长)(\d+项)", more[1])) if more else {}
    wanted = {owner: f"{len(days)}项，最久{max(days.values())}个工作日" for owner, days in due.silent.items()}
    brief = {owner: f"{len(days)}项" for owner, days in due.silent.items() if owner in named}
    for owner in sorted({*lines, *named, *wanted}):
        got, right = (named, brief) if owner in named else (lines, wanted)
        if got.get(owner) != right.get(owner):
            faults.append(f"{owner}: {got.get(owner)} instead of {right.get(owner)} {due.silent.get(owner)}")
    longest = {owner: max(days.values()) for owner, days in due.silent.items()}
    if named and lines and min(longest.get(each, 0) for each in lines) < max(longest.get(each, 0) for each in named):
        faults.append("the first lines are not those silent longest")
    waiting = {int(number) for number in re.findall(r"^\d+\. \S+　(\d+)号", text, re.M)}
    cut = re.search(r"^　其余(\d+)件", text, re.M)
    if not (waiting <= due.waiting if cut else waiting == due.waiting):
        faults.append(f"waiting {sorted(waiting)} instead of {sorted(due.waiting)}")
    return faults


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _name_of(period: Period, every: str, today: date) -> str:
    if every == "week":
        return "本周" if period.last >= today else "上周"
    return f"{period.last.month}月份" if every == "month" else f"{'一二三四'[(period.last.month - 1) // 3]}季度"


def _row(case: Case) -> TaskRow:
    return row(
        case.title,
        no=case.number,
        owner=case.owner,
        due=case.due.isoformat() if case.due else None,
        leader=case.leader or "",
        every=case.every,
        report_day=case.report_day,
        milestones=[(f"节点{n}", day.isoformat()) for n, day in enumerate(case.milestones)],
    )


@asynccontextmanager
async def played(size: Size, *, seed: int) -> AsyncIterator[Office]:
    async with opened(START) as town:
        office = Office(town, size, seed)
        await office.opens()
        yield office
