"""转办, 换人: what a person answered for is another's from now on, and each hears of it in one message."""

from __future__ import annotations

from collections.abc import Sequence

from db import posts, requests
from db.lifecycle import UNFINISHED, State, Step, advance
from db.models import Person, RequestKind, Task
from db.open_questions import read_stored
from db.payloads import PostNews, PostPayload
from schedules.steps import asking
from schedules.steps.context import StepContext
from schedules.steps.notices import tell_owner_to_confirm
from schedules.steps.replan import begin_round, replan

VACANT = "负责人（暂缺）"


async def hand_over(context: StepContext, tasks: Sequence[Task], to: Person) -> None:
    """They are his from now on, handed out to him anew; a waiting claim goes on waiting, a stop stays one."""
    for task in tasks:
        was, former = task.state, task.owner_id
        task.owner, task.owner_id = to, to.id
        if task.state in UNFINISHED and task.state is not State.CLAIMED:
            task.state = advance(task.state, Step.HAND_OUT)
            task.signed_at = task.handed_out_at = None
            begin_round(task, context)
        context.note("hand_over", task=task, was=was.value, state=task.state.value, owner=to.id, former=former)
    await _put_again(context, tasks)
    await replan(context, *tasks)


async def _put_again(context: StepContext, tasks: Sequence[Task]) -> None:
    """A liaison's "done" that waits for the owner's tap waits for the new one's."""
    of = {task.id: task for task in tasks}
    open_ones = await requests.open_for(context.session, list(of))
    waiting = {each.task_id: each for each in open_ones if each.kind == RequestKind.CONFIRM}
    for task_id, confirm in waiting.items():
        await tell_owner_to_confirm(context, of[task_id], confirm)


async def tell_both(
    context: StepContext,
    tasks: Sequence[Task],
    former: Person,
    to: Person,
    *,
    former_stays: bool = True,
    back: bool = False,
) -> None:
    """`back`: what had been given away is his again, by an undoing."""
    items = tuple(task.id for task in tasks)
    if not items:
        return
    if to.reachable:
        what = PostNews.BACK if back else PostNews.TAKES_OVER
        news = PostPayload(what, to.id, other_id=former.id, items=items)
        await context.tell(to, news, items=items)
    if former_stays and former.reachable:
        what = PostNews.TAKEN_BACK if back else PostNews.GIVES_AWAY
        news = PostPayload(what, former.id, other_id=to.id, items=items)
        await context.tell(former, news)


async def close_questions(context: StepContext, person: Person, numbers: Sequence[int] | None = None) -> None:
    """What he was asked of these tasks, or of anything, is no longer his to answer."""
    for question in await requests.questions_of(context.session, person.id):
        if numbers is None or set(read_stored(question.facts).refs) & set(numbers):
            asking.close(context, question, "handed_over")


async def give_matters(context: StepContext, former: Person, to: Person | None, tasks: Sequence[Task] = ()) -> None:
    """What he held goes to whoever follows him, or back to the office. `tasks`: only what is about these."""
    about = {task.id for task in tasks}
    for matter in await posts.matters_held(context.session, former.id):
        if about and matter.task_id not in about:
            continue
        matter.holder_id = to.id if to is not None else None
        matter.next_on = matter.next_on or context.today
        context.note("matter_over", matter=matter.id, to=matter.holder_id)
