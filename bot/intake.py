"""Inbox → handlers → steps: each update in one transaction, which ends with its answer or not at all.

Where many wait, several share a transaction: one sync of the disk for all of them. One that fails takes none with it:
those before it are served again without it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bound_contextvars

from bot.handlers.update_scope import Apart, Office, Unreadable, UpdateHandler, UpdateScope
from bot.long_work import LongWork
from bot.texts import sentences
from db import inbox, outbox, people, turns, work_beside
from db.payloads import Notice, NoticePayload, PlainPayload
from db.session import Database
from db.transient_errors import passing
from db.turns import Waiting
from schedules.steps import enrolling, posts
from schedules.steps.context import StepContext

log = structlog.get_logger(__name__)

TRIES = 3
IDLE_SECONDS = 1.0
TOGETHER = 16  # updates that may share a transaction
TOGETHER_SECONDS = 0.025  # and no further one is begun after so long: others wait for the door


class _Failed(Exception):
    """Carries the row out of the transaction that is rolled back because of it."""

    def __init__(self, row: Waiting, error: Exception) -> None:
        super().__init__(str(error))
        self.row = row
        self.error = error


class _Spoiled(Exception):
    """So many updates were rolled back because of one that came after them."""

    def __init__(self, before: int) -> None:
        super().__init__(f"the update after {before} others failed")
        self.before = before


class _SetApart(Exception):
    """What one update needs is being done beside the loop; the others are served anew without it."""


class Intake:
    """`open_update_handler` is awaited once, before the first update is served; set `wake` when something came in;
    `steps_done` grows for the watchdog; `on_answered` is called after each commit, `on_work_left` after one that left
    work for those beside the loop."""

    def __init__(
        self,
        database: Database,
        open_update_handler: Callable[[], Awaitable[UpdateHandler]],
        office: Office,
        *,
        on_answered: Callable[[], None] = lambda: None,
        on_work_left: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._open_update_handler = open_update_handler
        self._update_handler: UpdateHandler | None = None
        self._office = office
        self._on_answered = on_answered
        self._on_work_left = on_work_left
        self._idle = True
        self._together = TOGETHER
        self._after = turns.START  # the chat served last
        self._long = LongWork()
        self.wake = asyncio.Event()
        self.steps_done = 0

    async def run(self, stop: asyncio.Event) -> None:
        waker = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                if self.wake.is_set():
                    self._idle = False  # something came in: no look whether it did
                self.wake.clear()
                if not await self._turn():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self.wake.wait(), IDLE_SECONDS)
                self.steps_done += 1
        finally:
            waker.cancel()

    async def _turn(self) -> bool:
        try:
            return await self.once()
        except Exception:
            log.exception("intake.failed")  # the database is locked, full or away: the update waits for it
            return False

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake.set()

    async def once(self) -> bool:
        """Serve the oldest waiting updates; False when none waits. Raises only what passes by itself."""
        now, after, passed_over = self._office.clock(), self._after, bool(self._long.chats)
        try:
            if not await self._serve(now):
                if passed_over:
                    await self._long.wait_beside(self.wake)
                return passed_over
        except _SetApart:
            self._after = after
            return True
        except _Spoiled as spoiled:
            self._after = after
            self._together = spoiled.before  # then the one that failed is the first, and alone to blame
        except _Failed as failed:
            await self._count(failed.row, failed.error, now)
        self._on_answered()
        return True

    async def _serve(self, now: datetime) -> bool:
        if self._idle and not await self._any_waiting():
            return False
        self._idle = True
        await self._opened()  # not while others wait for the door
        most, self._together = self._together, TOGETHER
        async with self._database.writing() as session:
            served = await self._several(session, now, most)
        if work_beside.left(session):
            self._on_work_left()
        self._idle = len(served) < most  # then the next look takes no lock
        for row in served:
            self._long.served(row)
            log.info("update.done", update=row.update_id)
        return bool(served)

    async def _several(self, session: AsyncSession, now: datetime, most: int) -> list[Waiting]:
        served: list[Waiting] = []
        enough = time.monotonic() + TOGETHER_SECONDS
        while not served or (len(served) < most and time.monotonic() < enough):
            waiting = await turns.next_waiting(session, most - len(served), after=self._after, but=self._long.chats)
            if not waiting:
                break
            served += await self._batch(session, waiting, now, enough, before=len(served))
        return served

    async def _batch(
        self, session: AsyncSession, waiting: Sequence[Waiting], now: datetime, enough: float, *, before: int
    ) -> Sequence[Waiting]:
        """Each on a session as good as new: nothing of one update is known to the next but what the database says."""
        owed_nothing: dict[int, str | None] = {}
        for row in waiting:
            if owed_nothing and time.monotonic() >= enough:
                break
            try:
                with bound_contextvars(update=row.update_id):  # whatever is logged on the way says what it was about
                    owed_nothing[row.id] = await self._handle(session, row, now)
            except Apart as apart:
                self._long.begin(row, apart)
                raise _SetApart from apart
            except Exception as error:
                if passing(error):
                    raise
                others = before + len(owed_nothing)
                raise (_Spoiled(others) if others else _Failed(row, error)) from error
            self._after = turns.START if row.chat_id is None else row.chat_id
            session.expunge_all()
            outbox.forget_queued(session)
        await inbox.done(session, owed_nothing, now=now)
        return waiting[: len(owed_nothing)]

    async def _opened(self) -> UpdateHandler:
        if self._update_handler is None:
            self._update_handler = await self._open_update_handler()
        return self._update_handler

    async def _any_waiting(self) -> bool:
        """A look that takes no lock: an idle service keeps nobody from writing."""
        async with self._database.reading() as session:
            return await turns.any_waiting(session)

    async def _handle(self, session: AsyncSession, row: Waiting, now: datetime) -> str | None:
        """Why nothing is owed, where nothing is."""
        update_handler = await self._opened()
        update = update_handler.understood(json.loads(row.raw))
        person = await people.by_chat(session, row.chat_id) if row.chat_id is not None else None
        cause, today = f"update:{row.update_id}", self._office.policy.today(now)
        if person is not None and update.my_chat_member is None:
            await enrolling.back(StepContext(session, now, cause, self._office.policy, person), person)
        if person is not None and any(post.ends is not None and post.ends < today for post in person.posts):
            await posts.turn_of_the_day(StepContext(session, now, cause, self._office.policy))
            person = await people.by_chat(session, person.chat_id) if person.chat_id is not None else None
        scope = UpdateScope(
            session, now, cause, self._office, person, supplement=row.supplement, apart=self._long.of(row)
        )
        await update_handler.handle(update, scope, row.chat_id)
        await session.flush()
        return scope.owed_nothing

    async def _count(self, row: Waiting, error: Exception, now: datetime) -> None:
        """The third failure, or one that no repetition can mend, sets the update aside; the next one is served."""
        reason = f"{type(error).__name__}: {error}"
        self._long.served(row)
        log.error("update.failed", update=row.update_id, reason=reason, exc_info=error)
        async with self._database.writing() as session:
            failures = await inbox.failed(session, row.id, error=reason)
            if failures >= TRIES or isinstance(error, Unreadable):
                await self._set_aside(session, row, reason, now)

    async def _set_aside(self, session: AsyncSession, row: Waiting, reason: str, now: datetime) -> None:
        cause = f"update:{row.update_id}"
        await inbox.poison(session, row.id, error=reason, now=now)
        person = await people.by_chat(session, row.chat_id) if row.chat_id is not None else None
        if row.chat_id is not None and row.chat_id > 0:
            await outbox.queue_message(
                session,
                PlainPayload(sentences.UNSERVED),
                now=now,
                cause=cause,
                chat_id=row.chat_id,
                key=f"poison:{row.id}",
            )
        await outbox.tell_coordinators(
            session,
            NoticePayload(Notice.POISON, person_id=person.id if person else None, why=reason[:200], inbox_id=row.id),
            now=now,
            cause=cause,
            key=f"poison:{row.id}",
        )
        log.error("update.poison", update=row.update_id)
