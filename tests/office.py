"""A supervision office on a virtual clock, in the words of its stories: cast, ledger, time.

A thin harness over `bot/playground/stage.py`: the real service and the sandbox talk over real HTTP.
What was heard is read from the sandbox's own record of every chat.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select

from bot.playground.stage import FIRST_CHAT, Actor, Stage, opened
from bot.sandbox.transcript import entries
from bot.sandbox.world import Query
from db import journal, people, tasks
from db.ledger_rows import MilestoneRow, TaskRow
from db.models import AgendaRow, Fate, InboxRow, InboxState, OutboxRow, Post, Report, Role, Task
from schedules import auditor
from schedules.steps import importing

LEDGER = "2022年重点任务分解表"
START = "2022-01-04 09:30"
COORDINATOR = "督查员甲"


@dataclass(frozen=True, slots=True)
class Item:
    """A task as people know it."""

    id: int
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Message:
    """What stands in a chat now."""

    id: int
    text: str
    labels: tuple[str, ...]
    data: tuple[str, ...]
    at: datetime


class Person:
    """Somebody with a telephone. What he does goes over HTTP; what he hears is read from his chat."""

    def __init__(self, office: Office, actor: Actor) -> None:
        self.office = office
        self.actor = actor
        self.name = actor.name
        self.chat_id = actor.chat_id

    async def says(self, words: str, *, to: Message | None = None) -> int:
        """`to`: the message he replies to. The number of his message."""
        return await self.actor.says(words, reply_to=to.id if to else None)

    async def edits(self, message_id: int, words: str) -> None:
        await self.actor.edits(message_id, words)

    async def taps(self, button: str, *, under: Message | None = None) -> None:
        message = under or self.with_button(button)
        await self.actor.taps(button, message={"message_id": message.id})

    async def taps_twice(self, button: str) -> None:
        """An impatient finger: both taps come before either is served."""
        message = self.with_button(button)
        for _ in range(2):
            await self.office.stage.client.tap(self.chat_id, message.id, button)
        await self.office.stage.settle()

    async def forges(self, data: str) -> None:
        """A tap that no button of his offers, as a tampered client could send it."""
        world = self.office.stage.sandbox.world
        chat, number = world.chats[self.chat_id], str(5_000_000_000_000_000_000 + next(world.numbers))
        under = next(post for post in reversed(world.posts) if post.chat is chat and post.outgoing)
        world.queries[number] = Query(number, self.chat_id, self.chat_id, under.id, data, world.clock.now())
        sender = {"id": self.chat_id, "is_bot": False, "first_name": self.name}
        wire = {"id": number, "from": sender, "message": under.wire, "chat_instance": "1", "data": data}
        world.updates.push("callback_query", wire)
        await self.office.stage.settle()

    @property
    def messages(self) -> list[Message]:
        """Everything the bot has said to him, as it stands now."""
        world = self.office.stage.sandbox.world
        return [_message(each) for each in entries(world, chat_id=self.chat_id) if each["outgoing"]]

    @property
    def latest(self) -> Message:
        """The newest message; the evening's word of new bindings comes to every coordinator and is no story's end."""
        heard = self.messages
        bound = re.compile("【账号】.{0,16}新绑定")
        return next((each for each in reversed(heard) if not bound.match(each.text)), heard[-1])

    @property
    def last(self) -> str:
        return self.latest.text if self.messages else ""

    def with_button(self, button: str) -> Message:
        for message in reversed(self.messages):
            if button in message.labels:
                return message
        raise AssertionError(f"{self.name} sees no button {button!r}; last: {self.last!r}")

    def heard_since(self, moment: str, *, about: Item | None = None) -> list[str]:
        """The texts of messages that came after this local moment."""
        since = self.office.stage.local(moment)
        return [
            each.text
            for each in self.messages
            if each.at > since and (about is None or about.title in each.text or f"{about.number}号" in each.text)
        ]

    @property
    def reactions(self) -> list[str]:
        """What the bot has put under his messages."""
        world = self.office.stage.sandbox.world
        mine = [each for each in entries(world, chat_id=self.chat_id) if not each["outgoing"]]
        return [reaction["emoji"] for each in mine for reaction in each["reactions"]]


class Coordinator(Person):
    async def accepts(self, task: Item) -> None:
        await self.taps("同意销号", under=self._asked("同意销号", task))

    async def returns(self, task: Item, reason: str) -> None:
        await self.taps("退回重办", under=self._asked("退回重办", task))
        await self.says(reason)

    async def urges(self, task: Item) -> None:
        await self.says(f"/status {task.number}")
        await self.taps("催办")

    def _asked(self, button: str, task: Item) -> Message:
        fitting = [each for each in self.messages if button in each.labels and task.title in each.text]
        assert fitting, f"nobody asked {self.name} about {task.title}; last: {self.last!r}"
        return fitting[-1]


class Office:
    """Use the fixture `office`. It opens on a quiet morning with one coordinator and an empty ledger."""

    coordinator: Coordinator

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._numbers: dict[str, int] = {}

    async def until(self, moment: str) -> None:
        """Let time pass; everything due on the way happens at its own moment."""
        await self.stage.until(moment)

    async def begins(self, moment: str) -> None:
        """Turn the clock to where the story begins; nothing has been handed out yet."""
        await self.stage.move(self.stage.local(moment))

    async def head(self, name: str, *, bound: bool = True) -> Person:
        async with self.stage.step("import-people") as context:
            department = department_of(name)
            await importing.import_department(
                context, department, aliases=[department.removeprefix("市")], heads=[name], liaisons=[]
            )
        return await self._person(name, bound=bound)

    async def liaison(self, name: str, *, of: str) -> Person:
        async with self.stage.step("import-people") as context:
            await importing.import_department(context, of, aliases=[], heads=[], liaisons=[name])
        return await self._person(name)

    async def leader(self, name: str) -> Person:
        async with self.stage.step("import-people") as context:
            await importing.import_leader(context, name)
        return await self._person(name)

    async def another_coordinator(self, name: str) -> Coordinator:
        return Coordinator(self, await self.stage.actor(name, role=Role.COORDINATOR))

    async def deputy(self, name: str, *, of: Person, begins: str, ends: str) -> Person:
        person = await self._person(name)
        async with self.stage.step("appoint") as context:
            found = {each.name: each for each in await people.everyone(context.session)}
            context.session.add(
                Post(
                    person_id=found[name].id,
                    role=Role.DEPUTY,
                    for_person_id=found[of.name].id,
                    begins=date.fromisoformat(begins),
                    ends=date.fromisoformat(ends),
                )
            )
        return person

    async def _person(self, name: str, *, bound: bool = True) -> Person:
        return Person(self, await self.stage.actor(name, bound=bound))

    async def task(self, title: str, *, owner: Person | str, ledger: str = LEDGER, **facts: Any) -> Item:
        """One more row of the ledger, through the import step."""
        return (await self.tasks([title], owner=owner, ledger=ledger, **facts))[0]

    async def tasks(
        self, titles: Sequence[str], *, owner: Person | str, ledger: str = LEDGER, **facts: Any
    ) -> list[Item]:
        rows = [self._row(title, owner=owner, ledger=ledger, **facts) for title in titles]
        return await self.imports(rows, ledger=ledger)

    async def imports(self, rows: Sequence[TaskRow], *, ledger: str = LEDGER) -> list[Item]:
        async with self.stage.step("import") as context:
            done = await importing.import_ledger(context, rows, name=ledger, base_date=context.today)
            return [Item(task.id, task.number, task.title) for task in done.tasks]

    def _row(self, title: str, *, ledger: str, **facts: Any) -> TaskRow:
        self._numbers[ledger] = self._numbers.get(ledger, 0) + 1
        return row(title, no=self._numbers[ledger], **facts)

    # questions to the ledger

    async def found(self, task: Item) -> Task:
        async with self.stage.database.reading() as session:
            return (await tasks.by_ids(session, [task.id]))[task.id]

    async def state(self, task: Item) -> str:
        return (await self.found(task)).state.label

    async def reports(self, task: Item) -> list[Report]:
        """Those not withdrawn."""
        query = select(Report).where(Report.task_id == task.id, Report.withdrawn_at.is_(None)).order_by(Report.id)
        async with self.stage.database.reading() as session:
            return list((await session.scalars(query)).all())

    async def rungs(self, task: Item, *, fate: Fate | None = None) -> list[AgendaRow]:
        query = select(AgendaRow).where(AgendaRow.task_id == task.id).order_by(AgendaRow.at, AgendaRow.id)
        query = query if fate is None else query.where(AgendaRow.fate == fate)
        async with self.stage.database.reading() as session:
            return list((await session.scalars(query)).all())

    async def journal(self, task: Item | None = None) -> list[str]:
        async with self.stage.database.reading() as session:
            return [each.kind for each in await journal.rows(session, task_id=task.id if task else None)]

    async def count(self, kind: str) -> int:
        """Messages of this kind ever queued."""
        async with self.stage.database.reading() as session:
            return await session.scalar(select(func.count()).where(OutboxRow.kind == kind)) or 0

    async def faults(self) -> list[str]:
        """What must never be: a request against the contract, an update that could not be served, a broken law."""
        async with self.stage.database.reading() as session:
            poison = await session.scalars(select(InboxRow.error).where(InboxRow.state == InboxState.POISON))
            laws = await auditor.breaches(session, now=self.stage.clock.now, policy=self.stage.policy)
            return [*self.stage.sandbox.violations, *map(str, poison), *(each.text for each in laws)]


def row(title: str, *, no: int, owner: Person | str, **facts: Any) -> TaskRow:
    """A row as the workbook reader hands it over: `due` and milestones as ISO dates, `every` for a recurring task."""
    name = owner if isinstance(owner, str) else owner.name
    due = date.fromisoformat(facts["due"]) if facts.get("due") else None
    leader = facts.get("leader", "")
    return TaskRow(
        no=no,
        category=facts.get("category", "重点项目"),
        source=facts.get("source", "重点工作"),
        title=title,
        target=facts.get("target", ""),
        lead_department=facts.get("department", department_of(name)),
        co_departments=(),
        leader=leader if isinstance(leader, str) else leader.name,
        owner=name,
        mode="recurring" if facts.get("every") else "deadline",
        due=due,
        report_every=facts.get("every"),
        report_day=facts.get("report_day"),
        milestones=tuple(MilestoneRow(each, date.fromisoformat(day)) for each, day in facts.get("milestones", ())),
        urgent=facts.get("urgent", False),
    )


def department_of(name: str) -> str:
    """市财政局局长 → 市财政局."""
    return name.removesuffix("局长").removesuffix("主任")


def _message(entry: dict[str, Any]) -> Message:
    buttons = [button for line in entry["buttons"] or [] for button in line]
    return Message(
        entry["message_id"],
        entry["text"] or "",
        tuple(button["text"] for button in buttons),
        tuple(button.get("callback_data", "") for button in buttons),
        datetime.fromtimestamp(entry["time"]).astimezone(),
    )


@asynccontextmanager
async def staffed(
    database_url: str | None = None, *, attach: bool = False, model_url: str | None = None, policy_text: str = ""
) -> AsyncIterator[Office]:
    """With a database of its own the coordinator enrols over HTTP; otherwise he did so once for all stories.

    `attach`: with chart and workbook, for which a child process takes seconds of every Friday.
    """
    from tests.bot.sandbox.contract import contract

    with tempfile.TemporaryDirectory() as folder:
        url = database_url or f"sqlite:///{shutil.copy(await _furnished(), folder)}"
        policy = Path(folder) / "policy.toml"
        policy.write_text(f"[digest]\nattach = {str(attach).lower()}\n{policy_text}", encoding="utf-8")
        async with opened(
            database_url=url, start=START, contract=contract, policy_file=policy, model_url=model_url
        ) as stage:
            office = Office(stage)
            if database_url is None:
                stage.sandbox.world.person(FIRST_CHAT, name=COORDINATOR).started = True
                stage.actors[COORDINATOR] = Actor(stage, COORDINATOR, FIRST_CHAT, "")
            office.coordinator = await office.another_coordinator(COORDINATOR)
            yield office


_FURNISHED: list[Path] = []


async def _furnished() -> Path:
    """A database at today's schema with one bound coordinator, made once per process: making it costs as much as
    a short story. What went over the wire is forgotten, for every sandbox counts its updates from the first."""
    if not _FURNISHED:
        file = Path(tempfile.mkdtemp(prefix="huiyin-office-")) / "huiyin.db"
        atexit.register(shutil.rmtree, file.parent, ignore_errors=True)
        async with opened(database_url=f"sqlite:///{file}", start=START) as stage:
            await stage.actor(COORDINATOR, role=Role.COORDINATOR)
            async with stage.database.writing() as session:
                await session.execute(delete(OutboxRow))
                await session.execute(delete(InboxRow))
            await stage.database.checkpoint()
        _FURNISHED.append(file)
    return _FURNISHED[0]
