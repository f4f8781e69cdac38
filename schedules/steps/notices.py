"""Who is told when something waits for a tap."""

from __future__ import annotations

from db import people
from db.messages import Kind, Rank
from db.models import Person, Request, RequestKind, Task
from schedules.steps.desk import Desk


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
            Kind.CLAIM,
            {"request_id": request.id, "task_id": task.id},
            key=f"claim:{request.id}:{person.id}",
            items=(task.id,),
        )


async def deciders(desk: Desk, task: Task, request: Request) -> list[Person]:
    """A decision is the leader's; an extension is the coordinators' to grant or to carry to him."""
    if request.kind == RequestKind.DECISION and task.leader is not None and task.leader.reachable:
        return [task.leader, *await people.coordinators(desk.session)]
    return await people.coordinators(desk.session)


async def tell_deciders(desk: Desk, task: Task, request: Request) -> None:
    for person in await deciders(desk, task, request):
        await desk.tell(
            person,
            Kind.REQUEST,
            {"request_id": request.id, "task_id": task.id},
            key=f"request:{request.id}:{person.id}",
            items=(task.id,),
        )


async def tell_owner_to_confirm(desk: Desk, task: Task, request: Request) -> None:
    if task.owner.reachable:
        await desk.tell(
            task.owner,
            Kind.REQUEST,
            {"request_id": request.id, "task_id": task.id},
            key=f"request:{request.id}:{task.owner.id}",
            items=(task.id,),
        )


async def tell_outcome(desk: Desk, task: Task, person_id: int, what: str, **facts: object) -> None:
    """The outcome of one's own request goes out by itself, outside the morning message."""
    person = (await people.by_ids(desk.session, [person_id]))[person_id]
    await desk.tell(
        person, Kind.OUTCOME, {"what": what, "task_id": task.id, **facts}, rank=Rank.BULK, items=(task.id,), loud=True
    )
