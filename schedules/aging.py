"""案无积卷: how long a task has lain without a word of substance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from db.models import Mode
from db.task_columns import LampColumns
from schedules.policy import Policy
from schedules.standing import Pace, Standing


def lain(
    stood: Iterable[tuple[LampColumns, Standing]], *, now: datetime, policy: Policy
) -> list[tuple[LampColumns, int]]:
    """Those that lie longer than policy has it, with their working days, longest first. Counted from the first
    hand-out or the last report of substance; standing work whose report is in lies not."""
    today = policy.today(now)
    found = []
    for task, standing in stood:
        if task.mode is Mode.RECURRING and standing.pace is Pace.ON_PLAN:
            continue
        last = policy.today(task.substance_at) if task.substance_at else task.plan_from
        days = policy.calendar.between(max(last, task.plan_from), today)
        if days > policy.age_days:
            found.append((task, days))
    return sorted(found, key=lambda each: (-each[1], each[0].number))
