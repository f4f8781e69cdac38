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


async def reopen(context: StepContext, *tasks: Task) -> None:
    """Closed tasks run again, with their history. Raises NotHisToDecide, StepNotAllowed."""
    for task in tasks:
        _only_with(context, Action.CHECK, task)
        was, task.state = task.state, advance(task.state, Step.REOPEN)
        task.closed_at = task.claimed_at = None
        task.percent = None if task.percent == 100 else task.percent
        begin_round(task, context)
        context.note("reopen", task=task, was=was.value, state=task.state.value)
    await replan(context, *tasks)
    await give_to_successor(context, *tasks)


async def give_to_successor(context: StepContext, *tasks: Task) -> None:
    """What is closed stays with whoever closed it. Where it is taken up again after he has left his post, it is his
    successor's."""
    heads = {(task.owner_id, task.lead_department_id) for task in tasks}
    left = await held.heads_no_more(context.session, heads)
    of: dict[tuple[int, int], list[Task]] = {}
    for task in tasks:
        if (task.owner_id, task.lead_department_id) in left:
            of.setdefault((task.owner_id, task.lead_department_id), []).append(task)
    for (_, department_id), his in of.items():
        former = his[0].owner
        head = await posts.successor(context, department_id, instead_of=former)
        await hand_over(context, his, head)
        await tell_both(context, his, former, head, former_stays=False)


def _only_with(context: StepContext, action: Action, task: Task) -> None:
    if not context.may(action, task):
        raise NotHisToDecide("此项由督查室办理。")
