"""The few ticks of the service. APScheduler does nothing but wake us:
what is due stands in tables, so a lost tick is a late tick and never a lost reminder."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncSession

from db import agenda, journal
from db.session import Database
from schedules import auditor, digest, maintenance, planning, reminders
from schedules.clock_steps import Every
from schedules.health import Health
from schedules.machine_clock import machine_clock
from schedules.policy import Policy
from schedules.steps import looking_back, matters, sharing
from schedules.steps.context import StepContext
from schedules.steps.posts import turn_of_the_day

log = structlog.get_logger(__name__)

Tick = Callable[[StepContext], Awaitable[object]]
Plan = Callable[[StepContext], Awaitable[Sequence[Any]]]
Take = Callable[[StepContext, Any], Awaitable[object]]
Look = Callable[[StepContext, Health], Awaitable[Sequence[Any]]]
Tell = Callable[[StepContext, Sequence[Any]], Awaitable[object]]


async def take_slice(context: StepContext, part: reminders.Slice) -> None:
    taken = await reminders.take(context, part)
    if taken.rows:
        log.info("agenda.taken", rows=taken.rows, messages=taken.messages, cause=context.cause)


async def queue_digest(context: StepContext, issue: digest.Issue) -> None:
    readers = await digest.queue(context, issue)
    if readers:
        await maintenance.note_moment(context)
        log.info("digest.queued", readers=readers, cause=context.cause)


async def day_turns(context: StepContext) -> None:
    await turn_of_the_day(context)
    await sharing.turn_of_periods(context)


async def seal(context: StepContext) -> None:
    await journal.seal(context.session, now=context.now)


PATIENCE = timedelta(minutes=10)


async def follow_up(context: StepContext) -> None:
    """After the reminders of the morning, which take along what their reader holds; not for ever, should they fail."""
    if await agenda.any_due(context.session, since=context.now - PATIENCE, until=context.now):
        return
    if context.calendar.is_workday(context.today):
        await looking_back.raise_due(context)
    lists = await matters.follow_up(context) + await sharing.tell_partners(context)
    if lists:
        await maintenance.note_moment(context)
        log.info("matters.followed_up", lists=lists, cause=context.cause)


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """What is done periodically, in a transaction of its own."""

    seconds: int
    tick: Tick


@dataclass(frozen=True, slots=True)
class SlicedJob:
    """A periodic job whose work is planned while everybody may write and then done in slices, each in a transaction of
    its own: whoever waits to be answered gets in between."""

    seconds: int
    plan: Plan
    take: Take


@dataclass(frozen=True, slots=True)
class PeriodicCheck:
    """A periodic look that keeps nobody from writing; only what it finds is written. Its result: how much that is."""

    seconds: int
    look: Look
    tell: Tell


AnyJob = PeriodicJob | SlicedJob | PeriodicCheck

JOBS: Mapping[str, AnyJob] = {
    "posts": PeriodicJob(60, day_turns),
    "plan": SlicedJob(3600, planning.changed, planning.plan_anew),
    "agenda": SlicedJob(20, reminders.slices, take_slice),
    "digest": SlicedJob(60, digest.plan, queue_digest),
    "matters": PeriodicJob(60, follow_up),
    "seal": PeriodicJob(3600, seal),
    "pulse": PeriodicJob(60, maintenance.pulse),
    "audit": PeriodicCheck(600, auditor.look, auditor.tell),
    "vitals": PeriodicCheck(20, maintenance.troubles, maintenance.report),
    "purge": PeriodicJob(86400, maintenance.purge),
}


class Timetable:
    """`health` hears of every run, and whether it came to its end."""

    def __init__(
        self,
        database: Database,
        policy: Policy,
        *,
        jobs: Mapping[str, AnyJob] = JOBS,
        health: Health | None = None,
    ) -> None:
        self._database = database
        self._policy = policy
        self._jobs = jobs
        self._health = health or Health()
        self.quiet = asyncio.Lock()  # held while a job runs: who gets it knows that none does

    @property
    def names(self) -> Sequence[str]:
        return tuple(self._jobs)

    async def run_job(self, name: str, now: datetime) -> object:
        """Do one job's work and say what came of it. Raises what it raises; nothing of it is then kept."""
        try:
            result = await self._done(self._jobs[name], now)
        except Exception as error:
            self._health.failed(name, now, error)
            raise
        self._health.succeeded(name, now)
        return result

    async def _done(self, job: AnyJob, now: datetime) -> object:
        if isinstance(job, PeriodicCheck):
            return await self._watched(job, now)
        if isinstance(job, SlicedJob):
            return await self._sliced(job, now)
        async with self._database.writing() as session:
            return await job.tick(self._context(session, now))

    async def _sliced(self, job: SlicedJob, now: datetime) -> int:
        """How many slices there were. One that fails stops none of the others; what it raised is raised at the end."""
        async with self._database.reading() as session:
            parts = await job.plan(self._context(session, now))
        failed: Exception | None = None
        for part in parts:
            try:
                async with self._database.writing() as session:
                    await job.take(self._context(session, now), part)
            except Exception as error:
                failed = failed or error
        if failed is not None:
            raise failed
        return len(parts)

    async def _watched(self, watch: PeriodicCheck, now: datetime) -> int:
        async with self._database.reading() as session:
            found = await watch.look(self._context(session, now), self._health)
        if found:
            async with self._database.writing() as session:
                await watch.tell(self._context(session, now), found)
        return len(found)

    def _context(self, session: AsyncSession, now: datetime) -> StepContext:
        return StepContext(session, now, f"tick:{now.isoformat(timespec='seconds')}", self._policy)

    async def once(self, now: datetime) -> None:
        """One step of time: every job, in order. What `huiyin tick` and the tests call."""
        for name in self._jobs:
            await self.run_job(name, now)

    def scheduler(
        self,
        clock: Callable[[], datetime],
        *,
        after: Callable[[str, object], None],
        failed: Callable[[str, Exception], None],
    ) -> AsyncIOScheduler:
        """A scheduler that runs each job; `after` hears what came of every run, `failed` of those that raised."""
        scheduler = AsyncIOScheduler(timezone="UTC")

        async def run_job(name: str) -> None:
            try:
                async with self.quiet:
                    result = await self.run_job(name, clock())
            except Exception as error:
                log.exception("tick.failed", job=name)
                failed(name, error)
            else:
                after(name, result)

        for name, job in self._jobs.items():
            scheduler.add_job(
                run_job,
                Every(job.seconds),
                args=[name],
                id=name,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
                # By the machine's clock, as APScheduler counts: `clock` may be years away from it.
                next_run_time=machine_clock(),
            )
        return scheduler
