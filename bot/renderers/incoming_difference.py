"""What a ledger sent in the chat would change: as its message, its workbook and its tap each see it."""

from __future__ import annotations

import asyncio
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ledger_files.kept_reading import read_of
from bot.ledger_files.ledger_shape import LedgerSheet, parts_of
from bot.texts import difference_workbook
from bot.texts.ledger_offer import Offer, Offered, offer
from db import incoming_ledgers
from db.models import Drawn, IncomingLedger, Person
from schedules import attachments
from schedules.ledger_difference.difference import Choices
from schedules.steps import ledger_import
from schedules.steps.context import StepContext
from schedules.steps.ledger_import import Proposal

_LARGE = 2**19  # bytes of a reading


async def sheet_of(session: AsyncSession, incoming: IncomingLedger) -> LedgerSheet | None:
    """None where it is no longer kept."""
    kept = await incoming_ledgers.reading(session, incoming.update_id)
    if kept is None:
        return None
    # Ten thousand rows take half a second: others go on meanwhile.
    sheet = await asyncio.to_thread(_whole, kept) if len(kept) > _LARGE else _whole(kept)
    return parts_of(sheet, incoming.name)[incoming.part][1] if sheet is not None else None


def _whole(kept: bytes) -> LedgerSheet | None:
    read = read_of(kept)
    return read.whole() if read is not None else None


def offered(
    incoming: IncomingLedger,
    proposal: Proposal,
    *,
    rows: int,
    errors: bool,
    today: date,
    moved: bool = False,
    digest: str | None = None,
) -> Offer:
    """The answer to a comparison; what a later tap needs of it is kept with the ledger. `digest`: the proposal's, where
    it was worked out before."""
    found, as_new = proposal.difference, incoming.choices.get("as_new", ())
    incoming.digest = digest or proposal.digest
    asked = [each.place for each in found.asked]
    incoming.choices = {
        **incoming.choices,
        "asked": sorted({*asked, *as_new}),
        "resembles": proposal.resembles.name if proposal.resembles else None,
    }
    of = Offered(
        incoming.id,
        incoming.name,
        incoming.file_name,
        proposal.ledger.name if proposal.ledger else None,
        proposal.resembles.name if proposal.resembles else None,
        rows,
        errors,
        today,
    )
    return offer(of, found, moved=moved)


def choices_of(incoming: IncomingLedger, sheet: LedgerSheet) -> Choices:
    given = incoming.choices
    before = given.get("history_before")
    return Choices(
        frozenset(given.get("as_new", ())),
        bool(given.get("with_struck")),
        whole=sheet.whole,
        history_before=date.fromisoformat(before) if before else None,
    )


async def proposal_of(session: AsyncSession, incoming: IncomingLedger, sheet: LedgerSheet) -> Proposal:
    return await ledger_import.compare(
        session,
        sheet.tasks,
        name=incoming.name,
        choices=choices_of(incoming, sheet),
        new_ledger=bool(incoming.choices.get("new_ledger")),
    )


async def order_workbook(context: StepContext, incoming: IncomingLedger, person: Person) -> None:
    """The whole difference, once for each that was shown; of several ledgers in a file the first has it."""
    if incoming.part == 0:
        key = f"{incoming.id}:{incoming.digest[:8]}:{context.cause}"
        await attachments.order_for(context, person, Drawn.DIFFERENCE, chosen=f"{incoming.id}", key=key)


async def workbook(session: AsyncSession, incoming_id: int, *, today: date) -> bytes:
    """Raises LookupError where what was read is no longer kept."""
    incoming = await incoming_ledgers.by_id(session, incoming_id)
    sheet = await sheet_of(session, incoming) if incoming is not None else None
    if incoming is None or sheet is None:
        raise LookupError(f"no incoming ledger {incoming_id}")
    proposal = await proposal_of(session, incoming, sheet)
    return difference_workbook.workbook(proposal.difference, name=incoming.name, as_of=today)
