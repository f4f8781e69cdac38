"""A rung without end that comes late stands for every day since: each of them is put on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from db import agenda
from db.agenda import Come
from db.models import Fate
from db.task_columns import TaskColumns
from schedules import ladder
from schedules.facts import Beside
from schedules.ladder import Planned, Rung
from schedules.steps.context import StepContext, yield_to_loop
from schedules.task_facts import TaskFacts


async def add_missed(
    context: StepContext, rows: Sequence[Come], tasks: Mapping[int, TaskColumns], known: Beside
) -> bool:
    """Whether days were missed. Only the newest can speak; the others are suppressed as they are written.

    One question and one insertion for all of these tasks.
    """
    midnight = context.policy.at(context.today, time.min)
    late = dict.fromkeys(row.task_id for row in rows if row.at < midnight)
    missed = {task_id: _missed(context, known.facts(tasks[task_id])) for task_id in late}
    moments = [each.at for of_task in missed.values() for each in of_task]
    if not moments:
        return False
    kept = await agenda.keys_since(context.session, list(late), since=min(moments))
    added: list[dict[str, Any]] = []
    for place, (task_id, of_task) in enumerate(missed.items(), start=1):
        await yield_to_loop(place * 10)  # a year of them takes some milliseconds a task
        added += _on_record(
            context,
            tasks[task_id],
            [each for each in of_task if (task_id, each.rung.value, each.occurrence) not in kept],
        )
    await agenda.add(context.session, added)
    return bool(added)


def _missed(context: StepContext, facts: TaskFacts) -> list[Planned]:
    return ladder.missed_occurrences(facts, context.now, context.policy, context.calendar)


def _on_record(context: StepContext, task: TaskColumns, missed: Sequence[Planned]) -> list[dict[str, Any]]:
    if not missed:
        return []
    newest = max(missed, key=lambda each: (each.at, -ladder.rank(each.rung)))
    ended = [context.policy.today(each.at) for each in missed if each.rung in (Rung.OVERDUE, Rung.PERIOD_MISSED)]
    task.overdue_on = max([*ended, *([task.overdue_on] if task.overdue_on else [])], default=None)
    older = {"fate": Fate.SUPPRESSED, "reason": "newer_rung", "taken_at": context.now}
    waiting = {"fate": Fate.WAITING, "reason": None, "taken_at": None}
    return [
        {"task_id": task.id, "round": task.round, "rung": each.rung.value, "occurrence": each.occurrence,
         "at": each.at, **(waiting if each is newest else older)}
        for each in missed
    ]  # fmt: skip
