"""The real service over a real database, stepped by hand: Telegram is a list in memory, and the clock is ours."""

from __future__ import annotations

import itertools
import os
import re
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import app
from bot.playground.stage import TOKEN, Clock
from bot.settings import Settings
from bot.telegram_io.api_client import Reply
from db import inbox, migrations, people
from db.messages import Call, Kind
from db.models import Milestone, OutboxRow, Person, Post, Request, Role
from db.session import Database
from schedules.sending.delivery import Rendered, Writer
from schedules.steps import enrolling, importing, posts
from schedules.steps.context import StepContext
from tests.simulation.looking import Looking
from tests.simulation.oracle.days import local_day
from tests.simulation.oracle.facts import Leave
from tests.simulation.undated import LAW

WEEK = 7  # days
ME = {"id": 4242, "is_bot": True, "first_name": "回音", "username": "huiyin_bot"}


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it came: when, and the words and buttons under it."""

    at: datetime
    chat_id: int
    message_id: int
    text: str
    buttons: tuple[tuple[str, str], ...]  # label and data

    def data(self, label: str) -> str | None:
        return next((data for name, data in self.buttons if name == label), None)


@dataclass(slots=True)
class Telegram:
    """Accepts every call at once; keeps what each person was told, as it stands now."""

    clock: Clock
    chats: dict[int, list[Heard]] = field(default_factory=dict)
    _numbers: Iterable[int] = field(default_factory=lambda: itertools.count(1))

    async def call(self, method: str, parameters: dict[str, Any] | None = None, *_: Any, **__: Any) -> Reply:
        given = parameters or {}
        if method == "editMessageText":
            self._edit(given)
        if method.startswith("send"):
            message = self._kept(given, next(self._numbers))  # type: ignore[call-overload]
            self.chats.setdefault(message.chat_id, []).append(message)
            return Reply(200, {"ok": True, "result": {"message_id": message.message_id}})
        return Reply(200, {"ok": True, "result": True})

    def _edit(self, given: dict[str, Any]) -> None:
        told = self.chats.get(int(given["chat_id"]), [])
        for place, old in enumerate(told):
            if old.message_id == given["message_id"]:
                told[place] = self._kept(given, old.message_id, at=old.at)

    def _kept(self, given: dict[str, Any], number: int, *, at: datetime | None = None) -> Heard:
        rows = (given.get("reply_markup") or {}).get("inline_keyboard", [])
        buttons = tuple((each["text"], each.get("callback_data", "")) for row in rows for each in row)
        text = str(given.get("text", given.get("caption", "")))
        return Heard(at or self.clock.now, int(given["chat_id"]), number, text, buttons)


class Town:
    """Use `opened()`."""

    def __init__(self, service: app.Service, telegram: Telegram, clock: Clock, looking: Looking) -> None:
        self.service = service
        self.looking = looking
        self.telegram = telegram
        self.clock = clock
        self.chats: dict[str, int] = {}
        self.held_until: datetime | None = None  # the next moment at which something that waits may go
        self._queued = 0  # the newest call that was looked at
        self._updates = itertools.count(1)
        self._accounts = itertools.count(1001)

    @property
    def database(self) -> Database:
        return self.service.database

    def local(self, day: date, clock: str) -> datetime:
        return self.service.policy.at(day, clock)

    @asynccontextmanager
    async def step(self, name: str) -> AsyncIterator[StepContext]:
        async with self.database.writing() as session:
            yield StepContext(session, self.clock.now, f"command:{name}", self.service.policy)

    async def enrol(self, name: str, *roles: Role) -> None:
        """Somebody of the register, or a new person with these roles, has pressed Start."""
        async with self.step("invite") as context:
            person = await people.by_name(context.session, name) or await importing.person_named(context, name)
            for role in roles:
                await posts.appoint(context, await people.with_posts(context.session, person.id), role)
            self.chats[name] = next(self._accounts)
            await enrolling.bind(context, await enrolling.invite(context, person), self.chats[name])

    async def replaces(self, former: str, new: str) -> None:
        """Another head takes the post, and has pressed Start."""
        await self.enrol(new)
        async with self.step("post") as context:
            old = await people.by_name(context.session, former)
            follower = await people.by_name(context.session, new)
            assert old is not None
            assert follower is not None
            head = next(each for each in old.posts if each.role is Role.HEAD)
            await posts.replace(context, old, follower, Role.HEAD, head.department_id)
        del self.chats[former]
        await self.settle()

    async def names(self) -> dict[int, str]:
        async with self.database.reading() as session:
            return {each.id: each.name for each in await session.scalars(select(Person))}

    async def milestones(self, number: int) -> list[date]:
        query = select(Milestone.due).where(Milestone.task_id == number).order_by(Milestone.position)
        async with self.database.reading() as session:
            return list(await session.scalars(query))

    async def tasks_of(self, requests: Sequence[int]) -> list[int]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(Request.task_id).where(Request.id.in_(requests))))

    async def appoints_deputies(self, leaves: Sequence[Leave]) -> None:
        ids = {name: number for number, name in (await self.names()).items()}
        async with self.step("appoint") as context:
            for each in leaves:
                context.session.add(
                    Post(
                        person_id=ids[each.deputy],
                        role=Role.DEPUTY,
                        for_person_id=ids[each.absent],
                        begins=each.first,
                        ends=each.last,
                    )
                )

    def undated(self) -> list[str]:
        """What is unfinished and nothing will ask about again."""
        today = local_day(self.clock.now).isoformat()
        return [f"{what} {number}" for what, number in self.looking.all(LAW, today=today)]

    # time

    async def ring(self, *jobs: str) -> None:
        """The timetable's jobs at this moment, then whatever may be sent."""
        for job in jobs:
            await self.service.timetable.run_job(job, self.clock.now)
        await self.settle()

    async def settle(self) -> None:
        """Send what may go. Nothing waits to be served here, and no file to be drawn."""
        if not self._has_calls():
            return
        until = self.clock.now + timedelta(minutes=3)
        self.service.delivery._checked_at = self.clock.now  # no sender ends here while sending
        while (coming := await self.service.delivery.once(self.clock.now)) is not None and coming <= until:
            self.clock.now = max(coming, self.clock.now + timedelta(milliseconds=1))
        self.held_until = coming

    def _has_calls(self) -> bool:
        """Whether something was queued since the last time, or waited until now."""
        newest = self.looking.newest_call()
        queued, self._queued = newest > self._queued, newest
        return queued or (self.held_until is not None and self.held_until <= self.clock.now)

    # people

    async def says(self, name: str, words: str, *, reply_to: int | None = None) -> None:
        message: dict[str, Any] = {**self._message(name), "text": words}
        if reply_to is not None:
            message["reply_to_message"] = {**self._message(name), "message_id": reply_to, "text": "…"}
        await self._comes(message=message)

    async def taps(self, name: str, label: str, *, under: Heard) -> None:
        data = under.data(label)
        assert data is not None, f"{name} sees no {label} under {under.text!r}"
        await self.presses(name, data, under=under)

    async def presses(self, name: str, data: str, *, under: Heard) -> None:
        number = next(self._updates)
        shown = {**self._message(name), "message_id": under.message_id, "text": under.text, "from": ME}
        query = {"id": str(number), "from": self._user(name), "message": shown, "data": data, "chat_instance": "1"}
        await self._comes(callback_query=query)

    def heard(self, name: str) -> Sequence[Heard]:
        return self.telegram.chats.get(self.chats[name], [])

    def newest(self, name: str, label: str, words: str = "") -> Heard | None:
        """The newest message with this button, and these words, which begin in no middle of a number."""
        begins = re.compile(rf"(?<!\d){re.escape(words)}")
        fitting = (each for each in reversed(self.heard(name)) if each.data(label) and begins.search(each.text))
        return next(fitting, None)

    def _user(self, name: str) -> dict[str, Any]:
        return {"id": self.chats[name], "is_bot": False, "first_name": name}

    def _message(self, name: str) -> dict[str, Any]:
        chat = {"id": self.chats[name], "type": "private", "first_name": name}
        number, at = next(self._updates) + 10_000_000, int(self.clock.now.timestamp())
        return {"message_id": number, "date": at, "chat": chat, "from": self._user(name)}

    async def _comes(self, **update: Any) -> None:
        async with self.database.writing() as session:
            await inbox.store(session, [{"update_id": next(self._updates), **update}], self.clock.now)
        await self.service.preparation.once()
        await self.service.intake.once()
        await self.settle()


