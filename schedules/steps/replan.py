"""The one way an agenda changes: compare what should stand with what stands."""

from __future__ import annotations

from datetime import datetime

from db import agenda
from db.models import Task
from schedules import ladder
from schedules.facts import facts_of
from schedules.steps.context import Desk, breath


async def replan(desk: Desk, *tasks: Task) -> None:
    """Bring the waiting rows of these tasks in line with their facts. Taken rows are never touched.

    Called at the end of every step: a forgotten replanning would be a lost reminder.
    """
    await desk.session.flush()
    facts = await facts_of(desk.session, tasks)
    for place, task in enumerate(tasks, start=1):
        await breath(place)
        wanted = {
            (plan.rung.value, plan.occurrence): plan.at
            for plan in ladder.plan(facts[task.id], desk.policy, desk.calendar)
        }
        await _align(desk, task, wanted)


async def _align(desk: Desk, task: Task, wanted: dict[agenda.Key, datetime]) -> None:
    standing = await agenda.standing(desk.session, task.id, task.round, {occurrence for _, occurrence in wanted})
    for _, rung, occurrence in standing.taken:
        wanted.pop((rung, occurrence), None)
    stale = []
    for row in standing.waiting:
        fits = row.round == task.round and wanted.get((row.rung, row.occurrence)) == row.at
        if fits:
            del wanted[row.rung, row.occurrence]
        else:
            stale.append(row.id)
    await agenda.forget(desk.session, stale)
    await agenda.add(
        desk.session,
        [
            {"task_id": task.id, "round": task.round, "rung": rung, "occurrence": occurrence, "at": at}
            for (rung, occurrence), at in wanted.items()
        ],
    )


def begin_round(task: Task, desk: Desk) -> None:
    """A new round: its rungs start from now, and the old ones can never collide with them."""
    task.round += 1
    task.began_at = desk.now
    task.overdue_on = None
    task.asked_at = None
    task.asked_figure = False
