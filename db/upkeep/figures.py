"""How much waits, and since when: what `doctor`, `/healthz` and the metrics all say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OPEN, AgendaRow, Fate, InboxRow, InboxState, OutboxRow, OutboxState, Question

NEWEST = 20_000  # calls looked through for their states


@dataclass(frozen=True, slots=True)
class Queue:
    """`oldest`: since when the first has waited; None where nothing does."""

    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    inbox: Queue
    agenda: Queue  # due and not taken
    outbox: Queue  # may go and has not
    questions: Queue  # asked and not answered
    set_aside: int  # messages that could not be served
    calls: dict[OutboxState, int]  # of the newest calls, by what became of them


async def service_figures(session: AsyncSession, *, now: datetime) -> ServiceFigures:
    may_go = (OutboxRow.not_before.is_(None)) | (OutboxRow.not_before <= now)
    return ServiceFigures(
        await _queue(session, _counted(InboxRow.received_at).where(InboxRow.state == InboxState.WAITING)),
        await _queue(session, _counted(AgendaRow.at).where(AgendaRow.fate == Fate.WAITING, AgendaRow.at <= now)),
        await _queue(session, _counted(OutboxRow.queued_at).where(OutboxRow.state.in_(OPEN), may_go)),
        await _queue(session, _counted(Question.asked_at).where(Question.closed_at.is_(None))),
        await session.scalar(select(func.count()).where(InboxRow.state == InboxState.POISON)) or 0,
        await _calls(session),
    )


def _counted(moment: Any) -> Select[Any]:
    return select(func.count(), func.min(moment))


async def _queue(session: AsyncSession, query: Select[Any]) -> Queue:
    waiting, oldest = (await session.execute(query)).one()
    return Queue(waiting, oldest)


async def _calls(session: AsyncSession) -> dict[OutboxState, int]:
    newest = select(func.max(OutboxRow.id)).scalar_subquery()
    query = select(OutboxRow.state, func.count()).where(OutboxRow.id > newest - NEWEST).group_by(OutboxRow.state)
    found = dict((await session.execute(query)).all())
    return {state: found.get(state, 0) for state in OutboxState}
