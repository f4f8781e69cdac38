"""What is thrown away when it is old: raw updates, calls that have ended with their words, questions that were closed.

The newest of each stay whatever their date: a clock that stands ahead would take them for old.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among
from db.models import AgendaRow, Attachment, OutboxItem, OutboxRow, OutboxState, Question

NEWEST_CALLS, NEWEST_QUESTIONS = 20_000, 1_000
AT_ONCE = 5_000  # rows of a purge: the next day takes the next ones, and nobody waits for long
_ENDED = (OutboxState.SENT, OutboxState.UNDELIVERABLE, OutboxState.DROPPED, OutboxState.UNKNOWN)


async def calls(session: AsyncSession, *, before: datetime) -> int:
    """Forget calls that ended before this moment; what was taken from the agenda keeps its fate without them."""
    newest = select(func.max(OutboxRow.id)).scalar_subquery()
    first = (
        select(OutboxRow.id, OutboxRow.state, OutboxRow.ended_at)
        .where(OutboxRow.id <= newest - NEWEST_CALLS)
        .order_by(OutboxRow.id)
        .limit(AT_ONCE)
        .subquery()
    )
    ids = (await session.scalars(select(first.c.id).where(first.c.state.in_(_ENDED), first.c.ended_at < before))).all()
    if ids:
        await _let_go(session, ids)
        await _run(session, delete(OutboxItem).where(among(OutboxItem.outbox_id, ids)))
        await _run(session, delete(OutboxRow).where(among(OutboxRow.id, ids)))
    return len(ids)


async def _let_go(session: AsyncSession, ids: Sequence[int]) -> None:
    for column in (AgendaRow.outbox_id, Attachment.uploader_id, OutboxRow.again_of_id):
        await _run(session, update(column.class_).where(among(column, ids)).values({column.key: None}))


async def questions(session: AsyncSession, *, before: datetime) -> int:
    """Forget questions that were closed before this moment."""
    newest = select(func.max(Question.id)).scalar_subquery()
    old = select(Question.id).where(Question.closed_at < before, Question.id <= newest - NEWEST_QUESTIONS)
    ids = (await session.scalars(old.limit(AT_ONCE))).all()
    return await _run(session, delete(Question).where(among(Question.id, ids))) if ids else 0


async def _run(session: AsyncSession, statement: Any) -> int:
    done = await session.execute(statement.execution_options(synchronize_session=False))
    return done.rowcount if isinstance(done, CursorResult) else 0