def _memory() -> str | None:
    """A folder in memory where there is one: no power is cut here."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@asynccontextmanager
async def opened(start: datetime, *, policy_text: str = "") -> AsyncIterator[Town]:
    with tempfile.TemporaryDirectory(prefix="huiyin-town-", dir=_memory()) as folder:
        policy = Path(folder) / "policy.toml"
        policy.write_text(f"[digest]\nattach = false\n{policy_text}", encoding="utf-8")
        url = f"sqlite:///{folder}/town.db"
        settings = Settings(token=TOKEN, database_url=url, policy=policy)  # type: ignore[arg-type]
        clock = Clock(start)
        telegram = Telegram(clock)
        database = Database(url)
        await migrations.upgrade(database)
        service = app.build(settings, database, clock=clock, me=ME, bot_api=telegram)  # type: ignore[arg-type]
        service.delivery._write = _weekly_once_a_month(service.delivery._write)
        looking = Looking(Path(folder) / "town.db")
        yield Town(service, telegram, clock, looking)
        looking.close()
        await database.close()


def _weekly_once_a_month(write: Writer) -> Writer:
    """Who gets a report of the week is asked of every week; it is written out in the first of a month."""

    async def written(session: AsyncSession, row: OutboxRow, now: datetime) -> Rendered:
        if row.kind != Kind.DIGEST or local_day(now).day <= WEEK:
            return await write(session, row, now)
        person = (await people.by_ids(session, [row.person_id or 0]))[row.person_id or 0]
        return Call("sendMessage", {"chat_id": person.chat_id, "text": "周报"})

    return written
