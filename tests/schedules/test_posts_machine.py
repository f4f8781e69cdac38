"""People are appointed, absent, replaced and dismissed while they report, claim, decide and undo: the laws hold after
each step, whoever has lost his post may nothing, and an undoing restores every fact.

2,000 steps here; more by hand: POSTS_EXAMPLES=1000 gives 50,000. Half of its time goes into asking the laws: those
of sending are asked once a run, the others after each step that wrote something. All runs share one engine, which
keeps the statements it has built, over a file that each run copies anew into memory.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select, text

from db import instructions, matters, migrations, people, requests, tasks
from db import posts as held
from db.lifecycle import UNFINISHED, StepNotAllowed
from db.models import InstructionState, MatterKind, Paper, Person, RequestKind, Role, Task
from db.reading_facts import Row, Said
from db.rights import OFFICE, Action, may
from db.session import Database
from schedules import auditor, reminders
from schedules.policy import Policy
from schedules.steps import deciding, enrolling, importing, issuing, posts, relaying, reporting, sharing, signing
from schedules.steps import instructions as steps
from schedules.steps import matters as matter_steps
from schedules.steps.context import StepContext
from schedules.steps.deciding import TakenAlready
from schedules.steps.refusals import NotHisToDecide
from tests.office import row

POLICY = Policy()
BEGIN = POLICY.at(date(2022, 2, 14), "10:00")
UNITS = ("市财政局", "市审计局", "市水利局")
HEADS = tuple(f"{unit}局长" for unit in UNITS)
OTHERS = ("督查员甲", "督查员乙", "常务副市长", "李四", "王五", "赵六")
ROLES = (Role.COORDINATOR, Role.COORDINATOR, Role.LEADER, Role.LIAISON, Role.DIRECTOR, Role.SECRETARY)
EVERYBODY = (*HEADS, *OTHERS)
TASKS = 6
OF_SENDING = (2, 4, 5)
FACTS = (
    *("state", "owner_id", "lead_department_id", "leader_id", "liaison_id", "due", "target", "percent"),
    *("signed_at", "claimed_at", "closed_at", "expected", "urgent", "title"),
)
KINDS = (
    "share",
    "hand_over",
    "redate",
    "target",
    "stop",
    "resume",
    "reopen",
    "close",
    "replace",
    "dismiss",
    "deputy",
    "unbind",
)

GIVEN = (Role.HEAD, Role.LIAISON, Role.COORDINATOR, Role.LEADER, Role.DIRECTOR, Role.SECRETARY)

somebody = st.sampled_from(EVERYBODY)
orderer = st.sampled_from(["督查员甲", "督查员甲", "督查员乙"]) | somebody  # mostly those who may
anything = st.integers(1, TASKS)
OWNER, LIAISON = "*owner", "*liaison"  # of the task in question, whoever that is by then
reporter = st.sampled_from([OWNER, OWNER, OWNER, LIAISON]) | somebody
secretary = st.sampled_from(["赵六", "赵六", "赵六"]) | somebody
signer = st.sampled_from(["王五", "王五", "督查员甲"]) | somebody
unit = st.sampled_from(range(len(UNITS)))


async def template(file: Path) -> None:
    database = Database(f"sqlite:///{file}")
    await migrations.upgrade(database)
    async with database.writing() as session:
        context = StepContext(session, BEGIN, "command:import", POLICY)
        for name, head in zip(UNITS, HEADS, strict=True):
            await importing.import_department(context, name, aliases=[], heads=[head], liaisons=[])
        for name, role in zip(OTHERS, ROLES, strict=True):
            person = await posts.person_named(context, name)
            leader = await people.by_name(session, "常务副市长")
            unit = await people.department_named(session, UNITS[0])
            await posts.appoint(
                context,
                person,
                role,
                department_id=unit.id if role is Role.LIAISON else None,
                for_person_id=leader.id if role is Role.SECRETARY else None,
            )
        rows = [
            row(f"第{n + 1}项工程", no=n + 1, owner=HEADS[n % 3], leader="常务副市长", due=f"2022-04-{10 + n}")
            for n in range(TASKS)
        ]
        await importing.import_ledger(context, rows, name="台账", base_date=context.today)
        for n, name in enumerate(EVERYBODY):
            person = await people.by_name(session, name)
            await enrolling.bind(context, await enrolling.invite(context, person), 1001 + n)
    await database.checkpoint()
    await database.close()


class Shared:
    """Built for the first run and kept for all: an event loop, the ledger every run begins with, one engine."""

    def __init__(self) -> None:
        memory = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(prefix="huiyin-posts-", dir=memory if memory.is_dir() else None))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(template(self.folder / "template.db"))
        self.file = self.folder / "huiyin.db"
        self.database = Database(f"sqlite:///{self.file}")

    @classmethod
    def one(cls) -> Shared:
        if not _SHARED:
            _SHARED.append(cls())
        return _SHARED[0]

    def begin(self) -> None:
        for each in self.folder.glob("huiyin.db*"):
            each.unlink()
        shutil.copy(self.folder / "template.db", self.file)


_SHARED: list[Shared] = []


class Office(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        shared = Shared.one()
        shared.begin()
        self.loop, self.database = shared.loop, shared.database
        self.now = BEGIN
        self.lost: set[str] = set()  # dismissed, and not bound again
        self.had = {chat: {*EVERYBODY[chat : chat + 1]} for chat in range(13)}  # whose each account has ever been
        self.before: dict[int, object] = {}  # instruction → what the facts were before it
        self.looked_at: int | None = None  # the version of the file whose laws were asked; None: the clock went on

    def teardown(self) -> None:
        try:
            self.loop.run_until_complete(self._broken_of_sending())
        finally:
            self.loop.run_until_complete(self.database.close())

    def done(self, work, by: str | None = None, ref: int | None = None):
        """One transaction; a refusal takes nothing with it. `ref`: the task whose owner or liaison acts."""

        async def step():
            self.now += timedelta(minutes=1)
            async with self.database.writing() as session:
                context = StepContext(session, self.now, f"update:{self.now:%s}", POLICY)
                if by is not None:
                    found = await self.named(session, by, ref)
                    if found is None:
                        return None
                    context = context.by(await people.with_posts(session, found.id))
                return await work(context)

        try:
            return self.loop.run_until_complete(step())
        except (NotHisToDecide, StepNotAllowed, TakenAlready):
            return None

    async def named(self, session, by, ref):
        if by not in (OWNER, LIAISON):
            return await people.by_name(session, by)
        task = await session.get(Task, ref)
        return await session.get(Person, task.owner_id if by == OWNER else task.liaison_id or 0)

    # people

    @rule(name=somebody, of=unit, role=st.sampled_from(GIVEN))
    def appointed(self, name, of, role):
        async def work(context):
            department = await people.department_named(context.session, UNITS[of])
            department_id = department.id if role in (Role.HEAD, Role.LIAISON) else None
            served = await people.by_name(context.session, "常务副市长") if role is Role.SECRETARY else None
            await posts.appoint(
                context,
                await people.by_name(context.session, name),
                role,
                department_id=department_id,
                for_person_id=served.id if served else None,
            )

        self.done(work)

    @rule(name=somebody, to=st.none() | somebody)
    def dismissed(self, name, to):
        async def work(context):
            new = await people.by_name(context.session, to) if to and to != name else None
            await posts.dismiss(context, await people.by_name(context.session, name), to=new)
            return True

        if self.done(work):
            self.lost.add(name)

    @rule(name=somebody, which=st.integers(0, 3))
    def one_post_ends(self, name, which):
        async def work(context):
            found = await held.of(context.session, (await people.by_name(context.session, name)).id)
            if which < len(found):
                await posts.end(context, found[which])

        self.done(work)

    @rule(name=somebody, chat=st.integers(0, 12), agreed=st.booleans())
    def presses_a_link(self, name, chat, agreed):
        """A bound person keeps his own; a bound name asks its old account, a former account a coordinator."""

        async def work(context):
            person = await people.by_name(context.session, name)
            number, others = 1001 + chat, self.had[chat] - {name}
            holder, old = await people.by_chat(context.session, number), person.chat_id
            pressed = await enrolling.bind(context, await enrolling.invite(context, person), number)
            if holder is not None and holder.id != person.id:
                assert pressed.what is enrolling.Pressed.FOREIGN
                assert holder.chat_id == number
            elif old != number and (old is not None or others):
                assert pressed.what is enrolling.Pressed.WAITS
                assert person.chat_id == old
                await self.answers_for_his_account(context, person, agreed)
                assert person.chat_id == (number if agreed else old)
            else:
                assert pressed.what is enrolling.Pressed.BOUND
                assert person.chat_id == number
            if person.chat_id == number:
                self.had[chat].add(name)
            return person.chat_id is not None

        if self.done(work):
            self.lost.discard(name)

    async def answers_for_his_account(self, context, person, agreed):
        (asked,) = await instructions.waiting(context.session, enrolling.REBIND, person.id)
        who = person if person.chat_id is not None else (await people.coordinators(context.session))[0]
        by = await people.with_posts(context.session, who.id)
        await enrolling.rebind(context.by(by), asked.id, agreed=agreed)

    # work

    @rule(
        name=reporter,
        ref=anything,
        said=st.sampled_from([Said.IN_PROGRESS, Said.DONE_CLAIMED]),
        percent=st.integers(1, 99),
    )
    def reports(self, name, ref, said, percent):
        async def work(context):
            task = await context.session.get(Task, ref)
            was, person = (task.state, task.percent), context.actor
            words = reporting.Heard(person, "完成")
            saying = await reporting.keep_saying(context, words)
            row_ = Row(ref=ref, state=said, percent=percent if said is Said.IN_PROGRESS else None)
            understood = await reporting.report(context, saying, [row_], person=person)
            allowed = may(people.roles_towards(person, task, today=context.today), Action.REPORT)
            assert bool(understood) == allowed
            assert allowed or (task.state, task.percent) == was

        self.done(work, by=name, ref=ref)

    @rule(name=reporter, ref=anything)
    def signs(self, name, ref):
        async def work(context):
            mine = [task.id for task in await _open(context)]
            await signing.sign(context, [ref] if ref in mine else [])

        self.done(work, by=name, ref=ref)

    @rule(name=orderer, ref=anything, accepts=st.booleans())
    def decides(self, name, ref, accepts):
        async def work(context):
            claim = await requests.open_of_kind(context.session, ref, RequestKind.CLOSURE)
            if claim is None:
                return
            task = await context.session.get(Task, ref)
            if accepts:
                await deciding.accept_claim(context, claim.id)
            else:
                await deciding.return_claim(context, claim.id, reason="缺材料", due=None)
            assert may(people.roles_towards(context.actor, task, today=context.today), Action.CHECK)

        self.done(work, by=name)

    @rule(name=reporter, ref=anything, confirmed=st.booleans())
    def confirms_a_liaisons_done(self, name, ref, confirmed):
        async def work(context):
            asked = await requests.open_of_kind(context.session, ref, RequestKind.CONFIRM)
            if asked is None:
                return
            task = await context.session.get(Task, ref)
            allowed = may(people.roles_towards(context.actor, task, today=context.today), Action.CONFIRM)
            await deciding.confirm_claim(context, asked.id, confirmed=confirmed)
            assert allowed

        self.done(work, by=name, ref=ref)

    # what a secretary brings and what the director signs

    @rule(name=secretary, ref=anything)
    def brings_his_leaders_word(self, name, ref):
        async def work(context):
            task = (await tasks.by_ids(context.session, [ref]))[ref]
            roles = people.roles_towards(context.actor, task, today=context.today)
            allowed = may(roles, Action.PASS_WORD) or may(
                roles, Action.REPORT
            )  # whoever answers for it may bring it too
            saying = await reporting.keep_saying(context, reporting.Heard(context.actor, "要抓紧"))
            await relaying.pass_on(context, saying, [task], due=context.today)
            assert allowed

        self.done(work, by=name)

    @rule(name=orderer)
    def confirms_the_word(self, name):
        async def work(context):
            waiting = await matters.open_ones(context.session, MatterKind.RELAY)
            if waiting:
                await relaying.confirm(context, waiting[0])
                assert may(context.actor.roles, Action.ENTER)

        self.done(work, by=name)

    @rule(name=orderer, about=anything)
    def drafts_a_paper(self, name, about):
        async def work(context):
            owner = await self.named(context.session, OWNER, about)
            given = await issuing.draft(context, Paper.ORDER, {"owner_id": owner.id}, text="拟下达督办单")
            await issuing.submit(context, given)

        self.done(work, by=name)

    @rule(name=signer, signs=st.booleans())
    def signs_a_paper(self, name, signs):
        async def work(context):
            waiting = await matters.open_ones(context.session, MatterKind.PAPER)
            if not waiting:
                return
            allowed = await issuing.may_sign(context, Paper.ORDER)
            await (issuing.sign if signs else issuing.send_back)(context, waiting[0])
            assert allowed

        self.done(work, by=name)

    @rule(name=somebody | st.sampled_from(HEADS))
    def answers_for_his_department(self, name):
        async def work(context):
            held_by_him = await matters.held_by(context.session, [context.actor.id], MatterKind.SHARE)
            if held_by_him:
                saying = await reporting.keep_saying(context, reporting.Heard(context.actor, "已完成"))
                await sharing.answered(context, held_by_him[0], saying)

        self.done(work, by=name)

    # orders

    @rule(name=orderer, kind=st.sampled_from(KINDS), ref=anything, of=unit, about=somebody, to=somebody)
    def orders(self, name, kind, ref, of, about, to):
        async def work(context):
            department = await people.department_named(context.session, UNITS[of])
            owner = await posts.successor(context, department.id, instead_of=Person(id=0, name=""))
            person = await people.by_name(context.session, about)
            before = await _facts(context)
            facts = {
                "tasks": [ref],
                "department_id": department.id,
                "owner_id": owner.id,
                "day": (context.today + timedelta(days=60)).isoformat(),
                "first": context.today.isoformat(),
                "why": "经常务副市长同意",
                "person_id": person.id,
                "to": to,
                "role": None,
                "members": [department.id],
            }
            given = await steps.draft(context, kind, facts)
            await steps.carry_out(context, given)
            needed = {"deputy": Action.STAND_IN}.get(kind)
            assert may(context.actor.roles, needed) if needed else context.actor is not None
            return given.id, before

        done = self.done(work, by=name)
        if done:
            self.before[done[0]] = done[1]
            if kind in ("dismiss", "replace"):
                self.lost.add(about)

    @rule(name=orderer)
    def undoes_the_last(self, name):
        async def work(context):
            given = await steps.last_of(context, context.actor)
            if given is None or given.id not in self.before:
                return None
            await steps.undo(context, given)
            await context.session.flush()
            assert given.state is InstructionState.UNDONE
            return given.id, given.kind, given.facts["person_id"], given.changes, await _facts(context)

        done = self.done(work, by=name)
        if done:
            given_id, kind, person_id, changes, after = done
            before = self.before[given_id]
            for table, row_id, columns in changes:
                for column in columns or {}:
                    if (table, row_id, column) in before:
                        assert after[table, row_id, column] == before[table, row_id, column], (kind, table, column)
            self.lost = {each for each in self.lost if EVERYBODY.index(each) + 1 != person_id}

    @rule(hours=st.sampled_from([1, 24, 72, 168]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        self.looked_at = None

        async def work(context):
            await posts.turn_of_the_day(context)
            await reminders.take_due(context)
            await matter_steps.follow_up(context)

        self.done(work)

    # what must hold

    @invariant()
    def the_laws_hold(self):
        async def look():
            async with self.database.reading() as session:
                version = await session.scalar(text("PRAGMA data_version"))
                if version == self.looked_at:
                    return  # refused: nothing was written since
                self.looked_at = version
                await self._broken(session)
                everybody = await people.everyone(session)
                assert any(person.roles & set(OFFICE) for person in everybody)
                ledger = (await session.scalars(select(Task))).all()
                by_id = {person.id: person for person in everybody}
                for person in everybody:
                    self._nothing_for_whoever_lost_it(person, ledger)
                for matter in await matters.open_ones(session):
                    assert matter.next_on is not None, (matter.kind, matter.id)
                    holder = by_id.get(matter.holder_id or 0)
                    assert holder is None or holder.posts or holder.chat_id is None, (matter.kind, holder.name)
                for task in ledger:
                    owner = by_id[task.owner_id]
                    heads = any(p.role is Role.HEAD and p.department_id == task.lead_department_id for p in owner.posts)
                    assert heads or owner.chat_id is None or task.state not in UNFINISHED, (task.number, owner.name)

        self.loop.run_until_complete(look())

    async def _broken(self, session):
        """The laws that a step may break: nothing is sent here, so those of inbox and outbox are asked at the end."""
        look = auditor.Look(session, self.now, POLICY)
        for number, what, law in auditor.LAWS:
            if number not in OF_SENDING:
                assert not list(await law(look)), (number, what)

    async def _broken_of_sending(self):
        async with self.database.reading() as session:
            broken = await auditor.breaches(session, now=self.now, policy=POLICY)
        assert [each.text for each in broken if each.law != 2] == []

    def _nothing_for_whoever_lost_it(self, person, ledger):
        today = POLICY.today(self.now)
        if person.name in self.lost and not person.posts:
            assert person.chat_id is None, person.name
        if not person.posts:
            open_ones = [task for task in ledger if task.state in UNFINISHED]
            assert not any(people.roles_towards(person, task, today=today) for task in open_ones if person.chat_id)


async def _open(context):
    return await tasks.open_of(context.session, context.actor.answers_for(context.today))


async def _facts(context):
    """Every fact an undoing has to restore, by table, id and column."""
    found = {}
    for task in (await context.session.scalars(select(Task))).all():
        found |= {("task", task.id, name): getattr(task, name) for name in FACTS}
    for person in (await context.session.scalars(select(Person))).all():
        found["person", person.id, "chat_id"] = person.chat_id
    for post in (await context.session.scalars(select(posts.Post))).all():
        found |= {("post", post.id, name): getattr(post, name) for name in ("in_force", "ends", "person_id")}
    return found


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=int(os.environ.get("POSTS_EXAMPLES", "40")),
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
