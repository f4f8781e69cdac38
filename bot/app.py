"""The composition root: the only place that builds things and that holds the real clock."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import structlog

from bot import dispatch, handlers
from bot.context import Office
from bot.courier import Courier
from bot.intake import Intake
from bot.letters import Letters
from bot.poller import Poller
from bot.settings import Settings
from bot.wire import AnswerLost, NotSent, Wire
from db import migrations
from db.session import Database
from schedules import policy as policies
from schedules.delivery import Delivery
from schedules.pacing import Limits, Pacer
from schedules.policy import Policy
from schedules.timetable import Timetable
from schedules.workdays import Calendar

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]


def real_clock() -> datetime:
    return datetime.now(UTC)


def office_policy(settings: Settings) -> Policy:
    """The defaults, changed by the office's own files. Raises PolicyFault."""
    calendar = Calendar.from_directory(settings.calendar) if settings.calendar else Calendar.standard()
    loaded = policies.load(settings.policy, calendar=calendar)
    return replace(loaded, zone=settings.timezone) if settings.timezone else loaded


@asynccontextmanager
async def ledger(settings: Settings) -> AsyncIterator[Database]:
    """The database at today's schema; the first command creates it."""
    database = Database(settings.database_url)
    try:
        await migrations.upgrade(database)
        yield database
    finally:
        await database.close()


@dataclass(slots=True)
class Service:
    """Everything that runs, wired together. Each loop has one step that a test can call."""

    database: Database
    policy: Policy
    wire: Wire
    poller: Poller
    intake: Intake
    delivery: Delivery
    timetable: Timetable
    clock: Clock
    username: str

    async def settle(self, now: datetime) -> datetime | None:
        """Serve what waits and send what may go; the next moment at which something can go. For tests and the demo."""
        while await self.intake.once():
            pass
        return await self.delivery.once(now)

    async def run(self, stop: asyncio.Event) -> None:
        """Run until told to stop, then finish what is begun and let go of the rest."""
        self._ring_bells()
        scheduler = self.timetable.scheduler(
            self.clock, after=lambda _name: self.delivery.bell.set(), failed=lambda _name, _error: None
        )
        scheduler.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.poller.run(stop))
                group.create_task(self.intake.run(stop))
                group.create_task(self.delivery.run(stop, self.clock))
        finally:
            scheduler.shutdown(wait=False)

    def _ring_bells(self) -> None:
        self.delivery.bell.set()
        self.intake.bell.set()


async def build(
    settings: Settings, database: Database, *, clock: Clock = real_clock, me: dict[str, Any], wire: Wire
) -> Service:
    """`me`: what getMe answered."""
    policy = office_policy(settings)
    office = Office(policy, clock, str(me.get("username", "")))
    application = await dispatch.application(settings.needed_token(), me, handlers.register)
    delivery = Delivery(database, Letters(policy).write, Courier(wire), Pacer(Limits()), loud=policy.loud_at_or_after)
    intake = Intake(database, application, office, answered=delivery.bell.set)
    poller = Poller(database, wire, clock, poll_seconds=settings.poll_seconds, stored=intake.bell.set)
    timetable = Timetable(database, policy)
    return Service(database, policy, wire, poller, intake, delivery, timetable, clock, office.bot_username)


class TokenRefused(Exception):
    """Telegram does not know the token; the text says what to do."""


async def who_am_i(wire: Wire, stop: asyncio.Event | None = None) -> dict[str, Any]:
    """getMe, asked until it is answered: at start the network may come later than we. Raises TokenRefused."""
    refused = 0
    pause = 0.5
    while True:
        try:
            reply = await wire.call("getMe")
            if reply.ok and isinstance(reply.result, dict):
                return reply.result
            refused = refused + 1 if reply.status in (401, 404) else 0
            if refused >= 3:
                raise TokenRefused("Telegram 不认可此令牌：请核对 HUIYIN_TOKEN（以及 HUIYIN_API_URL）。")
            log.warning("start.waiting", reason=reply.description or f"HTTP {reply.status}")
        except (NotSent, AnswerLost) as error:
            log.warning("start.waiting", reason=str(error))
        if stop is not None and stop.is_set():
            raise asyncio.CancelledError
        await asyncio.sleep(pause)
        pause = min(30.0, pause * 2)


async def run(settings: Settings, *, webhook: bool = False) -> None:
    """The service, until SIGTERM or SIGINT. Raises SettingsFault, PolicyFault, TokenRefused."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with ledger(settings) as database, Wire(settings.api_url, settings.needed_token()) as wire:
        me = await who_am_i(wire, stop)
        service = await build(settings, database, me=me, wire=wire)
        log.info("service.started", bot=service.username)
        with contextlib.suppress(asyncio.CancelledError):
            await service.run(stop)
        log.info("service.stopped")
