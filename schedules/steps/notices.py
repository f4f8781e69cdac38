"""Who is told when something waits for a tap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db import people, requests, tasks
from db.calls import notices
from db.messages import Rank
from db.models import Person, Request, RequestKind, Task
from db.payloads import ClaimPayload, OutcomePayload, RequestPayload
from schedules.facts import bare
from schedules.steps.context import StepContext


def of_own_office(task: Task) -> bool:
    """Led by the supervision office itself: its leader closes it, nobody checks his own work."""
    return "督查室" in task.lead_department.name


async def checkers(context: StepContext, task: Task) -> list[Person]:
    """The coordinators who can be reached: the first tap wins. Of the office's own tasks, its leader."""
    if of_own_office(task) and task.leader is not None and task.leader.reachable:
        return [task.leader]
    return await people.coordinators(context.session)


async def tell_checkers(context: StepContext, task: Task, request: Request) -> None:
    for person in await checkers(context, task):
        await _put(
            context,
            person,
            ClaimPayload(request.id, task.id, sort=request.kind.value),
            key=f"claim:{request.id}:{person.id}",
            urgent=task.urgent,
        )


async def _put(
    context: StepContext, person: Person, payload: RequestPayload, *, key: str, urgent: bool = False
) -> None:
    await notices.queue_notice(
        context.session,
        payload,
        now=context.now,
        cause=context.cause,
        person_id=person.id,
        key=key,
        task_ids=(payload.task_id,),
        not_before=context.policy.allowed_at_or_after(context.now, urgent),
        urgent=urgent,
    )


async def deciders(context: StepContext, task: Task, request: Request) -> list[Person]:
    """A decision is the leader's; an extension is the coordinators' to grant or to carry to him."""
    office = await people.coordinators(context.session)
    his = request.kind == RequestKind.DECISION or await needs_leader(context, task, request)
    readers = await people.readers_for(context.session, task.leader_id) if his and task.leader_id is not None else []
    return [*readers, *[person for person in office if person.id not in {each.id for each in readers}]]


async def needs_leader(context: StepContext, task: Task, request: Request) -> bool:
    """A second extension, a long one, one of a 领导批示 or a 急件 is not the coordinators' alone to grant."""
    if request.kind != RequestKind.EXTENSION or request.wanted is None:
        return False
    return leader_grants(context, task, request, len(await requests.granted(context.session, task.id, request.kind)))


def leader_grants(context: StepContext, task: Task, request: Request, earlier: int) -> bool:
    """`earlier`: how many were granted before."""
    if request.kind != RequestKind.EXTENSION or request.wanted is None:
        return False
    return is_for_leader(context, task, request.wanted, earlier)


def is_for_leader(context: StepContext, task: Task, day: date, earlier: int) -> bool:
    """Whether a task may move to this day only with its leader's consent, so many times after it was moved before."""
    policy = context.policy.of(bare(task))
    too_long = context.calendar.between(task.due or context.today, day) > policy.extension_days
    return too_long or task.urgent or task.source == "领导批示" or earlier >= policy.extension_times


async def tell_deciders(context: StepContext, task: Task, request: Request) -> None:
    for person in await deciders(context, task, request):
        await _put(
            context,
            person,
            RequestPayload(request.id, task.id, sort=request.kind.value),
            key=f"request:{request.id}:{person.id}",
            urgent=task.urgent,
        )


async def tell_owner_to_confirm(context: StepContext, task: Task, request: Request) -> None:
    """Whoever answers for the owner today. Of a 急件 he is asked on days off too, and the coordinators may ask him by
    telephone: it waits for nobody's Monday."""
    stand_in = await people.deputies(context.session, [task.owner_id], today=context.today)
    asked = stand_in.get(task.owner_id, task.owner)
    payload = RequestPayload(request.id, task.id, sort="" if task.urgent else request.kind.value)
    if asked.reachable:
        key = f"request:{request.id}:{asked.id}"
        if task.urgent:
            await context.tell(asked, payload, key=key, rank=Rank.URGENT, items=(task.id,), urgent=True)
        else:
            await _put(context, asked, payload, key=key)  # those of one message come as one list
    if task.urgent:
        for person in await people.coordinators(context.session):
            if person.id != asked.id:
                await _put(context, person, payload, key=f"request:{request.id}:{person.id}", urgent=True)


async def tell_outcome(context: StepContext, person_id: int, outcome: OutcomePayload) -> None:
    """The outcome of one's own request goes out by itself, outside the morning message; where the task is no longer
    his, to whoever it is."""
    await tell_outcomes(context, [(person_id, outcome)])


async def tell_outcomes(context: StepContext, told: Sequence[tuple[int, OutcomePayload]]) -> None:
    """The same of many: whom it concerns is asked once."""
    persons = await people.all_with_posts(context.session, [person_id for person_id, _ in told])
    known = await tasks.by_ids(context.session, [outcome.task_id for _, outcome in told])
    for person_id, outcome in told:
        person, task = persons[person_id], known.get(outcome.task_id)
        if task is not None and not people.roles_towards(person, task, today=context.today):
            person = task.owner
        urgent = task is not None and task.urgent
        await context.tell(person, outcome, rank=Rank.BULK, items=(outcome.task_id,), urgent=urgent)
