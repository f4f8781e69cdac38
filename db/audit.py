"""Questions whose answer should be empty: each returns the ids that break a law of the design."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Row, Select, String, cast, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db import sending
from db.lifecycle import UNFINISHED, State
from db.messages import IDEMPOTENT, Kind, Repeat, repeat_of
from db.models import (
    AgendaRow,
    Fate,
    InboxRow,
    InboxState,
    JournalRow,
    Matter,
    MatterState,
    OutboxRow,
    OutboxState,
    Person,
    Problem,
    Promise,
    Request,
    RequestState,
    Task,
)
from db.tasks import IS_UNFINISHED

_PAGE = 500  # rows read without a breath
_WINDOW = 5000  # tasks asked about at once
_IS_WAITING = text("agenda.fate = 'waiting'")  # in the words of the partial index
_IS_POISON = text("inbox.state = 'poison'")
_IS_COPY = OutboxRow.again_of_id.is_not(None)
_IS_SENDING = text("outbox.state = 'sending'")  # in the words of the partial index, which is not used for a parameter


def _has_coming(*rungs: str) -> ColumnElement[bool]:
    """Of these rungs, or of any."""
    of_these = [AgendaRow.rung.in_(rungs)] if rungs else []
    return exists().where(AgendaRow.task_id == Task.id, *of_these, _IS_WAITING)


async def _walked(session: AsyncSession, query: Select[int]) -> list[int]:
    """The ids a question about tasks finds, asked of some thousands of tasks at a time, with a breath between."""
    last = await session.scalar(select(func.max(Task.id))) or 0
    found: list[int] = []
    for first in range(0, last, _WINDOW):
        within = query.where(Task.id > first, Task.id <= first + _WINDOW).order_by(Task.id)
        found += (await session.scalars(within)).all()
        await asyncio.sleep(0)
    return found


async def without_a_next_date(session: AsyncSession) -> Sequence[int]:
    """Unfinished tasks for which nothing is to happen; of a waiting claim the office is asked."""
    return await _walked(session, select(Task.id).where(IS_UNFINISHED, ~_has_coming()))


async def unsigned_without_a_next_date(session: AsyncSession) -> Sequence[int]:
    """Running tasks nobody has signed for, and about whose signing nobody will be asked. An owner whom no message can
    reach stands on the office's list of those instead."""
    reached = exists().where(
        Person.id == Task.owner_id, Person.chat_id.is_not(None), Person.unreachable_since.is_(None)
    )
    unsigned = (Task.state == State.HANDED_OUT) | Task.signed_at.is_(None)
    running = (IS_UNFINISHED, Task.state != State.CLAIMED)
    return await _walked(session, select(Task.id).where(*running, unsigned, reached, ~_has_coming("hand_out", "sign")))


async def silent_without_a_next_date(session: AsyncSession) -> Sequence[int]:
    """Running tasks that were asked about without an answer, and will come on no list of the office."""
    silent = (IS_UNFINISHED, Task.state != State.CLAIMED, Task.asked_at.is_not(None))
    return await _walked(session, select(Task.id).where(*silent, ~_has_coming("silence_more")))


async def problems_of_nobody(session: AsyncSession) -> Sequence[int]:
    """Unsolved ones of unfinished tasks that no open matter puts before anybody."""
    held = exists().where(Matter.problem_id == Problem.id, Matter.state == MatterState.OPEN)
    query = select(Problem.id).join(Task, Task.id == Problem.task_id)
    return await _walked(session, query.where(Problem.solved_at.is_(None), IS_UNFINISHED, ~held))


async def requests_without_a_next_date(session: AsyncSession) -> Sequence[int]:
    """Open requests about which nobody is asked again. One to close its task waits as the claim of the task does."""
    number = cast(Request.id, String)
    coming = exists().where(
        AgendaRow.task_id == Request.task_id,
        AgendaRow.rung.in_(("request_waits", "claim_waits")),
        (AgendaRow.occurrence == number) | AgendaRow.occurrence.like(number + "/%") | (AgendaRow.rung == "claim_waits"),
        _IS_WAITING,
    )
    query = select(Request.id).join(Task, Task.id == Request.task_id).where(Request.state == RequestState.OPEN, ~coming)
    return (await session.scalars(query.where(IS_UNFINISHED).order_by(Request.id))).all()


async def promises_without_a_day(session: AsyncSession, *, today: date) -> Sequence[int]:
    """Open promises of running tasks whose day comes and on which nobody will be asked."""
    asked = exists().where(
        AgendaRow.task_id == Promise.task_id,
        AgendaRow.rung == "promise",
        AgendaRow.occurrence == cast(Promise.id, String),
    )
    query = select(Promise.id).join(Task, Task.id == Promise.task_id).where(Promise.ended_at.is_(None), ~asked)
    query = query.where(Promise.by > today, IS_UNFINISHED, Task.state != State.CLAIMED)
    return sorted(await session.scalars(query))  # in that order the database would walk through those of all years


async def finished_with_a_next_date(session: AsyncSession) -> Sequence[int]:
    return await _walked(session, select(Task.id).where(Task.state.not_in(UNFINISHED), _has_coming()))


async def unserved(session: AsyncSession, *, before: datetime) -> Sequence[int]:
    query = select(InboxRow.id).where(InboxRow.state == InboxState.WAITING, InboxRow.received_at < before)
    return (await session.scalars(query)).all()


async def set_aside(session: AsyncSession) -> Sequence[Row[int, str | None]]:
    """Updates that could not be served, newest first: id, and name of the sender where he is bound."""
    query = select(InboxRow.id, Person.name).outerjoin(Person, Person.chat_id == InboxRow.chat_id)
    return (await session.execute(query.where(_IS_POISON).order_by(InboxRow.id.desc()))).all()


