"""Writes large ledgers that were confirmed in the chat, part by part: between two parts everybody else is served.

That it is confirmed stands in the database, the parts only in memory: after a kill what is left is compared anew.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from bot.renderers.incoming_difference import proposal_of, sheet_of
from bot.texts import ledger_import
from db import incoming_ledgers, outbox, people
from db.messages import Rank
from db.models import IncomingLedger, Person
from db.payloads import PlainPayload
from db.session import Database
from schedules.policy import Policy
from schedules.steps.context import StepContext
from schedules.steps.import_parts import ImportParts
from schedules.steps.ledger_import import Imported

log = structlog.get_logger(__name__)

LOOK_SECONDS = 60.0
MOST_TRIES = 3  # of one part
MOST_TAPS = 10


@dataclass(slots=True)
class _Job:
    incoming_id: int
    parts: ImportParts
    tries: int = 0


class ImportWorker:
    """Set `wake` when something was confirmed; `steps_done` grows for the watchdog; `on_queued` is called when
    something may go out."""

    def __init__(self, database: Database, policy: Policy, *, on_queued: Callable[[], None] = lambda: None) -> None:
        self._database, self._policy, self._on_queued = database, policy, on_queued
        self._job: _Job | None = None
        self.wake = asyncio.Event()
        self.steps_done = 0

    async def run(self, stop: asyncio.Event, clock: Callable[[], datetime]) -> None:
        """Until told to stop, after the part in hand."""
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self.wake.clear()
                worked = await self.once(clock())
                self.steps_done += 1
                if not worked:
                    woken = asyncio.create_task(self.wake.wait())
                    await asyncio.wait({stopped, woken}, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                    woken.cancel()
        finally:
            stopped.cancel()

    async def once(self, now: datetime) -> bool:
        """One part of the oldest ledger; False when there is none."""
        try:
            self._job = self._job or await self._next(now)
        except Exception:
            log.exception("import.not_compared")
            return False
        if self._job is None:
            return False
        try:
            await self._write(self._job, now)
        except Exception:
            log.exception("import.part_failed", incoming=self._job.incoming_id)
            self._job.tries += 1
            if self._job.tries >= MOST_TRIES:
                await self._give_up(self._job, now)
        await asyncio.sleep(0)
        return True

    async def _next(self, now: datetime) -> _Job | None:
        async with self._database.reading() as session:
            incoming = await incoming_ledgers.confirmed(session)
            sheet = await sheet_of(session, incoming) if incoming is not None else None
            if incoming is not None and sheet is not None:
                proposal = await proposal_of(session, incoming, sheet)
                columns = [(each.header, each.field) for each in sheet.columns]
                parts = ImportParts.of(
                    proposal, base_date=sheet.base_date or date.min, whole=not sheet.has_errors, columns=columns
                )
                return _Job(incoming.id, parts)
        if incoming is not None:  # its reading is no longer kept
            async with self._context(incoming.id, now) as (context, held, person):
                await self._end(context, held, person, "failed", [PlainPayload(ledger_import.EXPIRED)])
        return None

    async def _write(self, job: _Job, now: datetime) -> None:
        parts = job.parts
        async with self._context(job.incoming_id, now) as (context, incoming, person):
            done = await parts.write_next(context)
            incoming.choices = {**incoming.choices, "done": _sum(incoming, done)}
            if len(parts.parts) == 1:
                await self._end(context, incoming, person, "written", _words(incoming, parts))
        del parts.parts[0]
        job.tries = 0
        if not parts.parts:
            log.info("import.written", incoming=job.incoming_id)
            self._job = None
            self._on_queued()

    async def _give_up(self, job: _Job, now: datetime) -> None:
        self._job = None
        with contextlib.suppress(Exception):  # the database is away: it is tried again from the start
            async with self._context(job.incoming_id, now) as (context, incoming, person):
                new, changed, *_ = incoming.choices.get("done", (0, 0))
                said = PlainPayload(ledger_import.broken_off(incoming.file_name, new, changed))
                await self._end(context, incoming, person, "failed", [said])
            self._on_queued()

    @contextlib.asynccontextmanager
    async def _context(
        self, incoming_id: int, now: datetime
    ) -> AsyncIterator[tuple[StepContext, IncomingLedger, Person]]:
        """One transaction, in the name of whoever has confirmed."""
        async with self._database.writing() as session:
            incoming = await incoming_ledgers.locked(session, incoming_id)
            assert incoming is not None, "nothing deletes it"
            person = (await people.by_ids(session, [incoming.person_id]))[incoming.person_id]
            cause = f"update:{incoming.choices.get('confirmed_by', incoming.update_id)}"
            yield StepContext(session, now, cause, self._policy, person), incoming, person

    async def _end(
        self, context: StepContext, incoming: IncomingLedger, person: Person, outcome: str, said: list[PlainPayload]
    ) -> None:
        incoming.outcome, incoming.closed_at = outcome, context.now
        for number, payload in enumerate(said):
            await outbox.queue_message(
                context.session,
                payload,
                now=context.now,
                cause=context.cause,
                rank=Rank.ANSWER,
                person_id=person.id,
                chat_id=person.chat_id,
                key=f"import:{incoming.id}:{number}",
            )


def _sum(incoming: IncomingLedger, done: Imported) -> list[int]:
    """New, changed and closed so far."""
    before = incoming.choices.get("done", (0, 0, 0))
    return [one + other for one, other in zip(before, (done.new, done.changed, done.closed), strict=True)]


def _words(incoming: IncomingLedger, parts: ImportParts) -> list[PlainPayload]:
    found = parts.proposal.difference
    new, changed, closed = incoming.choices["done"]
    left = [*found.missing, *found.struck] if parts.whole else []
    text = ledger_import.written(new, changed, closed, len(left), len(found.struck))
    more = ledger_import.left_alone(parts.moved) if parts.moved else ""
    return [PlainPayload(text + more), *ledger_import.what_stays(incoming.id, found, most=MOST_TAPS)]
