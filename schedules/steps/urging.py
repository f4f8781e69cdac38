"""催办: a coordinator asks a head by name, outside the morning message."""

from __future__ import annotations

from collections.abc import Sequence

from db import people, tasks
from db.lifecycle import UNFINISHED, State
from db.messages import Rank
from db.models import Person, Task
from db.payloads import UrgePayload
from db.rights import Action, may
from schedules.steps.context import StepContext
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import replan

_URGED = UNFINISHED - {State.CLAIMED}


async def urge_all(context: StepContext, owner_id: int, task_ids: Sequence[int]) -> Sequence[Task]:
    """催办全部: one message to a person about all of these that still wait for him. Raises NotHisToDecide."""
    if context.actor is None or not may(context.actor.roles, Action.URGE):
        raise NotHisToDecide("催办由督查室发出。")
    found = await tasks.locked_all(context.session, task_ids)
    running = [each for each in found if each.owner_id == owner_id and each.state in _URGED]
    if not running:
        raise NotHisToDecide("这些事项均已反馈或办结，无需催办。")
    person = await answering(context, running[0])
    ids = tuple(each.id for each in running)
    key = f"urgeall:{owner_id}:{context.today.isoformat()}"
    await context.tell(
        person, UrgePayload(ids), key=key, rank=Rank.URGENT, items=ids, urgent=any(each.urgent for each in running)
    )
    for task in running:
        task.asked_at = task.asked_at or context.now
    await context.note_many("urge", [(task.id, {}) for task in running])
    await replan(context, *running)
    return running


async def answering(context: StepContext, task: Task) -> Person:
    """Its owner, or who stands in for him today. Raises NotHisToDecide where no message can reach him."""
    deputies = await people.deputies(context.session, [task.owner_id], today=context.today)
    found = deputies.get(task.owner_id, task.owner)
    if not found.reachable:
        raise NotHisToDecide(f"{found.name}尚未绑定或暂时联系不上，请电话催办。")
    return found


async def urge(context: StepContext, task_id: int) -> Task:
    """Queue one message to the owner, once per task and day. Raises NotHisToDecide."""
    if context.actor is None or not may(context.actor.roles, Action.URGE):
        raise NotHisToDecide("催办由督查室发出。")
    task = await tasks.locked(context.session, task_id)
    if task is None or task.state not in UNFINISHED:
        raise NotHisToDecide("该事项已经办结或中止，无需催办。")
    if task.state == State.CLAIMED:
        raise NotHisToDecide("该事项已申请办结，正等待督查室核查。")
    person = await answering(context, task)
    key = f"urge:{task.id}:{context.today.isoformat()}"
    payload = UrgePayload((task.id,))
    await context.tell(person, payload, key=key, rank=Rank.URGENT, items=(task.id,), urgent=task.urgent)
    task.asked_at = task.asked_at or context.now
    context.note("urge", task=task)
    await replan(context, task)
    return task
