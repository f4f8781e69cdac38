"""Sends what waits in the outbox: claimed and written in one transaction, sent after it, its fate in the next."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bound_contextvars

from db import outbox, sending
from db.messages import Call, NotNeeded, NotYet, Nowhere
from db.models import OutboxRow
from db.session import Database
from db.transient_errors import passing
from schedules.sending import quiet
from schedules.sending.outage import Outage
from schedules.sending.outcome_recorder import Finished, OutcomeRecorder
from schedules.sending.outcomes import Later, Outcome, Unknown
from schedules.sending.pacing import Pacer

log = structlog.get_logger(__name__)

IDLE_SECONDS = 1.0  # rows of other processes wake nobody
GATHER_SECONDS = 0.01  # what lands within so long shares one transaction
DRAIN_SECONDS, WRITE_DOWN_SECONDS = 14.0, 4.0  # together less than the watchdog waits
DRAIN_PAUSE_SECONDS = 0.2
LOCK_SECONDS = 0.025  # of the processor, for making words in one transaction: whoever reports waits for the same lock
FEW, MANY = 16, 200  # chats asked about: first a few, then many where the few must wait
ABANDONED = timedelta(minutes=5)  # a row another worker has been sending for so long has lost its sender

_MESSAGES = ("send", "edit")  # what Telegram counts per chat; reactions and menus it does not

Rendered = Call | NotNeeded | Nowhere | NotYet
Writer = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Rendered]]
Courier = Callable[[Call], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class _Flight:
    row: OutboxRow
    call: Call
    chat: int


class Delivery:
    """One sender. Set `wake` when something was queued; `steps_done` grows for the watchdog."""

    def __init__(
        self,
        database: Database,
        write: Writer,
        courier: Courier,
        pacer: Pacer,
        *,
        allowed_from: quiet.AllowedFrom = quiet.never,
        on_outage: Callable[[bool], None] = lambda outage: None,
    ) -> None:
        self._database = database
        self._write = write
        self._courier = courier
        self._allowed_from = allowed_from
        self._flights: dict[int, asyncio.Task[None]] = {}
        self._finished: list[Finished] = []
        self._down = asyncio.Event()  # nothing is on its way
        self._down.set()
        self._checked_at: datetime | None = None  # when rows without a sender were last looked for
        self._outage = Outage(pacer, on_outage)
        self._words_at_once = 2  # rows of which words are made in one transaction: as many as the last ones allow
        self._heeded = 0  # of what has landed and is not written down yet, as much was heeded
        self.wake = asyncio.Event()
        self.steps_done = 0

    async def once(self, now: datetime) -> datetime | None:
        """Send all that may go at `now`, to the end. The next moment at which something can go; None: nothing waits."""
        while await self._step(now):
            await self._all_finished()
        return await self._next(now)

    async def run(self, stop: asyncio.Event, clock: Callable[[], datetime]) -> None:
        waker = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                await self._turn(clock)
            await self.drain(clock)
        finally:
            waker.cancel()

    async def drain(self, clock: Callable[[], datetime]) -> None:
        """Let what is on its way land and write its fate; nothing new is begun.

        A database that is busy or full just then is asked again: a fate that is known is not thrown away.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._all_finished()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WRITE_DOWN_SECONDS):
                while not await self._written_down(clock()):  # noqa: ASYNC110  a database wakes nobody
                    await asyncio.sleep(DRAIN_PAUSE_SECONDS)

    async def _written_down(self, now: datetime) -> bool:
        try:
            await self._commit([], now)
        except Exception as error:
            log.exception("delivery.failed")
            return not passing(error)
        return True

    async def _turn(self, clock: Callable[[], datetime]) -> None:
        self.wake.clear()
        try:
            if await self._step(clock()):
                await self._gather()
            else:
                await self._sleep(clock)
        except Exception:
            log.exception("delivery.failed")
            await asyncio.sleep(IDLE_SECONDS)
        self.steps_done += 1

    async def _gather(self) -> None:
        """Let more land, until all has."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GATHER_SECONDS):
                await self._down.wait()

    async def _sleep(self, clock: Callable[[], datetime]) -> None:
        now = clock()
        coming = (
            await self._next(now) if len(self._flights) < self._outage.abreast else None
        )  # else one must land first
        seconds = IDLE_SECONDS if coming is None else min(IDLE_SECONDS, max(0.0, (coming - now).total_seconds()))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), seconds)

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake.set()

    async def _step(self, now: datetime) -> bool:
        """Write down what has landed and begin what may go; False where nothing more may go now."""
        await self._adopt(now)
        landed = bool(self._finished)
        ids = None if landed else await self._look(now)
        if not ids and not landed:
            return False
        chosen, flights = await self._commit(ids, now)
        for flight in flights:
            self._launch(flight)
        return chosen or bool(self._finished)

    async def _look(self, now: datetime) -> list[int]:
        """What may go, asked without the lock: an idle service keeps nobody from writing."""
        if self._room(now) <= 0:
            return []
        async with self._database.reading() as session:
            return await self._choose(session, now)

    async def _adopt(self, now: datetime) -> None:
        """Rows whose sender ended while sending: nobody knows whether they arrived."""
        last = self._checked_at
        if last is not None and last <= now < last + ABANDONED:
            return
        # One service owns an embedded database: at its start nothing can be on its way.
        spared = None if last is None and self._database.embedded else ABANDONED
        mine = {*self._flights, *(one.row.id for one in self._finished)}
        async with self._database.writing() as session:
            found = await sending.interrupted(session, now=now, spared=spared)
            rows = [row for row in found if row.id not in mine]
            lost = [Finished(row, None, _lost(row)) for row in rows]
            await OutcomeRecorder(session, now, self._allowed_from).record(lost)
        self._checked_at = now

    def _room(self, now: datetime) -> int:
        return min(self._outage.pacer.room(now), self._outage.abreast - len(self._flights))

    async def _choose(self, session: AsyncSession, now: datetime) -> list[int]:
        room = min(self._room(now), self._words_at_once)
        if room <= 0:
            return []
        for many in (FEW, MANY):
            found = await sending.ready(session, now=now, limit=many)
            free = [row.id for row in found if self._outage.pacer.free_at(row.chat, now) <= now]
            if len(free) >= room or len(found) < many:
                break
        return free[:room]

    async def _next(self, now: datetime) -> datetime | None:
        open_at = self._outage.pacer.open_at(now)
        async with self._database.reading() as session:
            for many in (FEW, MANY):
                found = await sending.ready(session, now=now, limit=many)
                free = min((self._outage.pacer.free_at(row.chat, now) for row in found), default=None)
                if len(found) < many or free == open_at:
                    break
            coming = await sending.next_moment(session, now=now)
        soonest = min((moment for moment in (free, coming) if moment is not None), default=None)
        return soonest and max(soonest, open_at)

    async def _commit(self, ids: list[int] | None, now: datetime) -> tuple[bool, list[_Flight]]:
        """One transaction: the fates of what has landed, and the words of what goes next (None: still to be chosen).
        Whether anything was chosen: what ended without a call may have let go of its chat's next row."""
        finished, self._finished = self._finished, []
        try:
            async with self._database.writing() as session:
                recorder = OutcomeRecorder(session, now, self._allowed_from, self._outage.own)
                if finished:
                    self._outage.heed(finished[self._heeded :], now)
                    self._heeded = len(finished)
                    await recorder.record([self._outage.blamed(one, now) for one in finished])
                chosen = await self._choose(session, now) if ids is None else ids
                flights = await self._prepare(session, recorder, chosen, now)
        except BaseException:
            self._finished = [*finished, *self._finished]
            raise
        self._heeded = 0
        return bool(chosen), flights

    async def _prepare(
        self, session: AsyncSession, recorder: OutcomeRecorder, ids: list[int], now: datetime
    ) -> list[_Flight]:
        flights, ended, began = [], [], time.thread_time()
        for row in await sending.claim(session, ids, now=now) if ids else ():
            result = await self._written(session, row, now)
            if isinstance(result, _Flight):
                flights.append(result)
            else:
                ended.append(result)
        spoken_of = {flight.row.id: flight.call.items for flight in flights if flight.call.items}
        for row_id, was in (await outbox.items_of(session, spoken_of)).items():
            await outbox.replace_items(session, row_id, spoken_of[row_id], was=was)
        if ids:
            each = (time.thread_time() - began) / len(ids)
            self._words_at_once = max(1, min(MANY, int(LOCK_SECONDS / max(each, 1e-6))))
        if ended:
            await recorder.record(ended)
        return flights

    async def _written(self, session: AsyncSession, row: OutboxRow, now: datetime) -> _Flight | Finished:
        """The call this row has become, unless it is no longer needed, has no recipient, or must wait."""
        hushed = await quiet.until(session, row, self._allowed_from, now=now)
        if hushed > now:
            return Finished(row, None, NotYet(quiet.QUIET, (hushed - now).total_seconds()))
        try:
            result = await self._safely(session, row, now)
        except Exception as error:
            if passing(error):
                raise
            log.exception("message.unwritable", outbox=row.id, kind=row.kind)
            return Finished(row, None, error)
        if not isinstance(result, Call):
            return Finished(row, None, result)
        return await self._admitted(session, row, result, now)

    async def _safely(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Rendered:
        """PostgreSQL ends a transaction at the first error in it; a savepoint keeps the neighbours' words."""
        if self._database.embedded:
            return await self._write(session, row, now)
        async with session.begin_nested():
            return await self._write(session, row, now)

    async def _admitted(self, session: AsyncSession, row: OutboxRow, call: Call, now: datetime) -> _Flight | Finished:
        given = call.parameters.get("chat_id")
        chat = given if isinstance(given, int) else row.chat_id or 0
        free = self._outage.pacer.free_at(chat, now)
        if free > now:
            return Finished(row, call, Later("等候发送间隔", (free - now).total_seconds()))
        self._outage.pacer.spent(chat, now, message=call.method.startswith(_MESSAGES))
        return _Flight(row, call, chat)

    def _launch(self, flight: _Flight) -> None:
        task = asyncio.create_task(self._fly(flight))
        self._flights[flight.row.id] = task
        self._down.clear()

    async def _fly(self, flight: _Flight) -> None:
        bound = bound_contextvars(outbox=flight.row.id, cause=flight.row.cause, tasks=list(flight.call.items))
        try:
            with bound:
                outcome = await self._courier(flight.call)
        except Exception as error:
            log.exception("courier.failed", outbox=flight.row.id)
            outcome = Unknown(f"{type(error).__name__}")
        self._finished.append(Finished(flight.row, flight.call, outcome))
        del self._flights[flight.row.id]
        if not self._flights:
            self._down.set()
        self.wake.set()

    async def _all_finished(self) -> None:
        while self._flights:
            await asyncio.wait(list(self._flights.values()))


def _lost(row: OutboxRow) -> Unknown:
    """A ledger out of a backup says for itself why nobody knows."""
    return Unknown(sending.RESTORED if row.reason == sending.RESTORED else "发送途中服务中断")
