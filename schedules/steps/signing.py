"""签收: the head says that the task has reached him."""

from __future__ import annotations

from collections.abc import Iterable

from db import tasks
from db.lifecycle import Step, StepNotAllowed, advance
from db.models import Task
from schedules.steps.context import StepContext
from schedules.steps.replan import replan


async def sign(context: StepContext, task_ids: Iterable[int]) -> list[Task]:
    """Sign for these tasks; those signed for already are left as they are. Returns the newly signed."""
    signed = []
    for task_id in task_ids:
        task = await tasks.locked(context.session, task_id)
        if task is None or task.signed_at is not None:
            continue
        try:
            after = advance(task.state, Step.SIGN)
        except StepNotAllowed:
            continue
        context.note("sign", task=task, was=task.state.value, state=after.value)
        task.state, task.signed_at, task.asked_at = after, context.now, None
        task.handed_out_at = task.handed_out_at or context.now
        signed.append(task)
    await replan(context, *signed)
    return signed
