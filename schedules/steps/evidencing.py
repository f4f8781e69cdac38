"""Files become evidence of a task and reach whoever checks what they prove."""

from __future__ import annotations

from collections.abc import Sequence

from db import evidence, outbox, requests
from db.messages import Rank
from db.models import Evidence, Person, Request, RequestKind, Task
from db.payloads import EvidencePayload
from schedules.steps.context import StepContext
from schedules.steps.notices import checkers

MOST = 6  # files sent along with one claim; the rest is under 材料


async def bind(context: StepContext, files: Sequence[Evidence], task: Task) -> None:
    """From now on they belong to this task; where its claim waits they go to its checkers at once."""
    for each in files:
        each.task_id = task.id
    context.note("evidence", task=task, files=[each.id for each in files])
    claim = await requests.open_of_kind(context.session, task.id, RequestKind.CLOSURE)
    if claim is not None:
        await _send(context, files, task, claim)


async def wanting(context: StepContext, task: Task) -> bool:
    """The task demands papers or pictures before it is closed, and none came in its present round."""
    if not task.evidence_wanted:
        return False
    return not await evidence.of_task(context.session, task.id, since=task.began_at)


async def with_claim(context: StepContext, task: Task, claim: Request) -> None:
    """What was sent for the task in its present round goes with the claim."""
    found = [each for each, _ in await evidence.of_task(context.session, task.id, since=task.began_at)]
    await _send(context, found[-MOST:], task, claim)


async def _send(context: StepContext, files: Sequence[Evidence], task: Task, claim: Request) -> None:
    for person in await checkers(context, task):
        for each in files:
            await show(context, each, person, request_id=claim.id, key=f"evidence:{each.id}:{claim.id}:{person.id}")


async def show(
    context: StepContext, file: Evidence, person: Person, *, request_id: int | None = None, key: str | None = None
) -> None:
    await outbox.queue_message(
        context.session,
        EvidencePayload(file.id, request_id),
        now=context.now,
        cause=context.cause,
        rank=Rank.BULK,
        person_id=person.id,
        key=key,
        items=(file.task_id,) if file.task_id is not None else (),
        not_before=context.policy.allowed_at_or_after(context.now),
    )
