"""需要关注: what is red, yellow or blocked, and what has slipped though its lamp is quiet again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.texts import words
from db.lifecycle import UNFINISHED, State
from db.models import Promise, Task
from schedules.standing import Lamp, Standing

LISTED = 12
_RANK = {Lamp.RED: 0, Lamp.YELLOW: 1}


def listed(found: Sequence[tuple[Task, Standing, Sequence[Promise]]], *, today: date) -> dict[str, Any]:
    """Of unfinished tasks the worst first; `total` counts those that the list leaves out as well."""
    rows = [
        (_RANK.get(standing.lamp, 2), task, standing, because)
        for task, standing, promises in found
        if task.state in UNFINISHED and (because := why(task, standing, promises, today=today))
    ]
    rows.sort(key=lambda each: (each[0], each[1].number))
    shown = [
        {"number": task.number, "title": task.title, "lamp": standing.lamp.value, "why": because}
        for _, task, standing, because in rows[:LISTED]
    ]
    return {"total": len(rows), "rows": shown}


def why(task: Task, standing: Standing, promises: Sequence[Promise], *, today: date) -> str:
    """Empty where nothing is to be watched. `promises`: all of the task, in the order they were made."""
    reasons = []
    if standing.overdue and standing.days_left is not None:
        reasons.append(f"超期{-standing.days_left}天")
    if task.state is State.BLOCKED:
        reasons.append(State.BLOCKED.label)
    if task.due and task.original_due and task.due > task.original_due:
        moved = f"{words.day(task.original_due, today=today)}延至{words.day(task.due, today=today)}"
        reasons.append(f"时限由{moved}")
    if slip := _slipped(promises, today=today):
        reasons.append(slip)
    if not reasons and standing.lamp in _RANK:
        reasons.append(standing.pace.value)
    return "，".join(reasons)


def _slipped(promises: Sequence[Promise], *, today: date) -> str:
    """A promised day that went by, or was put off before it came."""
    if not promises:
        return ""
    last = promises[-1]
    if last.kept is False or (last.ended_at is None and last.by < today):
        return f"承诺{words.day(last.by, today=today)}未兑现"
    put_off = [each for each in promises[:-1] if each.kept is not True and each.by < last.by]
    if last.ended_at is not None or not put_off:
        return ""
    return f"承诺由{words.day(put_off[0].by, today=today)}推至{words.day(last.by, today=today)}"
