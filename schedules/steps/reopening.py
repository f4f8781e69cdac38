"""重新打开: a closed task runs again."""

from __future__ import annotations

from db.lifecycle import Step, advance
from db.models import Task
from db.rights import Action
from schedules.steps.context import StepContext
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import begin_round, replan


async def reopen(context: StepContext, task: Task) -> None:
    """A closed task runs again, with its history. Raises NotHisToDecide, StepNotAllowed."""
    _only_with(context, Action.CHECK, task)
    was, task.state = task.state, advance(task.state, Step.REOPEN)
    task.closed_at = task.claimed_at = None
    task.percent = None if task.percent == 100 else task.percent
    begin_round(task, context)
    context.note("reopen", task=task, was=was.value, state=task.state.value)
    await replan(context, task)


def _only_with(context: StepContext, action: Action, task: Task) -> None:
    if not context.may(action, task):
        raise NotHisToDecide("此项由督查室办理。")
