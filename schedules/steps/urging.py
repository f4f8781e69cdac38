"""催办: a coordinator asks a head by name, outside the morning message."""

from __future__ import annotations

from db import tasks
from db.lifecycle import UNFINISHED, State
from db.messages import Rank
from db.models import Task
from db.payloads import UrgePayload
from db.rights import Action, may
from schedules.steps.context import Desk
from schedules.steps.deciding import NotHisToDecide
from schedules.steps.replan import replan


async def urge(desk: Desk, task_id: int) -> Task:
    """Queue one message to the owner, once per task and day. Raises NotHisToDecide."""
    if desk.actor is None or not may(desk.actor.roles, Action.URGE):
        raise NotHisToDecide("催办由督查室发出。")
    task = await tasks.locked(desk.session, task_id)
    if task is None or task.state not in UNFINISHED:
        raise NotHisToDecide("该事项已经办结或中止，无需催办。")
    if task.state == State.CLAIMED:
        raise NotHisToDecide("该事项已申请办结，正等待督查室核查。")
    if not task.owner.reachable:
        raise NotHisToDecide(f"{task.owner.name}尚未绑定或暂时联系不上，请电话催办。")
    key = f"urge:{task.id}:{desk.today.isoformat()}"
    await desk.tell(task.owner, UrgePayload((task.id,)), key=key, rank=Rank.URGENT, items=(task.id,))
    task.asked_at = task.asked_at or desk.now
    desk.note("urge", task=task)
    await replan(desk, task)
    return task
