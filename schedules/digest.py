"""The weekly report: who gets one, on which slot. What it says is read at sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db import agenda, metadata, outbox, people, tasks
from db.messages import Rank, Repeat
from db.models import Person, Role
from db.payloads import DigestPayload, Scope
from db.tasks import Filter
from schedules import attachments
from schedules.policy import Policy
from schedules.standing import Lamp
from schedules.steps.context import StepContext
from schedules.survey import survey

SLOT = "digest"


def last_slot(now: datetime, policy: Policy) -> tuple[date, datetime] | None:
    """The newest slot at or before `now`, not older than a week."""
    found = None
    for back in (7, 0):
        day = policy.digest_day(policy.today(now) - timedelta(days=back))
        if day is not None and now - timedelta(days=7) <= policy.at(day, policy.digest) <= now:
            found = day, policy.at(day, policy.digest)
    return found


@dataclass(frozen=True, slots=True)
class Issue:
    """One week's report, with all who get it."""

    day: date
    readers: tuple[tuple[Person, Scope], ...]


async def queue_due(context: StepContext) -> int:
    """Queue the digest of the newest slot once; a slot missed during an outage is caught up."""
    return sum([await queue(context, issue) for issue in await plan(context)])


async def plan(context: StepContext) -> list[Issue]:
    """The report of the newest slot, unless it was queued before. For looking at: nobody is kept from writing."""
    slot = last_slot(context.now, context.policy)
    if slot is None or not await _had_tasks(context, slot[1]):
        return []
    if await agenda.slot_claimed(context.session, SLOT, slot[0].isoformat()):
        return []
    return [Issue(slot[0], tuple(await _readers(context)))]


async def queue(context: StepContext, issue: Issue) -> int:
    """How many get it; 0 where another run was faster."""
    slot = issue.day.isoformat()
    if not await agenda.claim_slot(context.session, SLOT, slot, now=context.now):
        return 0
    for person, scope in issue.readers:
        await outbox.queue_message(
            context.session,
            DigestPayload(issue.day, scope, repeat=Repeat.AGAIN),
            now=context.now,
            cause=context.cause,
            rank=Rank.BULK,
            person_id=person.id,
            key=f"digest:{slot}:{person.id}:{scope}",
            not_before=context.policy.allowed_at_or_after(context.now),
        )
    await _queue_for_group(context, issue)
    await attachments.order(context, slot, issue.readers)
    context.note("digest", slot=slot, readers=len(issue.readers))
    return len(issue.readers)


async def _had_tasks(context: StepContext, slot: datetime) -> bool:
    """A ledger that came in after the slot has nothing to report for it."""
    return any(ledger.imported_at <= slot for ledger in await tasks.ledgers(context.session))


async def _readers(context: StepContext) -> list[tuple[Person, Scope]]:
    """Coordinators the whole, leaders their field, heads only if something of theirs is behind or due."""
    told = [(person, Scope.OFFICE) for person in await people.coordinators(context.session)]
    leaders = await people.with_role(context.session, Role.LEADER)
    with_field = {person.id for person in await tasks.leaders_of_tasks(context.session)}
    for leader in leaders:
        if leader.id in with_field:
            told += [(each, Scope.LEADER) for each in await people.readers_for(context.session, leader.id)]
    told += [(person, Scope.HEAD) for person in await _heads_behind(context)]
    return told


async def _heads_behind(context: StepContext) -> Sequence[Person]:
    stood = await survey(context.session, Filter(unfinished=True), now=context.now, policy=context.policy)
    behind = dict.fromkeys(task.owner_id for task, found in stood if found.lamp in (Lamp.BLUE, Lamp.YELLOW, Lamp.RED))
    heads = await people.by_ids(context.session, behind)
    return [heads[owner_id] for owner_id in behind if heads[owner_id].reachable]


@dataclass(frozen=True, slots=True)
class Group:
    """That hears the report."""

    chat_id: int
    title: str


async def group(session: AsyncSession) -> Group | None:
    kept = await metadata.value(session, metadata.REPORT_GROUP)
    number, _, title = (kept or "").partition(" ")
    return Group(int(number), title) if number else None


async def bind_group(session: AsyncSession, bound: Group | None, *, now: datetime) -> None:
    """None: no group hears it any more."""
    kept = f"{bound.chat_id} {bound.title}" if bound is not None else ""
    await metadata.put(session, metadata.REPORT_GROUP, kept, now=now)


async def _queue_for_group(context: StepContext, issue: Issue) -> None:
    bound = await group(context.session)
    if bound is None:
        return
    await outbox.queue_message(
        context.session,
        DigestPayload(issue.day, Scope.GROUP, repeat=Repeat.AGAIN),
        now=context.now,
        cause=context.cause,
        rank=Rank.BULK,
        chat_id=bound.chat_id,
        key=f"digest:{issue.day.isoformat()}:group",
        not_before=context.policy.allowed_at_or_after(context.now),
    )
