"""The figures of a year, from the same standings and indicators as every other list."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers.indicators import reached_of
from bot.texts import indicators, year_end
from bot.texts.year_end import Year
from db import tasks
from db.lifecycle import UNFINISHED, State
from db.tasks import Filter
from db.week import promises_by_unit
from schedules.policy import Policy
from schedules.standing import Closing
from schedules.survey import survey

SHORT = 20


async def figures(session: AsyncSession, year: int, *, now: datetime, policy: Policy) -> str:
    stood = await survey(session, Filter(), now=now, policy=policy)
    ended = await tasks.closed_in(
        session, policy.at(date(year, 1, 1), "00:00"), policy.at(date(year + 1, 1, 1), "00:00")
    )
    areas: dict[str, Year] = {}
    for task, found in stood:
        of = _year(task.state, found.closing, ended=task.id in ended)
        if of is not None:
            name = task.category or "其他"
            areas[name] = areas.get(name, Year()) + of
    since, until = policy.at(date(year, 1, 1), "00:00"), policy.at(date(year + 1, 1, 1), "00:00")
    units = await promises_by_unit(session, since=since, until=until, today=min(policy.today(now), date(year, 12, 31)))
    promises = sum(kept for kept, _ in units.values()), sum(broken for _, broken in units.values())
    measured = await reached_of(session, Filter(), today=min(policy.today(now), date(year, 12, 31)))
    short = [f"{number}号 {indicators.line(each)}" for number, each in measured if each.whole is False][:SHORT]
    return year_end.figures(year, areas, promises, indicators.counted(measured), short)


def _year(state: State, closing: Closing | None, *, ended: bool) -> Year | None:
    if state in UNFINISHED:
        return Year(running=1)
    if not ended:
        return None
    if state is State.STOPPED:
        return Year(stopped=1)
    return {Closing.EARLY: Year(early=1), Closing.IN_TIME: Year(in_time=1), Closing.LATE: Year(late=1)}[
        closing or Closing.IN_TIME
    ]
