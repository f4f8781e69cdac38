"""重新打开: a closed task runs again."""

from __future__ import annotations

from db import posts as held
from db.lifecycle import Step, advance
from db.models import Task
from db.rights import Action
from schedules.steps import posts
from schedules.steps.context import StepContext
from schedules.steps.handing_over import hand_over, tell_both
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
    await give_to_successor(context, task)


async def give_to_successor(context: StepContext, task: Task) -> None:
    """What is closed stays with whoever closed it. Where it is taken up again after he has left his post, it is his
    successor's."""
    former = task.owner
    if not await held.head_no_more(context.session, former.id, task.lead_department_id):
        return
    head = await posts.successor(context, task.lead_department_id, instead_of=former)
    await hand_over(context, [task], head)
    await tell_both(context, [task], former, head, former_stays=False)


def _only_with(context: StepContext, action: Action, task: Task) -> None:
    if not context.may(action, task):
        raise NotHisToDecide("此项由督查室办理。")
