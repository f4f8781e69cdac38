"""The words a message has about each task, as the grammar gives them to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.reading.cases import asked_tasks
from bot.reading.replies import heard_of
from bot.reading.rows.matters import sorted_out
from db.reading_facts import AskedTask
from schedules.workdays import Calendar


def parts(written: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar) -> dict[int, str]:
    """By number of the task; a head with one open task speaks of that one."""
    if len(tasks) == 1:
        return {tasks[0].ref: written}
    heard = heard_of(written, tasks, today, calendar)
    return {
        ref: " ".join(heard.text[clause.start : clause.end] for clause in matter.clauses)
        for ref, matter in sorted_out(heard, correcting=False).matters.items()
    }


def parts_of_case(case: Mapping[str, Any], calendar: Calendar) -> dict[int, str]:
    """The same of a reply case `{today, tasks, text}`."""
    tasks = asked_tasks(case)
    return parts(str(case["text"]), tasks, today=date.fromisoformat(case["today"]), calendar=calendar)
