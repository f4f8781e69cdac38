"""What heads, leaders and coordinators do on a working day: answer or not, decide or not. Seeded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

from tests.simulation.cast import Cast
from tests.simulation.comparing import MINUTE, Comparison
from tests.simulation.heard import Said
from tests.simulation.matter_acts import MatterActs
from tests.simulation.oracle import matter_steps
from tests.simulation.oracle.days import DAY, ZONE, local_day
from tests.simulation.oracle.facts import Case
from tests.simulation.oracle.lists import ORDERED, PUT_UP, silent_on, unsigned_on
from tests.simulation.oracle.office import Clerk
from tests.simulation.oracle.periods import Period, period_of
from tests.simulation.town import Heard, Town

OPTIONS = ("分批实施", "一次完成")


class People:
    def __init__(self, town: Town, cast: Cast, clerk: Clerk, compared: Comparison) -> None:
        self.town = town
        self.cast = cast
        self.random = cast.random
        self.clerk = clerk
        self.compared = compared
        self.acts: list[str] = []  # for whoever reads a difference
        self.matters = MatterActs(self)

    @property
    def today(self) -> date:
        return local_day(self.town.clock.now)

    def differs(self, text: str) -> None:
        self.compared.score.differs(self.today, text)

    def notes(self, who: str, what: str) -> datetime:
        """The moment at which it was done."""
        now = self.town.clock.now
        self.acts.append(f"{now.astimezone(ZONE):%Y-%m-%d %H:%M} {who}: {what}")
        return now

    # heads

    async def head_works(self, head: str) -> None:
        mine = [each for each in self.clerk.cases.values() if self._answers_now(each, head) and each.handed_out]
        if any(each.signed is None for each in mine) and self.random.random() < 0.5:
            await self._signs(head)
        able = [each for each in mine if each.claim is None]
        asked = [each for each in able if each.asked_on or self.matters.answers_due(each)]
        others = self.random.sample(able, k=min(len(able), 1)) if self.random.random() < 0.3 else []
        for case in self.random.sample(asked, k=min(len(asked), 3)) or others:
            await self._reports(case)
        await self.matters.head_helps(head)

    def _answers_now(self, case: Case, head: str) -> bool:
        return not case.closed and self.clerk.answers_for(case.owner, self.today) == head

    async def _signs(self, head: str) -> None:
        message = self.town.newest(head, "全部签收")
        if message is None:
            return
        now = self.notes(head, "全部签收")
        await self.town.taps(head, "全部签收", under=message)
        for said in await self._answers(head):
            for number in said.facts.get("items", ()):
                if self.clerk.cases[number].signed is None:
                    self.clerk.signed(number, now)

    async def _reports(self, case: Case) -> None:
        if case.every:
            await self._reports_period(case, case.every)
            return
        assert case.due is not None
        near = (case.due - self.today).days < 15
        acts = {self._says_percent: 5, self._says_hollow: 1, self._promises: 2, self._claims: 4 if near else 1}
        if near and case.extension is None:
            acts[self._asks_extension] = 2
        if case.leader and case.decision is None:
            acts[self._asks_decision] = 1
        acts[self._meets_difficulty if case.difficulty is None else self._overcomes] = (
            2 if case.difficulty is None else 5
        )
        await self.random.choices(list(acts), list(acts.values()))[0](case)

    async def _says_percent(self, case: Case) -> None:
        case.percent = min(95, (case.percent or 0) + self.random.randint(3, 15))
        now = await self._says(case, f"{case.number}号完成{case.percent}%")
        self.clerk.reported(case.number, now, substance=True, percent=case.percent)

    async def _says_hollow(self, case: Case) -> None:
        now = await self._says(case, f"{case.number}号正在推进", asked_back=True)
        self.clerk.reported(case.number, now, substance=False)

    async def _promises(self, case: Case) -> None:
        assert case.due is not None
        by = min(case.due, self.today + timedelta(days=self.random.randint(1, 15)))
        if by <= self.today:
            await self._says_percent(case)
            return
        percent = min(98, (case.percent or 0) + 10)
        now = await self._says(case, f"{case.number}号{_spoken(by)}前完成{percent}%")
        self.clerk.promised(case.number, now, by, percent)

    async def _meets_difficulty(self, case: Case) -> None:
        now = await self._says(case, f"{case.number}号卡在用地指标未落实")
        self.clerk.met_difficulty(case.number, now)
        self.compared.score.counts["difficulties"] += 1

    async def _overcomes(self, case: Case) -> None:
        now = await self._says(case, f"{case.number}号困难已解决")
        self.clerk.overcame(case.number, now)

    async def _claims(self, case: Case) -> None:
        now = await self._says(case, f"{case.number}号已办结")
        self.clerk.claimed(case.number, now)

    async def _asks_extension(self, case: Case) -> None:
        assert case.due is not None
        wanted = max(case.due, self.today) + timedelta(days=self.random.choice((7, 10, 30)))
        now = await self._says(case, f"{case.number}号申请延期到{_spoken(wanted)}，因为材料未到")
        self.clerk.extension_asked(case.number, now, wanted)

    async def _asks_decision(self, case: Case) -> None:
        first, second = OPTIONS
        words = f"{case.number}号请领导定夺：方案一：{first}；方案二：{second}。建议方案一"
        now = await self._says(case, words)
        self.clerk.decision_asked(case.number, now)

    async def _reports_period(self, case: Case, every: str) -> None:
        today = self.today
        period = period_of(today, every, case.report_day)
        before = period_of(period.first - DAY, every, case.report_day)
        late = case.first_period and before >= case.first_period and before not in case.reported
        if late and self.clerk.days.since(before.report_day, today) <= (1 if every == "week" else 5):
            period = before
        if case.asks_whether:
            await self._says_whether(case, period, _name_of(period, every, today))
            return
        if self.random.random() < 0.15:
            now = await self._says(case, f"{case.number}号{_name_of(period, every, today)}正在推进", asked_back=True)
            self.clerk.reported(case.number, now, substance=False, period=period)
            self.compared.score.counts["hollow periods"] += 1
            return
        words = f"{case.number}号{_name_of(period, every, today)}已报送，共{self.random.randint(2, 9)}件"
        now = await self._says(case, words)
        self.clerk.reported(case.number, now, substance=True, period=period)

    async def _says_whether(self, case: Case, period: Period, name: str) -> None:
        """有无: 无 is the whole report of a period."""
        if happened := self.matters.happens():
            now = await self._says(case, f"{case.number}号有：{name}发现一处隐患，已处置", asked_back=True)
        else:
            now = await self._says(case, f"{case.number}号{name}无")
        is_more = case.red_line is not None
        self.clerk.reported(case.number, now, substance=True, period=period)
        if happened and not is_more:
            matter_steps.happened(self.clerk, case.number, now)
            self.compared.score.counts["red lines"] += 1

    async def _says(self, case: Case, words: str, *, asked_back: bool = False) -> datetime:
        """The moment at which it was said. What is said plainly must be understood without a question."""
        asked_back = asked_back or case.difficulty is not None  # whether it is over
        speaker = self.clerk.answers_for(case.owner, self.today)
        now = self.notes(speaker, words)
        await self.town.says(speaker, words)
        answers = await self._answers(speaker)
        understood = any(each.facts.get("rows") and (asked_back or not each.facts.get("questions")) for each in answers)
        if not understood:
            self.differs(f"{words}: {[each.text for each in answers]}")
        self.compared.score.counts["reports"] += 1
        return now

    async def _answers(self, person: str) -> list[Said]:
        """What came of an act at once; what others heard of it is looked at in the evening."""
        return [each for each in await self.compared.hears(answering=person) if each.person == person]

    # the office and the leaders

    def undecided(self) -> list[Case]:
        """Those of whom the office has heard: what was said in quiet hours comes later."""
        now, found = self.town.clock.now, []
        for case in self.clerk.cases.values():
            allowed = self.clerk.days.urgent_allowed if case.urgent else self.clerk.days.allowed
            if any(allowed(each.made) + MINUTE < now for _, each in case.waiting):
                found.append(case)
        return found

    async def office_decides(self) -> None:
        await self.matters.office_works()
        for case in self.undecided():
            if case.claim and self.random.random() < 0.4:
                await self._decides_claim(case, self.coordinator())
            elif case.extension and not case.extension.leader and self.random.random() < 0.4:
                await self._decides_extension(case, self.coordinator())

    def coordinator(self) -> str:
        return self.random.choice(self.cast.coordinators)

    async def leader_decides(self, leader: str) -> None:
        await self.matters.leader_works(leader)
        for case in self.undecided():
            if case.leader != leader:
                continue
            if case.extension and case.extension.leader and self.random.random() < 0.3:
                await self._decides_extension(case, leader)
            elif case.decision and self.random.random() < 0.3:
                await self._chooses(case, leader)

    async def _decides_claim(self, case: Case, by: str) -> None:
        if not self._heard_of(case.claim):
            return
        accepted = self.random.random() < 0.7
        now = self.town.clock.now
        if not await self._taps(by, "同意销号" if accepted else "退回重办", case):
            return
        if accepted:
            self.clerk.closed(case.number, now)
            return
        await self.town.says(by, "缺少验收材料")
        await self.compared.hears(answering=by)
        self.clerk.returned(case.number, now)

    async def _decides_extension(self, case: Case, by: str) -> None:
        if not self._heard_of(case.extension):
            return
        granted = self.random.random() < 0.6
        now = self.town.clock.now
        if not await self._taps(by, "同意延期" if granted else "不同意", case):
            return
        moved = await self.town.milestones(case.number)
        self.clerk.extension_decided(case.number, now, granted=granted, milestones=moved)

    async def _chooses(self, case: Case, by: str) -> None:
        if not self._heard_of(case.decision):
            return
        now = self.town.clock.now
        if await self._taps(by, self.random.choice((f"荐·{OPTIONS[0]}", OPTIONS[1])), case):
            await self.town.taps(by, "确认", under=self.town.heard(by)[-1])
            await self.compared.hears(answering=by)
            self.clerk.decided(case.number, now)

    def _heard_of(self, waiting: object) -> bool:
        return waiting is not None and self.clerk.days.allowed(waiting.made) + MINUTE < self.town.clock.now  # type: ignore[attr-defined]

    async def _taps(self, by: str, label: str, case: Case) -> bool:
        await self.unfolds(by, case)
        message = self.town.newest(by, label, f" {case.number}号 ")
        if message is None:
            self.differs(f"{by} has no button {label} for {case.number}号")
            return False
        self.notes(by, f"{label} {case.number}号")
        await self.town.taps(by, label, under=message)
        await self.compared.hears(answering=by)
        self.compared.score.counts["decisions"] += 1
        return True

    async def unfolds(self, by: str, case: Case) -> None:
        """What several people asked in quiet hours came as one list, and what somebody has stands in his morning
        message: the number there opens the one meant."""
        told = reversed(self.town.heard(by))
        listed = (each for each in told if "逐件处理" in each.text or "等待您处理" in each.text)
        await self._opens(by, listed, rf"^(\d+)\. (?:\S+　)?{case.number}号“")

    async def _opens(self, by: str, messages: object, pattern: str) -> bool:
        line = re.compile(pattern, re.M)
        for message in messages:  # type: ignore[attr-defined]
            found = line.search(message.text)
            if found and message.data(found[1]):
                await self.compared.hears()
                await self.town.taps(by, found[1], under=message)
                opened = await self.compared.hears(answering=by)  # an answer to his tap, no telling
                self.compared.heard_today = [
                    each for each in self.compared.heard_today if each not in opened or each.person != by
                ]
                return True
        return False

    # the ladder of silence, and looking back

    async def office_follows_up(self) -> None:
        by = self.coordinator()
        desk = next((each for each in reversed(self.town.heard(by)) if "督查员今日关注" in each.text), None)
        if desk is None or local_day(desk.at) != self.today:
            return
        for case in [each for each in self.clerk.cases.values() if each.look_back and each.look_back <= self.today]:
            if self.random.random() < 0.4:
                await self._looks_back(case, by, desk)
        unsigned = unsigned_on(self.clerk, self.today)
        for owner, days in silent_on(self.clerk, self.today).items():
            silent = {**days, **unsigned.get(owner, {})}
            if self.random.random() < 0.25:
                await self._orders(owner, silent, by, desk)
            if self.random.random() < 0.25:
                await self._puts_up(owner, silent, by, desk)

    async def _looks_back(self, case: Case, by: str, desk: Heard) -> None:
        if not await self._opens(by, [desk], rf"^(\d+)\. 回头看　{case.number}号"):
            return
        found = self.random.choices(("巩固", "反弹", "重新打开"), (4, 1, 1))[0]
        message = self.town.newest(by, found, f"{case.number}号“")
        if message is None:
            self.differs(f"{by} has no button {found} for {case.number}号")
            return
        now = self.notes(by, f"{found} {case.number}号")
        await self.town.taps(by, found, under=message)
        self.clerk.looked_at(case.number, now, found)
        self.compared.score.counts["looked back"] += 1

    async def _orders(self, owner: str, silent: dict[int, int], by: str, desk: Heard) -> None:
        """A 督办单 of what stands on his line and is under none, once something of it is silent for four days."""
        numbers = {each for each in silent if not self.clerk.cases[each].order}
        draft = await self._drafts(owner, "order", by, desk, wanted=any(silent[each] >= ORDERED for each in numbers))
        if draft is None:
            return
        shown = {int(each) for each in re.findall(r"^　(\d+)号", draft.text, re.M)}
        if shown != numbers:
            self.differs(f"督办单 of {owner}: {sorted(shown)} instead of {sorted(numbers)}, silent {silent}")
        now = self.notes(by, f"下达 {owner} {sorted(shown)}")
        await self.town.taps(by, "下达", under=draft)
        await self.compared.hears(answering=by)
        self.clerk.ordered(sorted(shown), now, by)
        self.compared.score.counts["督办单"] += 1

    async def _puts_up(self, owner: str, silent: dict[int, int], by: str, desk: Heard) -> None:
        """A 专报 of whatever has been silent for six, of 急件 at any time; once in a silence, never to 市长."""
        cases = [self.clerk.cases[each] for each, n in silent.items() if n >= PUT_UP or self.clerk.cases[each].urgent]
        able = [each for each in cases if each.leader not in (None, self.clerk.never_to) and each.put_up is None]
        draft = await self._drafts(owner, "up", by, desk, wanted=any(not each.urgent for each in able))
        if draft is None:
            return
        drafted: Counter[str] = Counter()
        for leader, many in re.findall(r"专报报(\S+?)：\S+以下(\d+)项", draft.text):
            drafted[leader] += int(many)
        expected: dict[str, set[int]] = {}
        for case in able:
            expected.setdefault(str(case.leader), set()).add(case.number)
        if drafted != {leader: len(each) for leader, each in expected.items()}:
            self.differs(f"专报 of {owner}: {draft.text!r} instead of {expected}")
        now = self.notes(by, f"报送 {owner} {expected}")
        await self.town.taps(by, "报送", under=draft)
        await self.town.ring("agenda")
        new = await self.compared.hears(answering=by)
        self.clerk.put_up([each.number for each in able], now)
        urgent = {leader: {n for n in each if self.clerk.cases[n].urgent} for leader, each in expected.items()}
        self.compared.put_up_at_once(new, {leader: each for leader, each in urgent.items() if each}, self.today)
        self.compared.score.counts["专报"] += 1

    async def _drafts(self, owner: str, what: str, by: str, desk: Heard, *, wanted: bool) -> Heard | None:
        """What a tap on the line of this person drafts; only the first of the list have buttons of their own."""
        data = f"{what}:{self._id_of(owner)}"
        if any(each == f"urgeall:{self._id_of(owner)}" for _, each in desk.buttons):
            offered = any(each == data for _, each in desk.buttons)
            if wanted and not offered:
                self.differs(f"{by} has no button {what} for {owner} under {desk.text!r}")
            if wanted and offered:
                await self.town.presses(by, data, under=desk)
                await self.compared.hears(answering=by)
                return self.town.heard(by)[-1]
        return None

    def _id_of(self, name: str) -> int:
        return next(number for number, each in self.compared.listener.names.items() if each == name)


Act = Callable[[], Awaitable[None]]


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _name_of(period: Period, every: str, today: date) -> str:
    if every == "week":
        return "本周" if period.last >= today else "上周"
    return f"{period.last.month}月份" if every == "month" else f"{'一二三四'[(period.last.month - 1) // 3]}季度"
