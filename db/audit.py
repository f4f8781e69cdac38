"""Questions whose answer should be empty: each returns the ids that break a law of the design."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db import sending
from db.lifecycle import UNFINISHED, State
from db.messages import IDEMPOTENT, Kind, Repeat, repeat_of
from db.models import AgendaRow, Fate, InboxRow, InboxState, JournalRow, OutboxRow, OutboxState, Task


def _has_coming() -> ColumnElement[bool]:
    return exists().where(AgendaRow.task_id == Task.id, AgendaRow.fate == Fate.WAITING)


async def without_a_next_date(session: AsyncSession) -> Sequence[int]:
    """Unfinished tasks for which nothing is to happen; a waiting claim stops its head's ladder."""
    living = [state for state in UNFINISHED if state not in (State.STOPPED, State.CLAIMED)]
    query = select(Task.id).where(Task.state.in_(living), ~_has_coming()).order_by(Task.id)
    return (await session.scalars(query)).all()


async def finished_with_a_next_date(session: AsyncSession) -> Sequence[int]:
    query = select(Task.id).where(Task.state.not_in(UNFINISHED), _has_coming()).order_by(Task.id)
    return (await session.scalars(query)).all()


async def unserved(session: AsyncSession, *, before: datetime) -> Sequence[int]:
    query = select(InboxRow.id).where(InboxRow.state == InboxState.WAITING, InboxRow.received_at < before)
    return (await session.scalars(query)).all()


async def unanswered(session: AsyncSession, *, since: datetime) -> Sequence[int]:
    """Updates marked done to which nothing was queued, and of which nobody said that nothing is owed."""
    answered = exists().where(OutboxRow.cause == literal("update:") + cast(InboxRow.update_id, String))
    query = select(InboxRow.id).where(
        InboxRow.state == InboxState.DONE, InboxRow.handled_at >= since, InboxRow.error.is_(None), ~answered
    )
    return (await session.scalars(query)).all()


async def stuck(session: AsyncSession, *, now: datetime, patience: timedelta) -> Sequence[int]:
    """Calls that have been on their way for too long: their sender is gone."""
    late = sending.abandoned(now=now, spared=patience)
    query = select(OutboxRow.id).where(OutboxRow.state == OutboxState.SENDING, late)
    return (await session.scalars(query)).all()


async def without_a_proper_end(session: AsyncSession) -> Sequence[int]:
    """Sent messages nobody can find in their chat, and failures without a reason."""
    message = OutboxRow.kind.not_in([kind.value for kind in IDEMPOTENT])
    lost = (OutboxRow.state == OutboxState.SENT) & message & OutboxRow.message_id.is_(None)
    mute = OutboxRow.state.in_((OutboxState.UNDELIVERABLE, OutboxState.UNKNOWN, OutboxState.DROPPED))
    query = select(OutboxRow.id).where(lost | (mute & OutboxRow.reason.is_(None))).order_by(OutboxRow.id)
    return (await session.scalars(query)).all()


async def not_sent_again(session: AsyncSession) -> Sequence[int]:
    """Unknown sends that should have gone once more and were not queued again."""
    again = aliased(OutboxRow)
    query = select(OutboxRow).where(
        OutboxRow.state == OutboxState.UNKNOWN,
        OutboxRow.again_of_id.is_(None),
        ~exists().where(again.again_of_id == OutboxRow.id),
    )
    rows = await session.scalars(query)
    return [row.id for row in rows if repeat_of(row.kind, row.facts) is Repeat.AGAIN]


async def doubled(session: AsyncSession) -> Sequence[int]:
    """Second copies whose first is not on record as unknown."""
    first = aliased(OutboxRow)
    query = select(OutboxRow.id).join(first, first.id == OutboxRow.again_of_id)
    return (await session.scalars(query.where(first.state != OutboxState.UNKNOWN))).all()


async def out_of_order(session: AsyncSession, *, since: datetime) -> Sequence[int]:
    """Messages in which a rung of a task came after a later rung of the same round."""
    query = (
        select(AgendaRow.task_id, AgendaRow.round, AgendaRow.at, OutboxRow.id, OutboxRow.person_id)
        .join(OutboxRow, OutboxRow.id == AgendaRow.outbox_id)
        .where(OutboxRow.state == OutboxState.SENT, OutboxRow.ended_at >= since, OutboxRow.kind != Kind.DESK)
        .where(AgendaRow.fate == Fate.QUEUED, OutboxRow.again_of_id.is_(None))
        .order_by(OutboxRow.ended_at, OutboxRow.id)
    )
    latest: dict[tuple[int, int], datetime] = {}
    found = []
    for task_id, round_, at, row_id, _ in await session.execute(query):
        if at < latest.get((task_id, round_), at):
            found.append(row_id)
        latest[task_id, round_] = max(at, latest.get((task_id, round_), at))
    return found


async def replayed_otherwise(session: AsyncSession) -> Sequence[int]:
    """Tasks whose last state in the journal is not the one they have."""
    state = JournalRow.facts["state"].as_string()
    last = (
        select(JournalRow.task_id, func.max(JournalRow.id).label("id"))
        .where(JournalRow.task_id.is_not(None), state.is_not(None))
        .group_by(JournalRow.task_id)
        .subquery()
    )
    query = (
        select(Task.id)
        .outerjoin(last, last.c.task_id == Task.id)
        .outerjoin(JournalRow, JournalRow.id == last.c.id)
        .where(func.coalesce(state, "") != cast(Task.state, String))
        .order_by(Task.id)
    )
    return (await session.scalars(query)).all()
