"""Whether the agenda is as today's program, policy and calendar have it; where not, it is planned anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from hashlib import sha256

from db import agenda, metadata, task_columns
from db.task_columns import TaskColumns
from db.tasks import Filter
from schedules.facts import facts_of
from schedules.policy import Policy
from schedules.rungs import REPEATED, repeated
from schedules.steps.context import StepContext
from schedules.steps.replan import align
from schedules.survey import pages

LADDER = 5  # counts up when the same facts have other rungs than before
MARK = "planned_by"


def planned_by(policy: Policy) -> str:
    """Of everything a plan reads besides the facts of its task."""
    given = [(each.name, getattr(policy, each.name)) for each in fields(policy) if each.name != "calendar"]
    years = [(year, sorted(days.off), sorted(days.on)) for year, days in sorted(policy.calendar.years.items())]
    return sha256(repr((LADDER, given, years)).encode()).hexdigest()[:16]


async def changed(context: StepContext) -> Sequence[str]:
    """The new rules where they are not those the agenda was planned by. For looking at: nobody is kept from writing."""
    rules = planned_by(context.policy)
    return [] if await metadata.value(context.session, MARK) == rules else [rules]


async def plan_anew(context: StepContext, rules: str) -> int:
    """How many tasks were looked at."""
    looked_at = 0
    async for page in pages(context.session, Filter(unfinished=True)):
        await _remember(context, page)
        await align(context, page, await facts_of(context.session, page))
        looked_at += len(page)
    await metadata.put(context.session, MARK, rules, now=context.now)
    if looked_at:
        context.note("planned_anew", tasks=looked_at)
    return looked_at


async def _remember(context: StepContext, tasks: Sequence[TaskColumns]) -> None:
    """A program that asked once only kept no day of it: the next day follows from what was taken."""
    by_id = {task.id: task for task in tasks}
    before = {task.id: task.moves for task in tasks}
    for task_id, rung, occurrence, taken_at in await agenda.taken_rungs(context.session, by_id, REPEATED):
        task, key = by_id[task_id], repeated(rung, occurrence)
        if key not in task.repeated_on:
            task.repeated_on = {**task.repeated_on, key: context.policy.today(taken_at).isoformat()}
    await task_columns.write(context.session, task_columns.moved(tasks, before))
