"""What people do about 批示, difficulties and red lines. Seeded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.simulation.cast import department_of
from tests.simulation.oracle import matter_steps
from tests.simulation.oracle.facts import Case
from tests.simulation.oracle.matters import Matter

if TYPE_CHECKING:
    from tests.simulation.acts import People

DIRECTS, CONFIRMS, READS, SENDS_BACK = 0.05, 0.85, 0.4, 0.25  # a day, of those, a day, of those
PUTS, SETTLES, ANSWERS = 0.4, 0.4, 0.5  # a day
HAPPENS = 0.15  # of what is asked with 有无


class MatterActs:
    def __init__(self, people: People) -> None:
        self.people = people
        self.town = people.town
        self.clerk = people.clerk
        self.random = people.random

    def _counts(self, what: str) -> None:
        self.people.compared.score.counts[what] += 1

    # leaders

    async def leader_works(self, leader: str) -> None:
        if self.random.random() < DIRECTS:
            await self._directs(leader)
        for case in [each for each in self.clerk.cases.values() if each.leader == leader]:
            if self._is_answered(case) and self.random.random() < READS:
                await self._judges(case, leader)

    def _is_answered(self, case: Case) -> bool:
        """In quiet hours the answer waits."""
        return case.directive is not None and case.directive.answered not in (None, self.people.today)

    async def _directs(self, leader: str) -> None:
        open_drafts = {each.number for each in self.clerk.drafts}
        able = [
            each
            for each in self.clerk.cases.values()
            if each.leader == leader and not each.closed and each.handed_out and not each.claim
        ]
        able = [each for each in able if each.directive is None and each.number not in open_drafts]
        if not able:
            return
        case = self.random.choice(able)
        day = self.people.today + timedelta(days=self.random.randint(1, 14)) if self.random.random() < 0.5 else None
        words = f"{case.number}号要抓紧" + (f"，{day.month}月{day.day}日前报一次进展" if day else "")
        self.people.notes(leader, words)
        await self.town.says(leader, words)
        await self.people.compared.hears(answering=leader)
        if self.random.random() >= CONFIRMS:
            matter_steps.drafted(self.clerk, case.number, self.town.clock.now, leader)
            self._counts("drafts")
        elif now := await self._taps(leader, "确认", case):
            matter_steps.directed(self.clerk, case.number, now, day)
            self._counts("directives")

    async def _judges(self, case: Case, leader: str) -> None:
        if self.random.random() >= SENDS_BACK:
            if await self._taps(leader, "已阅", case):
                matter_steps.read(self.clerk, case.number)
                self._counts("directives read")
            return
        answer = self.town.newest(leader, "已阅", f"{case.number}号“")
        if answer is None:
            self.people.differs(f"{leader} has no answer to his 批示 on {case.number}号")
            return
        self.people.notes(leader, f"{case.number}号不行，重新报")
        await self.town.says(leader, "不行，重新报", reply_to=answer.message_id)
        if now := await self._taps(leader, "确认", case):
            matter_steps.sent_back(self.clerk, case.number, now)
            self._counts("directives sent back")

    # heads

    def answers_due(self, case: Case) -> bool:
        """Whether a 批示 of it waits for its head."""
        return case.directive is not None and case.directive.answered is None

    async def head_helps(self, head: str) -> None:
        for case in self._held_by(head):
            if self.random.random() >= ANSWERS:
                continue
            label = self.random.choice(("已协调", "暂不能", "转给…"))
            if not await self._sees(head, label, case):
                continue
            others = [each for each in self.people.cast.heads if each not in (head, case.owner)]
            if not (now := await self._taps(head, label, case)):
                continue
            if label == "已协调":
                matter_steps.helped(self.clerk, case.number, now)
                self._counts("problems helped")
            elif label == "暂不能":
                await self._writes(head, "要等省里批复")
                matter_steps.cannot_help(self.clerk, case.number, now)
                self._counts("problems not helped")
            else:
                other = self.random.choice(others)
                await self._writes(head, department_of(other))
                matter_steps.put(self.clerk, case.number, now, other)
                self._counts("problems passed on")

    async def _sees(self, head: str, label: str, case: Case) -> bool:
        """Who stands in, or comes back, finds it in his morning message on the day on which it is asked about."""
        if self.town.newest(head, label, f"{case.number}号“") is None:
            await self.people.unfolds(head, case)
        return self.town.newest(head, label, f"{case.number}号“") is not None

    def _held_by(self, head: str) -> Iterator[Case]:
        for case in list(self.clerk.cases.values()):
            matter = case.difficulty
            if matter is None or matter.holder is None or not self._has_heard(matter):
                continue
            if self.clerk.answers_for(matter.holder, self.people.today) == head:
                yield case

    def _has_heard(self, matter: Matter) -> bool:
        return matter.since < self.people.today

    # the office

    async def office_works(self) -> None:
        by = self.people.coordinator()
        for case in list(self.clerk.cases.values()):
            problem = case.difficulty
            if problem and problem.holder is None and self._has_heard(problem) and self.random.random() < PUTS:
                await self._puts(case, by)
            if case.red_line and self._has_heard(case.red_line) and self.random.random() < SETTLES:
                await self._settles(case, by)

    async def _settles(self, case: Case, by: str) -> None:
        if await self._taps(by, "已处置", case):
            matter_steps.settled(self.clerk, case.number)
            self._counts("red lines settled")

    async def _puts(self, case: Case, by: str) -> None:
        other = self.random.choice([each for each in self.people.cast.heads if each != case.owner])
        if now := await self._taps(by, "转给…", case):
            await self._writes(by, department_of(other))
            matter_steps.put(self.clerk, case.number, now, other)
            self._counts("problems put")

    async def asks_whether(self, cases: list[Case]) -> None:
        by = self.people.coordinator()
        for case in cases:
            await self.town.says(by, f"{case.number}号按有无报告")
            if await self._taps(by, "确认", case):
                case.asks_whether = True

    def happens(self) -> bool:
        return self.random.random() < HAPPENS

    # words and taps

    async def _taps(self, by: str, label: str, case: Case) -> datetime | None:
        """The moment of the tap; None where there is no such button."""
        message = self.town.newest(by, label, f"{case.number}号“")
        if message is None:  # several of a night came as one list
            await self.people.unfolds(by, case)
            message = self.town.newest(by, label, f"{case.number}号“")
        if message is None:
            self.people.differs(f"{by} has no button {label} for {case.number}号")
            return None
        now = self.people.notes(by, f"{label} {case.number}号")
        await self.town.taps(by, label, under=message)
        await self.people.compared.hears(answering=by)
        return now

    async def _writes(self, by: str, words: str) -> None:
        self.people.notes(by, words)
        await self.town.says(by, words)
        await self.people.compared.hears(answering=by)
