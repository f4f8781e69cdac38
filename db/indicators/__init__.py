"""Which indicators does a task have, and which figures were reported of them?"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among, id_list
from db.measures import Goal, Measure
from db.models import Report, Task
from db.models.indicators import Indicator, IndicatorFigure
from db.tasks import Filter, conditions

_PAGE = 1000
_LOOKED_AT = 5000  # figures: older ones were looked at before


def measure(row: Indicator) -> Measure:
    goals = tuple(Goal(name, date.fromisoformat(on), value) for name, on, value in row.goals)
    return Measure(row.name, row.unit, row.direction, row.target, row.adding, goals, row.id)


_TABLE: Any = Indicator.__table__
OF_TASK = _TABLE.c.task_id
STANDS = _TABLE.c.ended_at.is_(None)

_OF_TASKS = (
    select(Indicator)
    .where(among(Indicator.task_id, id_list("ids")), Indicator.ended_at.is_(None))
    .order_by(Indicator.task_id, Indicator.id)
)


async def of_tasks(session: AsyncSession, task_ids: Collection[int]) -> dict[int, list[Indicator]]:
    """Those that stand, in the order they came in."""
    if not task_ids:
        return {}
    found: dict[int, list[Indicator]] = {}
    for row in await session.scalars(_OF_TASKS, {"ids": task_ids}):
        found.setdefault(row.task_id, []).append(row)
    return found


async def of_field(session: AsyncSession, chosen: Filter) -> list[tuple[int, Indicator]]:
    """编号 and indicator of all that stand in a field; a page of them at a time."""
    query = select(Task.number, Indicator).join(Task, Task.id == Indicator.task_id)
    query = query.where(Indicator.ended_at.is_(None), *conditions(chosen)).order_by(Indicator.id).limit(_PAGE)
    found: list[tuple[int, Indicator]] = []
    while True:
        after = found[-1][1].id if found else 0
        page = [(number, row) for number, row in await session.execute(query.where(Indicator.id > after))]
        found += page
        if len(page) < _PAGE:
            return sorted(found, key=lambda pair: (pair[0], pair[1].id))
        await asyncio.sleep(0)


async def without(session: AsyncSession) -> list[Task]:
    """Unfinished tasks whose target no indicator measures."""
    known = select(Indicator.task_id).where(Indicator.ended_at.is_(None))
    query = select(Task).where(Task.id.not_in(known), Task.target != "", Task.closed_at.is_(None))
    return list(await session.scalars(query.order_by(Task.number)))


async def figures_of(session: AsyncSession, indicator_ids: Collection[int]) -> dict[int, list[IndicatorFigure]]:
    """Of reports that stand, oldest first."""
    if not indicator_ids:
        return {}
    query = (
        select(IndicatorFigure)
        .join(Report, Report.id == IndicatorFigure.report_id)
        .where(among(IndicatorFigure.indicator_id, indicator_ids), Report.withdrawn_at.is_(None))
        .order_by(IndicatorFigure.at, IndicatorFigure.id)
    )
    found: dict[int, list[IndicatorFigure]] = {}
    for row in await session.scalars(query):
        found.setdefault(row.indicator_id, []).append(row)
    return found


async def astray(session: AsyncSession) -> Sequence[int]:
    """Of the newest figures those whose report is of another task than their indicator."""
    newest = await session.scalar(select(func.max(IndicatorFigure.id))) or 0
    query = (
        select(IndicatorFigure.id)
        .join(Indicator, Indicator.id == IndicatorFigure.indicator_id)
        .join(Report, Report.id == IndicatorFigure.report_id)
    )
    query = query.where(IndicatorFigure.id > newest - _LOOKED_AT, Report.task_id != Indicator.task_id)
    return (await session.scalars(query)).all()


async def by_id(session: AsyncSession, indicator_id: int) -> Indicator | None:
    return await session.get(Indicator, indicator_id)
