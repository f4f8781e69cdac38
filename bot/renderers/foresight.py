"""Who would be told what at a coming moment, and what would be held back: played through and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers import Renderer
from db import agenda, outbox, people, tasks
from db.messages import Call
from db.models import AgendaRow, Fate, OutboxRow, Task
from db.payloads import DeskPayload, MorningPayload, payload_of
from schedules import digest, reminders
from schedules.policy import Policy
from schedules.steps import looking_back, matters, sharing
from schedules.steps.context import StepContext

CAUSE = "preview"
FARTHEST = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a task is spoken of: its rung, and the day the rung stood for."""

    number: int
    title: str
    rung: str
    occurrence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One message. `at`: when it may go; quiet hours are counted in."""

    person_id: int
    to: str
    kind: str
    at: datetime
    text: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A reminder of which nothing would be said, and why."""

    owner: str
    reason: Reason
    why: str


@dataclass(frozen=True, slots=True)
class Foresight:
    moment: datetime
    messages: Sequence[Foreseen]
    held: Sequence[Held]


class TooFar(Exception):
    """What would be said then hangs on too much that happens until then."""


async def foresee(
    session: AsyncSession,
    policy: Policy,
    *,
    now: datetime,
    moment: datetime,
    with_words: Callable[[str], bool] = lambda name: True,
) -> Foresight:
    """As if nobody said a word until then. Nothing of it stays: the steps of time are made within a savepoint that is
    rolled back. `with_words`: whose messages are rendered; of the others it is only said what they are about. Raises
    TooFar."""
    if moment - now > FARTHEST:
        raise TooFar
    noted = list(outbox.queued_here(session))
    attempt = await session.begin_nested()
    try:
        await _until(session, policy, moment)
        return await _played(session, policy, moment, with_words)
    finally:
        await attempt.rollback()
        outbox.queued_here(session)[:] = noted


async def _until(session: AsyncSession, policy: Policy, moment: datetime) -> None:
    """What comes before that moment has been said by then."""
    while (at := await agenda.next_moment(session)) is not None and at < moment:
        await _step(StepContext(session, at, CAUSE, policy))


async def _step(context: StepContext) -> None:
    await reminders.take_due(context)
    await digest.queue_due(context)
    if matters.is_morning(context):
        await looking_back.raise_due(context)
    await matters.follow_up(context)
    await sharing.tell_partners(context)
    await context.session.flush()


async def _played(
    session: AsyncSession, policy: Policy, moment: datetime, with_words: Callable[[str], bool]
) -> Foresight:
    before = await outbox.newest_id(session)
    await _step(StepContext(session, moment, CAUSE, policy))
    taken = await agenda.taken_at(session, moment)
    known = await tasks.by_ids(session, {row.task_id for row in taken})
    rows = await outbox.queued_after(session, before)
    told = await people.by_ids(session, {row.person_id for row in rows if row.person_id is not None})
    renderer = Renderer(policy)
    messages = []
    for row in rows:
        if row.person_id is None:
            continue
        to = told[row.person_id]
        words = await _words(session, renderer, row, moment) if with_words(to.name) else ""
        if words is not None:
            at = max(row.not_before or moment, moment)
            messages.append(Foreseen(to.id, to.name, row.kind, at, words, _reasons(row, known)))
    held = [
        Held(known[row.task_id].owner.name, _reason(row, known[row.task_id]), row.reason or "")
        for row in taken
        if row.fate is Fate.SUPPRESSED and row.task_id in known
    ]
    return Foresight(moment, messages, held)


async def _words(session: AsyncSession, renderer: Renderer, row: OutboxRow, moment: datetime) -> str | None:
    """None where nothing of it would be sent."""
    call = await renderer.render(session, row, max(row.not_before or moment, moment))
    return str(call.parameters["text"]) if isinstance(call, Call) and "text" in call.parameters else None


def _reasons(row: OutboxRow, known: Mapping[int, Task]) -> tuple[Reason, ...]:
    said = payload_of(row.kind, row.facts)
    if isinstance(said, MorningPayload):
        return tuple(
            Reason(
                known[item.task_id].number,
                known[item.task_id].title,
                item.rung,
                item.occurrence,
                item.at or row.queued_at,
            )
            for item in said.items
            if item.task_id in known
        )
    if isinstance(said, DeskPayload):
        return tuple(
            Reason(known[item.task_id].number, known[item.task_id].title, item.rung, "", row.queued_at)
            for item in said.rows
            if item.task_id in known
        )
    return ()


def _reason(row: AgendaRow, task: Task) -> Reason:
    return Reason(task.number, task.title, row.rung, row.occurrence, row.at)
