"""回头看: closed tasks of chosen kinds are looked at again after some weeks: 巩固, 反弹, 重新打开."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from db import agenda, matters, people, reports, tasks
from db.models import Matter, MatterKind, MatterState, Saying, Task, Way
from db.payloads import OutcomePayload, RequestOutcome
from schedules.policy import Policy
from schedules.steps.context import StepContext
from schedules.steps.matters import raised
from schedules.steps.notices import tell_outcome
from schedules.steps.reopening import give_to_successor
from schedules.steps.reporting import Heard, keep_saying

A_MORNING = 10  # asked about at once; the others on the next mornings
SLOT = "look_back"  # the run that raises them, once a day


async def raise_due(context: StepContext) -> int:
    """How many are asked about from today on: raised before the morning, whose list they stand in."""
    policy = context.policy
    before = policy.at(context.calendar.back(context.today, policy.look_back_days), "23:59")
    found = await matters.to_look_back(
        context.session,
        closed_by=before,
        sources=policy.look_back_sources,
        categories=policy.look_back_categories,
        many=A_MORNING,
    )
    if not found or not await agenda.claim_slot(context.session, SLOT, context.today.isoformat(), now=context.now):
        return 0
    for task in (await tasks.by_ids(context.session, found)).values():
        await _raise(context, task)
    return len(found)


async def _raise(context: StepContext, task: Task) -> None:
    owner = await people.with_posts(context.session, task.owner_id)
    saying = await _last_words(context, task)
    matter = await raised(context, MatterKind.LOOK_BACK, person=owner, saying=saying, task=task, draft=True)
    matter.state, matter.next_on = MatterState.OPEN, context.today


async def _last_words(context: StepContext, task: Task) -> Saying:
    """What its head said when it was closed; of one closed on paper that."""
    newest = await reports.latest(context.session, [task.id])
    if task.id in newest:
        return newest[task.id][1]
    return await keep_saying(context, Heard(task.owner, "（销号时无反馈记录）", way=Way.PAPER))


async def tell_owner(context: StepContext, matter: Matter) -> None:
    """反弹: he is asked for what he will do; the task is looked at once more after the same time."""
    task = (await tasks.by_ids(context.session, [matter.task_id or 0]))[matter.task_id or 0]
    await give_to_successor(context, task)
    await tell_outcome(context, task.owner_id, OutcomePayload(RequestOutcome.RELAPSED, task.id))


async def next_day(session: AsyncSession, policy: Policy) -> date | None:
    """When the next one is asked about for the first time."""
    first = await matters.first_to_look_back(
        session, sources=policy.look_back_sources, categories=policy.look_back_categories
    )
    return None if first is None else policy.calendar.forward(policy.today(first), policy.look_back_days)
