"""A city on a virtual clock: the sandbox and the real service over real HTTP, moved step by step.

Nothing of the service is replaced: its loops are stepped instead of left running, and the clock is ours. It runs in
this process, or in one of its own that can be killed (`apart`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot import app
from bot.app import Service
from bot.playground.actor import Actor
from bot.playground.service_process import ServiceProcess
from bot.playground.service_steps import Steps, StepsHere
from bot.runtime.office_ledger import office_policy
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.telegram_io.api_client import BotApi
from db import agenda, attachments, matters, migrations, people
from db.models import Person, Role
from db.session import Database
from schedules import bulletins
from schedules.policy import Policy
from schedules.steps import enrolling, importing, looking_back, posts
from schedules.steps.context import StepContext

TOKEN = "4242:HUIYIN-PLAYGROUND"
FIRST_CHAT = 1001
_INSTANT = timedelta(milliseconds=1)
_POLLS = 50  # a hundred updates come with each
_FAILURES = 5  # in a row: the network is down


async def _nobody_waits(_now: datetime, _target: datetime) -> None:
    return None


@dataclass(slots=True)
class Clock:
    """The service's clock; the sandbox's is set together with it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class Stage:
    """Use `opened()`. People are moved by `Actor`s, time by `until()`."""

    def __init__(
        self,
        service: Service,
        sandbox: Sandbox,
        client: SandboxClient,
        clock: Clock,
        process: ServiceProcess | None = None,
    ) -> None:
        self.service = service  # where it runs apart: the office's rules and its ledger to read, never stepped
        self.process = process
        self.sandbox = sandbox
        self.client = client
        self.clock = clock
        self.actors: dict[str, Actor] = {}
        self.between: Callable[[datetime, datetime], Awaitable[None]] = _nobody_waits
        self._taken: set[int] = set()

    @property
    def steps(self) -> Steps:
        return self.process or StepsHere(self.service)

    @property
    def policy(self) -> Policy:
        return self.service.policy

    @property
    def database(self) -> Database:
        return self.service.database

    def local(self, moment: str) -> datetime:
        """2022-03-10 09:00 in the office's zone."""
        day, _, clock = moment.partition(" ")
        return self.policy.at(datetime.fromisoformat(day).date(), clock or "00:00")

    async def move(self, now: datetime) -> None:
        if now > self.clock.now:
            self.clock.now = now
            await self.client.set_clock(now)

    async def until(self, moment: datetime | str) -> None:
        """Let time pass, event by event; everything due on the way happens at its own moment.

        `between` hears before each event how far it has come, and may end it by what it raises.
        """
        target = self.local(moment) if isinstance(moment, str) else moment
        await self.settle()
        while (coming := await self.next_event()) is not None and coming <= target:
            await self.move(coming)
            await self.tick()
            await self.settle()
            await self.between(self.clock.now, target)
        await self.move(target)

    async def tick(self) -> None:
        await self.steps.tick(self.clock.now)

    async def next_event(self) -> datetime | None:
        """The next rung, digest or held-back message after now."""
        after = self.clock.now + _INSTANT
        async with self.database.reading() as session:
            rung = await agenda.next_moment(session)
            days = [await matters.next_date(session), await looking_back.next_day(session, self.policy)]
            file = await attachments.next_hour(session, after=self.clock.now)
            bulletin = bulletins.next_moment(after, self.policy)
            asked_on = min((day for day in days if day is not None), default=None)
        held = await self.steps.deliver(self.clock.now)
        asked = self.policy.at(self.policy.calendar.at_or_after(asked_on), self.policy.morning) if asked_on else None
        events = [
            self.policy.digest_at_or_after(after),
            rung,
            file,
            bulletin,
            asked if asked and asked > after else None,
            held,
        ]
        return min((max(each, after) for each in events if each is not None), default=None)

    async def settle(self) -> None:
        """Serve everything that has come in and send what may go within the next minute of pacing."""
        until = self.clock.now + timedelta(minutes=1)
        await self._take_in()
        while True:
            coming = await self.steps.settle(self.clock.now)
            if coming is not None and coming <= until:
                await self.move(max(coming, self.clock.now + _INSTANT))
            elif not await self._take_in():
                return

    async def _take_in(self) -> bool:
        """Poll until Telegram holds nothing unconfirmed, or polling is of no avail; whether something new came."""
        new, failures = False, 0
        for _ in range(_POLLS):
            waiting = {update["update_id"] for update in await self.client.waiting()}
            if not waiting:
                break
            new, self._taken = new or not waiting <= self._taken, waiting
            failures = failures + 1 if await self.steps.poll() else 0
            if failures == _FAILURES:
                break
        return new

    @asynccontextmanager
    async def step(self, name: str) -> AsyncIterator[StepContext]:
        """A step taken as a command would."""
        async with self.database.writing() as session:
            yield StepContext(session, self.clock.now, f"command:{name}", self.policy)

    async def actor(self, name: str, *, role: Role | None = None, bound: bool = True) -> Actor:
        """A person of the register (or a new coordinator or leader), who has pressed Start on his invitation."""
        return (await self.cast([name], role=role, bound=bound))[0]

    async def cast(self, names: Sequence[str], *, role: Role | None = None, bound: bool = True) -> list[Actor]:
        """Several of them, who press Start at the same moment."""
        new = [name for name in names if name not in self.actors]
        if not new:
            return [self.actors[name] for name in names]
        async with self.step("invite") as context:
            codes = [await self._invited(context, name, role) for name in new]
        for name, code in zip(new, codes, strict=True):
            actor = self.actors[name] = Actor(self, name, FIRST_CHAT + len(self.actors), code)
            if bound:
                await actor.presses_start()
        await self.settle()
        return [self.actors[name] for name in names]

    async def _invited(self, context: StepContext, name: str, role: Role | None) -> str:
        person = await people.by_name(context.session, name) or await importing.person_named(context, name)
        if role is not None:
            await posts.appoint(context, person, role)
        return await enrolling.invite(context, person)

    async def newcomer(self, code: str = "", name: str = "") -> Actor:
        """An account nobody knows; with a code it opens that invitation."""
        number = FIRST_CHAT + len(self.actors)
        name = name or f"新账号{number}"
        actor = self.actors[name] = Actor(self, name, number, code)
        if code:
            await actor.presses_start()
        return actor

    async def person(self, name: str) -> Person:
        async with self.database.reading() as session:
            found = await people.by_name(session, name)
        assert found is not None, f"nobody is called {name}"
        return found


