"""What was said beside what ought to have been: nothing missing, nothing surplus, nobody rung in quiet hours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from tests.simulation.heard import Listener, Said
from tests.simulation.oracle.days import CLOSES, OPENS, ZONE, Days, local_day
from tests.simulation.oracle.facts import Telling
from tests.simulation.oracle.lists import Desk, Heard, Line
from tests.simulation.oracle.office import Clerk
from tests.simulation.oracle.rungs import Rung

MINUTE = timedelta(minutes=1)
TOLD = ("claim", "request", "outcome")
TAGS = ("批示", "批示反馈", "批示退回", "红线报告", "请协调", "困难协调")  # of matters, with the number of their task


@dataclass(slots=True)
class Score:
    """`differences`: what the oracle expected and did not find, and what nobody expected."""

    differences: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def differs(self, day: date, text: str) -> None:
        self.differences.append(f"{day} {text}")


class Comparison:
    def __init__(self, clerk: Clerk, days: Days, listener: Listener) -> None:
        self.clerk = clerk
        self.days = days
        self.listener = listener
        self.score = Score()
        self.heard_today: list[Said] = []

    async def hears(self, *, answering: str = "") -> list[Said]:
        """What is new. `answering`: whose own message or tap it follows."""
        new = await self.listener.new()
        for said in new:
            let_go = said.person == "?"  # whose account ends with this word
            if said.person != answering and not let_go and self._is_quiet(said):
                self.score.differs(local_day(said.at), f"{said.person} heard {said.kind} at {said.at}: {said.text!r}")
        self.heard_today += new
        return new

    def _is_quiet(self, said: Said) -> bool:
        if said.tag == "红线报告":
            return False  # it rings at any hour
        put_up = (numbers for _, numbers in said.put_up.values())
        matter = {int(each) for each in re.findall(r"^(\d+)号“", said.text, re.M)} if said.kind == "matter" else ()
        numbers = {*said.numbers, *said.items}.union(matter, *put_up) - {0}
        urgent = said.kind == "urgent" or said.evening or "急件" in said.text
        if urgent or (numbers and all(self.clerk.cases[each].urgent for each in numbers)):
            return not OPENS <= said.at.astimezone(ZONE).time() < CLOSES
        return self.days.quiet(said.at)

    # the morning

    async def morning(self, day: date) -> None:
        new = await self.hears()
        expected = self.clerk.morning(day)
        for person, many in Counter(each.person for each in new if each.merged).items():
            if many > 1:
                self.score.differs(day, f"{person} got {many} merged messages")
        for kind, due in (("morning", expected.reminders), ("urgent", expected.urgent)):
            self._compares_rungs(day, [each for each in new if each.kind == kind], due)
            self._notes(day, [each for each in new if each.kind == kind], due)
        self._compares_held(day, new, expected.held)
        desks = {each.person: each for each in new if self._is_desk(each)}
        for person in sorted({*desks, *expected.desk}):
            self._compares_desk(day, person, desks.get(person), expected.desk.get(person))
        spoken = [id(each) for each in new if each.merged or each.kind == "urgent"]
        self.heard_today = [each for each in self.heard_today if id(each) not in spoken]

    def _is_desk(self, said: Said) -> bool:
        """Where nothing but matters is to be asked about, it is a list of them."""
        return said.merged and (said.kind == "desk" or self._reads_lists(said.person))

    def _reads_lists(self, person: str) -> bool:
        return person in self.clerk.coordinators or any(each.leader == person for each in self.clerk.cases.values())

    def _notes(self, day: date, new: Sequence[Said], due: Heard) -> None:
        for number, rungs in {number: each for items in due.values() for number, each in items.items()}.items():
            if any(number in each.items for each in new) or not all(each.optional for each in rungs):
                self.clerk.said(number, rungs, day)

    def _compares_rungs(self, day: date, new: Sequence[Said], due: Heard) -> None:
        heard: dict[str, dict[int, str]] = {}
        for said in new:
            heard.setdefault(said.person, {}).update(said.items)
        for person in sorted({*heard, *due}):
            self._compares_items(day, person, heard.get(person, {}), due.get(person, {}))

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
        urgent = "急件, " if case.urgent else ""
        began = f"{case.began.astimezone(ZONE):%m-%d %H:%M}"
        return f"({urgent}dates {dates}, promises {promises}, began {began}, said {said}, signed {case.signed})"

    def _compares_held(self, day: date, new: Sequence[Said], due: dict[str, set[Line]]) -> None:
        """督办单, 批示 and difficulties in the one message of whoever has them."""
        heard: dict[str, set[Line]] = {}
        for said in new:
            if said.merged and not self._is_desk(said):
                heard.setdefault(said.person, set()).update(self._lines(said))
        for person in sorted({*due, *(each for each, lines in heard.items() if lines)}):
            for label, _ in due.get(person, set()):
                self.score.counts[f"{label} asked about"] += 1
            if heard.get(person, set()) != due.get(person, set()):
                self.score.differs(day, f"{person}: asked about {heard.get(person)} instead of {due.get(person)}")

    def _lines(self, said: Said) -> set[Line]:
        """A 督办单 of several tasks is one line."""
        found: set[Line] = set()
        for label, number, many in said.lines:
            numbers = self.clerk.ordered_with(number) if label == "督办单" else {number}
            if len(numbers) != many:
                self.score.differs(local_day(said.at), f"{said.person}: {label} {number}号 of {many}, not {numbers}")
            found |= {(label, each) for each in numbers or {number}}
        return found

    def _compares_desk(self, day: date, person: str, said: Said | None, due: Desk | None) -> None:
        self.score.counts["lists"] += 1
        if said is None or due is None:
            if due is None or not due.optional:
                what = "missing" if said is None else "surplus"
                self.score.differs(day, f"{person}: {what} list {due or (said and said.text)}")
            return
        for line in _faults_of_desk(said, due, self._lines(said)):
            self.score.differs(day, f"{person}: {line} in {said.text!r}")

    # other hours

    async def urgent(self, moment: datetime) -> None:
        """急件 at a moment of their own."""
        new = [each for each in await self.hears() if each.kind == "urgent"]
        day = local_day(moment)
        self._compares_rungs(day, new, self.clerk.urgent_at(moment))
        self.clerk.said_at(moment)
        self.heard_today = [each for each in self.heard_today if each not in new]

    async def evening(self, day: date) -> None:
        new = [each for each in await self.hears() if each.evening]
        due = self.clerk.evening(day)
        heard: dict[str, Said] = {}
        for said in new:
            if said.person in heard:
                self.score.differs(day, f"{said.person} got a second list of 急件")
            heard[said.person] = said
        for person in sorted({*heard, *due}):
            self.score.counts["lists of the evening"] += 1
            lines = _lines_of_evening(heard[person].text) if person in heard else {}
            if lines != due.get(person, {}):
                self.score.differs(day, f"{person}: evening list {lines} instead of {due.get(person)}")
        self.heard_today = [each for each in self.heard_today if each not in new]

    async def digest(self, day: date) -> None:
        new = await self.hears()
        got = [each.person for each in new if each.kind == "digest"]
        must, may = self.clerk.digest(day)
        for person in sorted({*got, *must}):
            self.score.counts["reports of the week"] += 1
            if got.count(person) != 1 or person not in may:
                text = next((each.text for each in new if each.kind == "digest" and each.person == person), "")
                self.score.differs(day, f"{person}: {got.count(person)} reports of the week {text!r}")

    async def laws(self, day: date, now: datetime) -> None:
        """Nothing the auditor looks for, the next dates of promises among it."""
        if broken := await self.listener.town.service.timetable.run_job("audit", now):
            self.score.differs(day, f"{broken} laws broken")

    def dates(self, day: date) -> None:
        """No unfinished matter without a coming date."""
        for fault in self.listener.town.undated():
            self.score.differs(day, f"without a coming date: {fault}")

    def put_up_at_once(self, new: Sequence[Said], expected: dict[str, set[int]], day: date) -> None:
        """专报 of 急件: leader → numbers."""
        told = [each for each in new if each.kind == "desk" and each.person in expected]
        for said in told:
            numbers = {number for _, each in said.put_up.values() for number in each}
            if numbers != expected[said.person]:
                self.score.differs(day, f"{said.person}: 专报 {said.text!r} instead of {expected[said.person]}")
        if {each.person for each in told} != set(expected):
            self.score.differs(day, f"专报 at once to {[each.person for each in told]} instead of {expected}")
        self.heard_today = [each for each in self.heard_today if each not in told]

    async def rest(self, day: date, now: datetime) -> None:
        """What came of people's acts, at the end of the day."""
        await self.hears()
        self._compares_tellings(day, now)
        for each in self.heard_today:
            if each.kind in ("morning", "desk", "urgent", "follow_up"):
                self.score.differs(day, f"{each.person} got a {each.kind} at {each.at}: {each.text!r}")
            self.score.counts[each.kind] += 1
        self.heard_today = []

    def _compares_tellings(self, day: date, now: datetime) -> None:
        """Each once, and not ten minutes late."""
        said = [each for each in self.heard_today if each.kind in TOLD or each.tag in TAGS]
        heard = [
            Telling(each.person, each.tag or each.kind, number, each.at) for each in said for number in each.numbers
        ]
        for told in [each for each in self.clerk.tellings if each.at <= now]:
            self.clerk.tellings.remove(told)
            fitting = (each for each in heard if told.at <= each.at <= told.at + 10 * MINUTE)
            found = next((each for each in fitting if replace(each, at=told.at) == told), None)
            if found is not None:
                heard.remove(found)
            else:
                self.score.differs(day, f"{told.person} {told.number}号: missing {told.kind} at {told.at}")
        for each in heard:
            text = next(row.text for row in said if row.at == each.at and row.person == each.person)
            self.score.differs(day, f"{each.person} {each.number}号: surplus {each.kind} at {each.at} {text!r}")


