"""中止: a task that an edition no longer names is stopped by a tap, never by the import itself."""

from __future__ import annotations

from db import ledger_editions, tasks
from db.lifecycle import Step, advance
from db.models import Task
from db.rights import Action
from schedules.steps.context import StepContext
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import replan


async def stop(context: StepContext, task_id: int) -> Task:
    """Raises NotHisToDecide, StepNotAllowed."""
    task = await tasks.locked(context.session, task_id)
    if task is None or not context.may(Action.CHECK, task):
        raise NotHisToDecide("中止事项由督查室办理。")
    was, task.state = task.state, advance(task.state, Step.STOP)
    await context.session.flush()
    await ledger_editions.close_all(context.session, [task.id], now=context.now)
    context.note("stop", task=task, was=was.value, state=task.state.value)
    await replan(context, task)
    return task
