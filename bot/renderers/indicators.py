"""Indicators of a field as they stand, and the three views, from one reckoning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts.indicators import Judged, stage
from db import indicators, tasks
from db.lifecycle import State
from db.models import Task
from db.tasks import Filter
from schedules.indicators import Reached, reached
from schedules.policy import Policy
from schedules.standing import Closing, Standing
from schedules.survey import survey


async def reached_of(session: AsyncSession, chosen: Filter, *, today: date) -> list[tuple[int, Reached]]:
    """编号 and indicator of every task of a field."""
    found = await indicators.of_field(session, chosen)
    figures = await indicators.figures_of(session, [row.id for _, row in found])
    return [(number, reached(indicators.measure(row), figures.get(row.id, []), today)) for number, row in found]


async def stages_of(session: AsyncSession, found: Sequence[Task]) -> dict[int, list[tuple[date, str]]]:
    """Task id → day and words of what its indicators are to reach on the way."""
    known = await indicators.of_tasks(session, [task.id for task in found])
    return {
        task_id: [
            (goal.on, stage(measure, goal)) for measure in map(indicators.measure, rows) for goal in measure.goals
        ]
        for task_id, rows in known.items()
    }


async def measured_of(session: AsyncSession, found: Sequence[Task], *, today: date) -> list[tuple[int, str, Reached]]:
    """编号, title and indicator of these tasks, for a table."""
    titles = {task.number: task.title for task in found}
    chosen = Filter(only=frozenset(task.id for task in found))
    return [(number, titles[number], each) for number, each in await reached_of(session, chosen, today=today)]


async def judged_of(session: AsyncSession, chosen: Filter, *, now: datetime, policy: Policy) -> list[Judged]:
    """督履职: he answers; 督落实: in time; 督成效: the figure has come about."""
    by_number: dict[int, list[Reached]] = {}
    for number, each in await reached_of(session, chosen, today=policy.today(now)):
        by_number.setdefault(number, []).append(each)
    stood = [
        each for each in await survey(session, chosen, now=now, policy=policy) if each[0].state is not State.STOPPED
    ]
    titles = {named.id: named.title for named in await tasks.named(session, chosen)}
    return [
        Judged(
            task.number,
            titles.get(task.id, ""),
            answers=not (found.report_late or found.sign_late),
            in_time=_in_time(found),
            reached=_came_about(by_number.get(task.number, [])),
        )
        for task, found in stood
    ]


def _in_time(found: Standing) -> bool | None:
    if found.closing is not None:
        return found.closing is not Closing.LATE
    return False if found.overdue else None


def _came_about(measured: list[Reached]) -> bool | None:
    marks = [each.met for each in measured]
    if False in marks:
        return False
    return True if marks and None not in marks else None
