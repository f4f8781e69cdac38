"""Compares large ledgers sent in the chat, and writes those that were confirmed part by part: between two parts
everybody else is served.

What is to be done stands in the database, the parts only in memory: after a kill what is left is compared anew.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from bot.ledger_files.ledger_shape import LedgerSheet
from bot.renderers.incoming_difference import offered, order_workbook, proposal_of, sheet_of
from bot.texts import ledger_import
from db import incoming_ledgers, outbox, people
from db.messages import Rank
from db.models import IncomingLedger, Person
from db.payloads import PlainPayload
from db.session import Database
from schedules.policy import Policy
from schedules.steps.context import StepContext
from schedules.steps.import_parts import ImportParts
from schedules.steps.ledger_import import Imported, Proposal

log = structlog.get_logger(__name__)

LOOK_SECONDS = 60.0
MOST_TRIES = 3  # of one part, or one comparison
MOST_TAPS = 10


@dataclass(slots=True)
class _Job:
    incoming_id: int
    parts: ImportParts
    tries: int = 0


@dataclass(slots=True)
class _Compared:
    incoming: IncomingLedger  # as it was read
    sheet: LedgerSheet | None  # None: its reading is no longer kept
    proposal: Proposal | None = None
    digest: str = ""

    @property
    def is_to_be_shown(self) -> bool:
        """Not confirmed yet, or the ledger has moved since; once a part is written it moves by that."""
        if self.incoming.outcome == incoming_ledgers.COMPARING:
            return True
        begun = "done" in self.incoming.choices
        resembles = self.proposal is not None and self.proposal.resembles is not None
        return not begun and (resembles or self.digest != self.incoming.digest)


class ImportWorker:
    """Set `wake` when something came or was confirmed; `steps_done` grows for the watchdog; `on_queued` is called when
    something may go out."""

    def __init__(self, database: Database, policy: Policy, *, on_queued: Callable[[], None] = lambda: None) -> None:
        self._database, self._policy, self._on_queued = database, policy, on_queued
        self._job: _Job | None = None
        self._tries = 0  # of a comparison
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
        """One part of the oldest ledger, or its comparison; False when there is none."""
        if self._job is None and await self._compared(now):
            return True
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

    async def _compared(self, now: datetime) -> bool:
        """Whether the oldest was answered; one that is to be written becomes the job."""
        try:
            found = await self._comparison()
            if found is None:
                return False
            await self._answered(found, now)
            self._tries = 0
            return self._job is None
        except Exception:
            log.exception("import.not_compared")
            self._tries += 1
            if self._tries < MOST_TRIES:
                return False
            self._tries = 0
            with contextlib.suppress(Exception):  # the database is away: it is tried again from the start
                await self._not_compared(now)
            return False

    async def _comparison(self) -> _Compared | None:
        async with self._database.reading() as session:
            incoming = await incoming_ledgers.in_hand(session)
            if incoming is None:
                return None
            sheet = await sheet_of(session, incoming)
            if sheet is None:
                return _Compared(incoming, None)
            proposal = await proposal_of(session, incoming, sheet)
        return _Compared(incoming, sheet, proposal, await asyncio.to_thread(lambda: proposal.digest))

    async def _answered(self, found: _Compared, now: datetime) -> None:
        sheet, proposal = found.sheet, found.proposal
        if sheet is not None and proposal is not None and not found.is_to_be_shown:
            columns = [(each.header, each.field) for each in sheet.columns]
            based, whole = sheet.base_date or date.min, not sheet.has_errors
            parts = ImportParts.of(proposal, base_date=based, whole=whole, columns=columns)
            self._job = _Job(found.incoming.id, parts)
            return
        async with self._context(found.incoming.id, now) as (context, held, person):
            if sheet is None or proposal is None:
                await self._end(context, held, person, "failed", [PlainPayload(ledger_import.EXPIRED)])
            else:
                moved = held.outcome == incoming_ledgers.CONFIRMED
                made = offered(
                    held,
                    proposal,
                    rows=len(sheet.tasks),
                    errors=sheet.has_errors,
                    today=context.today,
                    moved=moved,
                    digest=found.digest,
                )
                held.outcome = "same" if made.same else None
                held.closed_at = context.now if made.same else None
                await self._say(context, held, person, made.said)
                if made.workbook:
                    await order_workbook(context, held, person)
        self._on_queued()

    async def _not_compared(self, now: datetime) -> None:
        async with self._database.reading() as session:
            incoming = await incoming_ledgers.in_hand(session)
        if incoming is not None:
            async with self._context(incoming.id, now) as (context, held, person):
                said = PlainPayload(ledger_import.not_compared(held.file_name))
                await self._end(context, held, person, "failed", [said])
            self._on_queued()

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
            named = "compared_by" if incoming.outcome == incoming_ledgers.COMPARING else "confirmed_by"
            cause = f"update:{incoming.choices.get(named, incoming.update_id)}"
            yield StepContext(session, now, cause, self._policy, person), incoming, person

    async def _end(
        self, context: StepContext, incoming: IncomingLedger, person: Person, outcome: str, said: list[PlainPayload]
    ) -> None:
        incoming.outcome, incoming.closed_at = outcome, context.now
        await self._say(context, incoming, person, said)

    async def _say(
        self, context: StepContext, incoming: IncomingLedger, person: Person, said: list[PlainPayload]
    ) -> None:
        for number, payload in enumerate(said):
            await outbox.queue_message(
                context.session,
                payload,
                now=context.now,
                cause=context.cause,
                rank=Rank.ANSWER,
                person_id=person.id,
                chat_id=person.chat_id,
                key=f"import:{incoming.id}:{context.cause.partition(':')[2]}:{number}",
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