@asynccontextmanager
async def opened(
    *,
    database_url: str,
    start: str,
    contract: Callable[..., list[str]] | None = None,
    policy_file: Path | None = None,
    model_url: str | None = None,
    apart: bool = False,
) -> AsyncIterator[Stage]:
    """A fresh ledger and a sandbox at this local moment, e.g. 2022-02-18 17:00. `model_url`: a language model's.

    `apart`: the service has a process of its own. Raises ServiceDied when it does not come up.
    """
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # .env belongs to a real bot
        token=TOKEN,  # type: ignore[arg-type]
        database_url=database_url,
        poll_seconds=0,
        policy=policy_file,
        model_url=model_url,
        model_name="stand-in" if model_url else None,
    )
    policy = office_policy(settings)
    day, _, time = start.partition(" ")
    clock = Clock(policy.at(datetime.fromisoformat(day).date(), time))
    sandbox = Sandbox(TOKEN, clock=clock.now, contract=contract, username="huiyin_bot")
    root = await sandbox.start()
    database = Database(database_url, checkpoints=not apart)
    process = ServiceProcess({"token": TOKEN, "database_url": database_url, "api_url": root}) if apart else None
    try:
        await migrations.upgrade(database)
        async with SandboxClient(root) as client, BotApi(root, TOKEN) as bot_api:
            me = await app.who_am_i(bot_api)
            assert me is not None, "asked without an end"
            service = app.build(settings, database, clock=clock, me=me, bot_api=bot_api)
            if process is not None:
                await process.start(clock.now)
            yield Stage(service, sandbox, client, clock, process)
    finally:
        if process is not None:
            await process.stop()
        await database.close()
        await sandbox.stop()
