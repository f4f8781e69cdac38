"""The few ticks of the service. APScheduler does nothing but ring the bell:
what is due stands in tables, so a lost ring is a late ring and never a lost reminder."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncSession

from db import journal
from db.session import Database
from schedules import auditor, digest, maintenance, reminders
from schedules.clock_steps import Every
from schedules.health import Vitals
from schedules.policy import Policy
from schedules.steps.context import Desk

log = structlog.get_logger(__name__)

Tick = Callable[[Desk], Awaitable[object]]
Plan = Callable[[Desk], Awaitable[Sequence[Any]]]
Take = Callable[[Desk, Any], Awaitable[object]]
Look = Callable[[Desk, Vitals], Awaitable[Sequence[Any]]]
Tell = Callable[[Desk, Sequence[Any]], Awaitable[object]]


async def take_slice(desk: Desk, part: reminders.Slice) -> None:
    taken = await reminders.take(desk, part)
    if taken.rows:
        await maintenance.note_moment(desk)
        log.info("agenda.taken", rows=taken.rows, messages=taken.messages, cause=desk.cause)


async def queue_digest(desk: Desk) -> None:
    readers = await digest.queue_due(desk)
    if readers:
        await maintenance.note_moment(desk)
        log.info("digest.queued", readers=readers, cause=desk.cause)


async def seal(desk: Desk) -> None:
    await journal.seal(desk.session, now=desk.now)


@dataclass(frozen=True, slots=True)
class Bell:
    """A periodic ring and what it does, in a transaction of its own."""

    seconds: int
    tick: Tick


@dataclass(frozen=True, slots=True)
class SlicedBell:
    """A periodic ring whose work is planned while everybody may write and then done in slices, each in a transaction of
    its own: whoever waits to be answered gets in between."""

    seconds: int
    plan: Plan
    take: Take


@dataclass(frozen=True, slots=True)
class Watch:
    """A periodic look that keeps nobody from writing; only what it finds is written down. It rings how much that is."""

    seconds: int
    look: Look
    tell: Tell


AnyBell = Bell | SlicedBell | Watch

BELLS: Mapping[str, AnyBell] = {
    "agenda": SlicedBell(20, reminders.slices, take_slice),
    "digest": Bell(60, queue_digest),
    "seal": Bell(3600, seal),
    "pulse": Bell(60, maintenance.pulse),
    "audit": Watch(600, auditor.look, auditor.tell),
    "vitals": Watch(60, maintenance.troubles, maintenance.report),
    "purge": Bell(86400, maintenance.purge),
}


class Timetable:
    """`vitals` hears of every ring, and whether it came to its end."""

    def __init__(
        self,
        database: Database,
        policy: Policy,
        *,
        bells: Mapping[str, AnyBell] = BELLS,
        vitals: Vitals | None = None,
    ) -> None:
        self._database = database
        self._policy = policy
        self._bells = bells
        self._vitals = vitals or Vitals()
        self.quiet = asyncio.Lock()  # held while a bell rings: who gets it knows that none does

    async def ring(self, name: str, now: datetime) -> object:
        """Do one bell's work and say what came of it. Raises what it raises; nothing of it is then kept."""
        try:
            result = await self._done(self._bells[name], now)
        except Exception as error:
            self._vitals.failed(name, now, error)
            raise
        self._vitals.rang(name, now)
        return result

    async def _done(self, bell: AnyBell, now: datetime) -> object:
        if isinstance(bell, Watch):
            return await self._watched(bell, now)
        if isinstance(bell, SlicedBell):
            return await self._sliced(bell, now)
        async with self._database.writing() as session:
            return await bell.tick(self._desk(session, now))

    async def _sliced(self, bell: SlicedBell, now: datetime) -> int:
        """How many slices there were. One that fails stops none of the others; what it raised is raised at the end."""
        async with self._database.reading() as session:
            parts = await bell.plan(self._desk(session, now))
        failed: Exception | None = None
        for part in parts:
            try:
                async with self._database.writing() as session:
                    await bell.take(self._desk(session, now), part)
            except Exception as error:
                failed = failed or error
        if failed is not None:
            raise failed
        return len(parts)

    async def _watched(self, watch: Watch, now: datetime) -> int:
        async with self._database.reading() as session:
            found = await watch.look(self._desk(session, now), self._vitals)
        if found:
            async with self._database.writing() as session:
                await watch.tell(self._desk(session, now), found)
        return len(found)

    def _desk(self, session: AsyncSession, now: datetime) -> Desk:
        return Desk(session, now, f"tick:{now.isoformat(timespec='seconds')}", self._policy)

    async def once(self, now: datetime) -> None:
        """One step of time: every bell, in order. What `huiyin tick` and the tests call."""
        for name in self._bells:
            await self.ring(name, now)

    def scheduler(
        self,
        clock: Callable[[], datetime],
        *,
        after: Callable[[str, object], None],
        failed: Callable[[str, Exception], None],
    ) -> AsyncIOScheduler:
        """A scheduler that rings each bell; `after` hears what came of every ring, `failed` of those that raised."""
        scheduler = AsyncIOScheduler(timezone="UTC")

        async def ring(name: str) -> None:
            try:
                async with self.quiet:
                    result = await self.ring(name, clock())
            except Exception as error:
                log.exception("tick.failed", bell=name)
                failed(name, error)
            else:
                after(name, result)

        for name, bell in self._bells.items():
            scheduler.add_job(
                ring,
                Every(bell.seconds),
                args=[name],
                id=name,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
                # By the machine's clock, as APScheduler counts: `clock` may be years away from it.
                next_run_time=datetime.now(UTC),
            )
        return scheduler
