"""Whatever the clock does on the way, once it is right again the agenda has been taken as by an even clock."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db import agenda, inbox, migrations, people, turns
from db.models import AgendaRow, Fate, OutboxRow, Role
from db.session import Database
from schedules import auditor
from schedules.ladder import audience
from schedules.policy import Policy
from schedules.steps import enrolling, importing, posts, signing
from schedules.steps.context import StepContext
from schedules.timetable import JOBS, Timetable
from tests.office import row

POLICY = Policy()
BEGIN = POLICY.at(date(2022, 2, 16), "10:00")
END = BEGIN + timedelta(days=40)
LATER = END + timedelta(days=25)
# What hangs on the calendar; silence, signing and idleness hang on the moment at which somebody was really asked.
ANCHORED = {
    *("before_15", "before_7", "before_3", "before_1", "due", "overdue"),
    *("milestone_3", "milestone", "period_5", "period_1", "period_missed"),
}
OWNER, CHAT = "市财政局局长", 1001
ROWS = [
    row("编制年度预算草案", no=1, owner=OWNER, due="2022-04-06", milestones=[("初稿", "2022-03-04")]),
    row("清理闲置资金", no=2, owner=OWNER, due="2022-03-21"),
    row("防范化解债务风险", no=3, owner=OWNER, every="month"),
    row("报送防汛值班情况", no=4, owner=OWNER, due="2022-03-19", urgent=True),
    row("专项资金周报", no=5, owner=OWNER, every="week"),
]
ANCHORED_JOBS = {name: JOBS[name] for name in ("agenda", "digest", "pulse")}

Key = tuple[int, str, str]


@dataclass(frozen=True)
class Step:
    """`gap` of true time goes by; the clock stands `wrong` then, and the jobs run so many times.

    `anchored`: as many as had rung when the service was killed or the clock set right.
    """

    gap: timedelta
    wrong: timedelta = timedelta()
    times: int = 1
    anchored: tuple[str, ...] = tuple(ANCHORED_JOBS)
    restart: bool = False
    heard: bool = True  # somebody has written just before: Telegram dates his message


def days(n: float) -> timedelta:
    return timedelta(days=n)


async def ledger(file: Path) -> None:
    """Five tasks of a bound head, handed out and signed for; from here on nobody reports a thing."""
    database = Database(f"sqlite:///{file}")
    await migrations.upgrade(database)
    async with database.writing() as session:
        context = StepContext(session, BEGIN - days(2), "command:import", POLICY)
        done = await importing.import_ledger(context, ROWS, name="台账", base_date=context.today)
        for name, chat in ((OWNER, CHAT), ("督查员甲", CHAT + 1)):
            person = await importing.person_named(context, name)
            await enrolling.bind(context, await enrolling.invite(context, person), chat)
        await posts.appoint(context, await people.with_posts(session, person.id), Role.COORDINATOR)
        await signing.sign(context, [task.id for task in done.tasks])
    await Timetable(database, POLICY).once(BEGIN)
    await database.checkpoint()
    await database.close()


class Service:
    """Made anew at each restart; only the file stays."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._start()

    def _start(self) -> None:
        self.database = Database(f"sqlite:///{self.file}")
        self._timetable = Timetable(self.database, POLICY, jobs=ANCHORED_JOBS)

    async def restart(self) -> None:
        await self.database.close()
        self._start()

    async def run_job(self, now: datetime, anchored: tuple[str, ...] = tuple(ANCHORED_JOBS)) -> None:
        for name in anchored:
            await self._timetable.run_job(name, now)

    async def evenly(self, since: datetime, until: datetime) -> None:
        """At every moment at which something is due, and at the last."""
        now = since
        while True:
            async with self.database.reading() as session:
                coming = await agenda.next_moment(session)
            if coming is None or coming >= until:
                break
            now = max(now, coming)  # some rungs come due as they are planned
            await self.run_job(now)
        await self.run_job(until)

    async def hear(self, number: int, true: datetime) -> None:
        chat = {"id": CHAT, "type": "private"}
        said = {"message_id": number, "date": int(true.timestamp()), "chat": chat, "text": "好"}
        async with self.database.writing() as session:
            await inbox.store(session, [{"update_id": number, "message": said}], true)
            [waiting] = await turns.next_waiting(session, 1)
            await inbox.done(session, {waiting.id: "闲谈"}, now=true)

    async def rows(self) -> list[AgendaRow]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(AgendaRow).order_by(AgendaRow.id)))

    async def digests(self) -> list[str]:
        query = select(OutboxRow).where(OutboxRow.kind == "digest", OutboxRow.queued_at <= LATER)
        async with self.database.reading() as session:
            return sorted(f"{each.facts['day']} {each.facts['scope']}" for each in await session.scalars(query))


@asynccontextmanager
async def service(template: Path, name: str) -> AsyncIterator[Service]:
    opened = Service(Path(shutil.copy(template, template.with_name(name))))
    try:
        yield opened
    finally:
        await opened.database.close()


