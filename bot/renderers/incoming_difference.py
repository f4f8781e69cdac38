"""What a ledger sent in the chat would change: as its message, its workbook and its tap each see it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ledger_files.kept_reading import read_of
from bot.ledger_files.ledger_shape import LedgerSheet, parts_of
from bot.texts import difference_workbook
from db import incoming_ledgers
from db.models import IncomingLedger
from schedules.ledger_difference.difference import Choices
from schedules.steps import ledger_import
from schedules.steps.ledger_import import Proposal


async def sheet_of(session: AsyncSession, incoming: IncomingLedger) -> LedgerSheet | None:
    """None where it is no longer kept."""
    kept = await incoming_ledgers.reading(session, incoming.update_id)
    read = read_of(kept) if kept is not None else None
    if read is None or read.sheet is None:
        return None
    return parts_of(read.sheet, incoming.name)[incoming.part][1]


def choices_of(incoming: IncomingLedger, sheet: LedgerSheet) -> Choices:
    given = incoming.choices
    return Choices(frozenset(given.get("as_new", ())), bool(given.get("with_struck")), whole=sheet.whole)


async def proposal_of(session: AsyncSession, incoming: IncomingLedger, sheet: LedgerSheet) -> Proposal:
    return await ledger_import.compare(
        session,
        sheet.tasks,
        name=incoming.name,
        choices=choices_of(incoming, sheet),
        new_ledger=bool(incoming.choices.get("new_ledger")),
    )


async def workbook(session: AsyncSession, incoming_id: int, *, today: date) -> bytes:
    """Raises LookupError where what was read is no longer kept."""
    incoming = await incoming_ledgers.by_id(session, incoming_id)
    sheet = await sheet_of(session, incoming) if incoming is not None else None
    if incoming is None or sheet is None:
        raise LookupError(f"no incoming ledger {incoming_id}")
    proposal = await proposal_of(session, incoming, sheet)
    return difference_workbook.workbook(proposal.difference, name=incoming.name, as_of=today)
