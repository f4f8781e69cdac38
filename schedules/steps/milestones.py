"""节点 move with the date of their task, where whoever moves it has seen how."""

from __future__ import annotations

from datetime import date

from db.models import Task
from schedules.milestone_shift import Moved, shifted
from schedules.steps.context import StepContext


def proposed(context: StepContext, task: Task, to: date) -> list[Moved]:
    """How they would move with this date, as things stand today."""
    stones = [(each.position, each.name, each.due) for each in task.milestones]
    return shifted(stones, task.due, to, today=context.today, calendar=context.calendar)


def move(context: StepContext, task: Task, to: date) -> None:
    """Before the date itself is moved; who calls plans the task anew."""
    moved = {each.position: each for each in proposed(context, task, to)}
    for stone in task.milestones:
        if stone.position in moved:
            stone.due = moved[stone.position].to
    if moved:
        days = {position: each.to.isoformat() for position, each in moved.items()}
        context.note("milestones", task=task, days={str(position): day for position, day in days.items()})