async def disturbed(served: Service, steps: list[Step]) -> None:
    true = BEGIN
    for number, step in enumerate(steps, start=1):
        true = min(END, true + step.gap)
        if step.heard:
            await served.hear(number, true)
        if step.restart:
            await served.restart()
        for _ in range(step.times):
            await served.run_job(true + step.wrong, step.anchored)
    for _ in range(2):
        await served.run_job(END)


def key(each: AgendaRow) -> Key:
    return each.task_id, each.rung, each.occurrence


def by_the_end(rows: list[AgendaRow]) -> set[Key]:
    """What hangs on the calendar, has come by END, and was taken."""
    return {key(each) for each in rows if each.rung in ANCHORED and each.at <= END and each.fate != Fate.WAITING}


def said_after(rows: list[AgendaRow]) -> set[Key]:
    """What was said, or had a newer rung speak for it, for moments after END and by a clock that was right."""
    late = [each for each in rows if each.rung in ANCHORED and END < each.at <= LATER]
    return {key(each) for each in late if each.taken_at is not None and END < each.taken_at <= LATER}


@dataclass(frozen=True)
class Even:
    template: Path
    taken: set[Key]
    after: set[Key]
    digests: list[str]


@pytest.fixture(scope="module")
def even(tmp_path_factory) -> Even:
    file = tmp_path_factory.mktemp("law-six") / "template.db"

    async def played() -> Even:
        await ledger(file)
        async with service(file, "even.db") as served:
            await served.evenly(BEGIN, END)
            taken = by_the_end(await served.rows())
            await served.evenly(END, LATER)
            return Even(file, taken, said_after(await served.rows()), await served.digests())

    found = asyncio.run(played())
    assert {rung for _, rung, _ in found.taken | found.after} == ANCHORED
    assert found.digests
    return found


async def holds(even: Even, steps: list[Step]) -> None:
    async with service(even.template, "odd.db") as served:
        await disturbed(served, steps)
        rows = await served.rows()
        assert by_the_end(rows) == even.taken
        assert all(each.reason for each in rows if each.fate == Fate.SUPPRESSED)
        assert not [key(each) for each in rows if each.fate == Fate.WAITING and each.at <= END]
        async with served.database.reading() as session:
            assert await auditor.breaches(session, now=END, policy=POLICY) == []
        await served.evenly(END, LATER)
        rows = await served.rows()
        assert said_after(rows) >= even.after
        said_twice_by_a_right_clock(rows)
        assert set(await served.digests()) >= {each for each in even.digests if each > f"{POLICY.today(END)}"}


def said_twice_by_a_right_clock(rows: list[AgendaRow]) -> None:
    """A rung is said once for its moment; again only when a clock ahead of its day had said it."""
    said = [each for each in rows if each.fate == Fate.QUEUED and audience(each.rung) == "owner"]
    said = [each for each in said if each.taken_at is not None and each.taken_at <= LATER]
    times = Counter((key(each), each.at) for each in said)
    for one in (each for each in said if times[key(each), each.at] > 1):
        others = [each for each in said if (key(each), each.at) == (key(one), one.at) and each.id > one.id]
        assert all(each.taken_at < one.taken_at for each in others)


WRONG = st.one_of(
    st.just(timedelta()),
    st.sampled_from([timedelta(seconds=each) for each in (-1, 1, -90, 90, -3600, 3600)]),
    st.integers(-48, 48).map(lambda each: timedelta(hours=each)),
    st.integers(-400, 400).map(days),
)
STEPS = st.builds(
    Step,
    gap=st.integers(1, 21 * 24).map(lambda each: timedelta(hours=each)),
    wrong=WRONG,
    times=st.integers(1, 2),
    anchored=st.sampled_from([tuple(ANCHORED_JOBS), *((name,) for name in ANCHORED_JOBS)]),
    restart=st.booleans(),
    heard=st.booleans(),
)


# Without shrinking: each trial is weeks of ticks on a real file, and six steps can be read as they are.
@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, max_size=6))
@example(steps=[Step(days(3), days(400)), Step(days(1)), Step(days(7), days(-400), restart=True)])
@example(steps=[Step(days(20), days(9)), Step(days(1)), Step(days(2), days(-9), heard=False)])
@example(steps=[Step(days(3), days(40), anchored=("agenda",))])
@example(steps=[Step(days(3), days(40), anchored=("digest",), restart=True), Step(days(1), anchored=("agenda",))])
def test_whatever_the_clock_does_on_the_way(even, steps):
    asyncio.run(holds(even, steps))


@pytest.mark.soak
@settings(
    max_examples=400,
    phases=[Phase.generate],
    derandomize=False,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, max_size=10))
def test_whatever_the_clock_does_for_long(even, steps):
    asyncio.run(holds(even, steps))
