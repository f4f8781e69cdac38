"""The weekly report: who gets one, on which slot. What it says is read at sending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from db import agenda, outbox, people, tasks
from db.messages import Rank, Repeat
from db.models import Person, Role
from db.payloads import DigestPayload, Scope
from db.tasks import Filter
from schedules import attachments
from schedules.facts import facts_of
from schedules.policy import Policy
from schedules.standing import standing
from schedules.steps.context import StepContext

SLOT = "digest"


def last_slot(now: datetime, policy: Policy) -> tuple[date, datetime] | None:
    """The newest slot at or before `now`, not older than a week."""
    found = None
    for back in (7, 0):
        day = policy.digest_day(policy.today(now) - timedelta(days=back))
        if day is not None and now - timedelta(days=7) <= policy.at(day, policy.digest) <= now:
            found = day, policy.at(day, policy.digest)
    return found


async def queue_due(context: StepContext) -> int:
    """Queue the digest of the newest slot once; a slot missed during an outage is caught up."""
    slot = last_slot(context.now, context.policy)
    if slot is None or not await _had_tasks(context, slot[1]):
        return 0
    if not await agenda.claim_slot(context.session, SLOT, slot[0].isoformat(), now=context.now):
        return 0
    readers = await _readers(context)
    for person, scope in readers:
        await outbox.queue_message(
            context.session,
            DigestPayload(slot[0], scope, repeat=Repeat.AGAIN),
            now=context.now,
            cause=context.cause,
            rank=Rank.BULK,
            person_id=person.id,
            key=f"digest:{slot[0].isoformat()}:{person.id}:{scope}",
            not_before=context.policy.allowed_at_or_after(context.now),
        )
    await attachments.order(context, slot[0].isoformat(), readers)
    context.note("digest", slot=slot[0].isoformat(), readers=len(readers))
    return len(readers)


async def _had_tasks(context: StepContext, slot: datetime) -> bool:
    """A ledger that came in after the slot has nothing to report for it."""
    return any(ledger.imported_at <= slot for ledger in await tasks.ledgers(context.session))


async def _readers(context: StepContext) -> list[tuple[Person, Scope]]:
    """Coordinators the whole, leaders their field, heads only if something of theirs is behind or due."""
    told = [(person, Scope.OFFICE) for person in await people.coordinators(context.session)]
    leaders = await people.with_role(context.session, Role.LEADER)
    with_field = {person.id for person in await tasks.leaders_of_tasks(context.session)}
    told += [(person, Scope.LEADER) for person in leaders if person.reachable and person.id in with_field]
    told += [(person, Scope.HEAD) for person in await _heads_behind(context)]
    return told


async def _heads_behind(context: StepContext) -> Sequence[Person]:
    open_tasks = await tasks.matching(context.session, Filter(unfinished=True))
    facts = await facts_of(context.session, open_tasks)
    behind = {}
    for task in open_tasks:
        found = standing(facts[task.id], context.now, context.policy, context.calendar)
        if found.lamp in ("blue", "yellow", "red"):
            behind[task.owner_id] = task.owner
    return [person for person in behind.values() if person.reachable]