def _faults_of_desk(said: Said, due: Desk, heard: set[Line]) -> list[str]:
    """Of a long list the first are shown, those silent longest; the others are named with their number of tasks."""
    faults = []
    text = said.text.partition("◆ 专报")[0] + said.text.partition("◆ 专报")[2].partition("◆")[2]
    lines = dict(re.findall(r"^　(\S+?)：(\d+项，最久\d+个工作日)", text, re.M))
    more = re.search(r"^　其余\d+人：(.+)$", text, re.M)
    named = dict(re.findall(r"([^、]+?局长)(\d+项)", more[1])) if more else {}
    silent = {
        owner: {**due.silent.get(owner, {}), **due.unsigned.get(owner, {})} for owner in {*due.silent, *due.unsigned}
    }
    wanted = {owner: f"{len(days)}项，最久{max(days.values())}个工作日" for owner, days in silent.items()}
    brief = {owner: f"{len(days)}项" for owner, days in silent.items() if owner in named}
    for owner in sorted({*lines, *named, *wanted}):
        got, right = (named, brief) if owner in named else (lines, wanted)
        if got.get(owner) != right.get(owner):
            faults.append(f"{owner}: {got.get(owner)} instead of {right.get(owner)} {silent.get(owner)}")
    longest = {owner: max(days.values()) for owner, days in silent.items()}
    if named and lines and min(longest.get(each, 0) for each in lines) < max(longest.get(each, 0) for each in named):
        faults.append("the first lines are not those silent longest")
    cut = re.search(r"^　其余(\d+)件", text, re.M)
    missing = set() if cut else due.waiting - heard
    if missing or heard - due.waiting - due.may:
        faults.append(f"waiting {sorted(heard)} instead of {sorted(due.waiting)}, may {sorted(due.may)}")
    put_up = {owner: (len(numbers), numbers) for owner, numbers in due.put_up.items()}
    if {owner: many for owner, (many, _) in said.put_up.items()} != {
        owner: many for owner, (many, _) in put_up.items()
    }:
        faults.append(f"专报 {said.put_up} instead of {put_up}")
    return faults


def _lines_of_evening(text: str) -> dict[int, set[str]]:
    found = {}
    for number, rest in re.findall(r"^· (\d+)号“.*?”：(.*)$", text, re.M):
        what = {label for label in ("办结申请", "延期申请", "请示") if f"{label}待定" in rest}
        found[int(number)] = what | ({"未反馈"} if "起未" in rest else set())
    return found
