"""Who is told when something waits for a tap."""

from __future__ import annotations

from db import people, requests
from db.messages import Rank
from db.models import Person, Request, RequestKind, Task
from db.payloads import ClaimPayload, OutcomePayload, RequestPayload
from schedules.steps.context import Desk


def of_own_office(task: Task) -> bool:
    """Led by the supervision office itself: its leader closes it, nobody checks his own work."""
    return "督查室" in task.lead_department.name


async def checkers(desk: Desk, task: Task) -> list[Person]:
    """The coordinators who can be reached: the first tap wins. Of the office's own tasks, its leader."""
    if of_own_office(task) and task.leader is not None and task.leader.reachable:
        return [task.leader]
    return await people.coordinators(desk.session)


async def tell_checkers(desk: Desk, task: Task, request: Request) -> None:
    for person in await checkers(desk, task):
        await desk.tell(
            person,
            ClaimPayload(request.id, task.id),
            key=f"claim:{request.id}:{person.id}",
            items=(task.id,),
        )


async def deciders(desk: Desk, task: Task, request: Request) -> list[Person]:
    """A decision is the leader's; an extension is the coordinators' to grant or to carry to him."""
    office = await people.coordinators(desk.session)
    his = request.kind == RequestKind.DECISION or await needs_leader(desk, task, request)
    if his and task.leader is not None and task.leader.reachable:
        return [task.leader, *[person for person in office if person.id != task.leader_id]]
    return office


async def needs_leader(desk: Desk, task: Task, request: Request) -> bool:
    """A second extension, a long one, one of a 领导批示 or a 急件 is not the coordinators' alone to grant."""
    if request.kind != RequestKind.EXTENSION or request.wanted is None:
        return False
    too_long = desk.calendar.between(task.due or desk.today, request.wanted) > desk.policy.extension_days
    earlier = await requests.granted(desk.session, task.id, RequestKind.EXTENSION)
    return too_long or task.urgent or task.source == "领导批示" or len(earlier) >= desk.policy.extension_times


async def tell_deciders(desk: Desk, task: Task, request: Request) -> None:
    for person in await deciders(desk, task, request):
        await desk.tell(
            person,
            RequestPayload(request.id, task.id),
            key=f"request:{request.id}:{person.id}",
            items=(task.id,),
        )


async def tell_owner_to_confirm(desk: Desk, task: Task, request: Request) -> None:
    if task.owner.reachable:
        await desk.tell(
            task.owner,
            RequestPayload(request.id, task.id),
            key=f"request:{request.id}:{task.owner.id}",
            items=(task.id,),
        )


async def tell_outcome(desk: Desk, person_id: int, outcome: OutcomePayload) -> None:
    """The outcome of one's own request goes out by itself, outside the morning message."""
    person = (await people.by_ids(desk.session, [person_id]))[person_id]
    await desk.tell(person, outcome, rank=Rank.BULK, items=(outcome.task_id,), loud=True)
