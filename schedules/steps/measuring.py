"""指标: by what a task is measured, as the office has confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db import indicators
from db.measures import Adding, Direction
from db.models import Indicator, Task
from schedules.steps.context import StepContext
from schedules.steps.ordering import held

# task, name, unit, direction, target, adding, goals (name, day, value); a task without a name has none any more
Written = tuple[Any, ...]


async def measure_by(context: StepContext, written: Sequence[Written]) -> None:
    """These take the place of what the tasks were measured by. Raises NotHisToDecide."""
    for task_id in dict.fromkeys(each[0] for each in written):
        task = await held(context, task_id)
        await _end_all(context, task)
        for _, name, unit, direction, target, adding, goals in (each for each in written if each[0] == task_id):
            if name:
                await add(context, task, name, unit, Direction(direction), target, Adding(adding), goals)
        context.note("indicators", task=task)


async def add(
    context: StepContext,
    task: Task,
    name: str,
    unit: str,
    direction: Direction,
    target: float,
    adding: Adding,
    goals: Sequence[Any],
) -> Indicator:
    made = Indicator(
        task_id=task.id,
        name=name,
        unit=unit,
        direction=direction,
        target=target,
        adding=adding,
        goals=[list(goal) for goal in goals],
    )
    context.session.add(made)
    await context.session.flush()
    return made


async def _end_all(context: StepContext, task: Task) -> None:
    for each in (await indicators.of_tasks(context.session, [task.id])).get(task.id, []):
        each.ended_at = context.now