async def poison_untold(session: AsyncSession) -> Sequence[int]:
    """Updates set aside of which no coordinator has a notice: there was none to tell."""
    rows = (await session.scalars(select(InboxRow.id).where(_IS_POISON))).all()
    if not rows:
        return []
    keys = await session.scalars(select(OutboxRow.key).where(OutboxRow.key.like("poison:%:%")))
    told = {key.split(":")[1] for key in keys if key is not None}
    return [row_id for row_id in rows if str(row_id) not in told]


async def unanswered(session: AsyncSession, *, since: datetime) -> Sequence[int]:
    """Updates marked done to which nothing was queued, and of which nobody said that nothing is owed."""
    query = select(InboxRow.update_id, InboxRow.id).where(
        InboxRow.state == InboxState.DONE, InboxRow.handled_at >= since, InboxRow.error.is_(None)
    )
    owed = {f"update:{number}": row_id for number, row_id in await session.execute(query)}
    return sorted(await _without_a_call(session, owed))


async def _without_a_call(session: AsyncSession, owed: dict[str, int]) -> Collection[int]:
    """Those of whose cause nothing was queued. No index knows causes, so the outbox is read from its newest row back
    until all are found: their answers are as new as they are."""
    before: int | None = None
    while owed:
        query = select(OutboxRow.id, OutboxRow.cause).order_by(OutboxRow.id.desc()).limit(_PAGE)
        page = (await session.execute(query if before is None else query.where(OutboxRow.id < before))).all()
        if not page:
            break
        found = {row.cause for row in page}
        owed = {cause: row_id for cause, row_id in owed.items() if cause not in found}
        before = page[-1].id
        await asyncio.sleep(0)
    return owed.values()


async def stuck(session: AsyncSession, *, now: datetime, patience: timedelta) -> Sequence[int]:
    """Calls that have been on their way for too long: their sender is gone."""
    late = sending.abandoned(now=now, spared=patience)
    query = select(OutboxRow.id).where(_IS_SENDING, late)
    return (await session.scalars(query)).all()


async def waiting_since(session: AsyncSession, ids: Collection[int], *, before: datetime) -> Sequence[int]:
    """Which of these calls could already have gone by that moment."""
    moment = func.coalesce(OutboxRow.not_before, OutboxRow.queued_at)
    query = select(OutboxRow.id).where(OutboxRow.id.in_(ids), moment < before, OutboxRow.queued_at < before)
    return (await session.scalars(query.order_by(OutboxRow.id))).all()


async def newest_calls(session: AsyncSession, *, many: int) -> int:
    """The id after which only so many calls were queued."""
    return max(0, (await session.scalar(select(func.max(OutboxRow.id))) or 0) - many)


async def without_a_proper_end(session: AsyncSession, *, after: int = 0) -> Sequence[int]:
    """Sent messages nobody can find in their chat, and failures without a reason."""
    message = OutboxRow.kind.not_in([kind.value for kind in IDEMPOTENT])
    lost = (OutboxRow.state == OutboxState.SENT) & message & OutboxRow.message_id.is_(None)
    mute = OutboxRow.state.in_((OutboxState.UNDELIVERABLE, OutboxState.UNKNOWN, OutboxState.DROPPED))
    query = select(OutboxRow.id).where(OutboxRow.id > after, lost | (mute & OutboxRow.reason.is_(None)))
    return (await session.scalars(query.order_by(OutboxRow.id))).all()


async def not_sent_again(session: AsyncSession, *, after: int = 0) -> Sequence[int]:
    """Unknown sends that should have gone once more and were not queued again."""
    recent = OutboxRow.id > after
    gone_again = set(await session.scalars(select(OutboxRow.again_of_id).where(recent, _IS_COPY)))
    query = select(OutboxRow.id, OutboxRow.kind, OutboxRow.facts).where(
        recent, OutboxRow.state == OutboxState.UNKNOWN, OutboxRow.again_of_id.is_(None)
    )
    unknown = [row for row in await session.execute(query) if row.id not in gone_again]
    return [row.id for row in unknown if repeat_of(row.kind, row.facts) is Repeat.AGAIN]


async def doubled(session: AsyncSession, *, after: int = 0) -> Sequence[int]:
    """Second copies whose first is not on record as unknown."""
    first = aliased(OutboxRow)
    query = select(OutboxRow.id).join(first, first.id == OutboxRow.again_of_id)
    return (await session.scalars(query.where(OutboxRow.id > after, first.state != OutboxState.UNKNOWN))).all()


async def out_of_order(session: AsyncSession, *, since: datetime, after: int = 0) -> Sequence[int]:
    """Messages in which a rung of a task came after a later rung of the same round."""
    query = (
        select(AgendaRow.task_id, AgendaRow.round, AgendaRow.at, OutboxRow.id, OutboxRow.person_id)
        .join(OutboxRow, OutboxRow.id == AgendaRow.outbox_id)
        .where(OutboxRow.state == OutboxState.SENT, OutboxRow.ended_at >= since, OutboxRow.kind != Kind.DESK)
        .where(OutboxRow.id > after, AgendaRow.fate == Fate.QUEUED, OutboxRow.again_of_id.is_(None))
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
    """Tasks whose last state in the journal is not the one they have.

    Asked task by task, through the index: the newest states are near the end, and the journal only grows.
    """
    state = JournalRow.facts["state"].as_string()
    last = (
        select(state)
        .where(JournalRow.task_id == Task.id, state.is_not(None))
        .order_by(JournalRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return await _walked(session, select(Task.id).where(func.coalesce(last, "") != cast(Task.state, String)))
