"""Which indicators does a task have, and which figures were reported of them?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among
from db.measures import Goal, Measure
from db.models import Report, Task
from db.models.indicators import Indicator, IndicatorFigure
from db.tasks import Filter, conditions


def measure(row: Indicator) -> Measure:
    goals = tuple(Goal(name, date.fromisoformat(on), value) for name, on, value in row.goals)
    return Measure(row.name, row.unit, row.direction, row.target, row.adding, goals, row.id)


async def of_tasks(session: AsyncSession, task_ids: Collection[int]) -> dict[int, list[Indicator]]:
    """Those that stand, in the order they came in."""
    if not task_ids:
        return {}
    query = select(Indicator).where(among(Indicator.task_id, task_ids), Indicator.ended_at.is_(None))
    found: dict[int, list[Indicator]] = {}
    for row in await session.scalars(query.order_by(Indicator.task_id, Indicator.id)):
        found.setdefault(row.task_id, []).append(row)
    return found


async def of_field(session: AsyncSession, chosen: Filter) -> list[tuple[int, Indicator]]:
    """编号 and indicator of all that stand in a field."""
    query = select(Task.number, Indicator).join(Task, Task.id == Indicator.task_id)
    query = query.where(Indicator.ended_at.is_(None), *conditions(chosen)).order_by(Task.number, Indicator.id)
    return [(number, indicator) for number, indicator in await session.execute(query)]


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


async def by_id(session: AsyncSession, indicator_id: int) -> Indicator | None:
    return await session.get(Indicator, indicator_id)
