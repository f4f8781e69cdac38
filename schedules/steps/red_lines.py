"""红线: standing work whose report is 无 or 有; 有 is told to the coordinators and the leader at any hour."""

from __future__ import annotations

from collections.abc import Iterable

from db import matters, people
from db.models import Matter, MatterKind, Mode, Person, Saying, Task
from db.payloads import Part
from schedules.steps.context import StepContext
from schedules.steps.matters import put_before, raised, tell_office
from schedules.steps.ordering import held
from schedules.steps.refusals import NotHisToDecide


async def ask_whether(context: StepContext, task_ids: Iterable[int], *, on: bool) -> None:
    """Its reports are 无 or 有 from now on, or no longer. Raises NotHisToDecide."""
    for task_id in task_ids:
        task = await held(context, task_id)
        if task.mode is not Mode.RECURRING:
            raise NotHisToDecide(f"{task.number}号是限期办结事项；有无报告只用于常态推进事项。")
        task.red_line = on
        context.note("red_line", task=task, on=on)


async def report(context: StepContext, task: Task, saying: Saying, *, person: Person) -> Matter:
    """有: nothing waits for the morning. While another one stands it has been told with it."""
    for matter in await matters.of_tasks(context.session, [task.id], MatterKind.RED_LINE):
        return matter
    matter = await raised(context, MatterKind.RED_LINE, person=person, saying=saying, task=task)
    await _tell_leader(context, matter, task)
    return matter


async def follow(context: StepContext, task: Task, saying: Saying) -> bool:
    """Whatever is said of it next goes the same way; whether there was anything to follow."""
    standing = [
        each
        for each in await matters.of_tasks(context.session, [task.id], MatterKind.RED_LINE)
        if each.saying_id != saying.id
    ]
    for matter in standing:
        matter.answer_id = saying.id
        await context.session.flush()
        await tell_office(context, matter, again=str(saying.id))
        await _tell_leader(context, matter, task, again=str(saying.id))
    return bool(standing)


async def _tell_leader(context: StepContext, matter: Matter, task: Task, *, again: str = "") -> None:
    leader = (await people.by_ids(context.session, [task.leader_id or 0])).get(task.leader_id or 0)
    if leader is not None and leader.reachable:
        await put_before(context, matter, leader, Part.TOLD, again=again)
