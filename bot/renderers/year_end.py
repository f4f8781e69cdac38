"""The figures of a year, from the same standings and indicators as every other list."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers.indicators import reached_of
from bot.texts import indicators, year_end
from bot.texts.year_end import Year
from db.lifecycle import State
from db.record import years
from db.record.years import Ends
from db.tasks import Filter
from db.week import promises_by_unit
from schedules.policy import Policy
from schedules.standing import Closing
from schedules.survey import survey

SHORT = 20


async def figures(session: AsyncSession, year: int, *, now: datetime, policy: Policy) -> str:
    since, until = policy.at(date(year, 1, 1), "00:00"), policy.at(date(year + 1, 1, 1), "00:00")
    ended = await years.ends(session, since, until)
    areas: dict[str, Year] = {}
    stood = await survey(session, Filter(), now=now, policy=policy)
    opened = [task.id for task, _ in stood if task.id in ended.closed and task.state is not State.CLOSED]
    then = await years.closed_then(session, opened, until) if opened else {}
    for task, found in stood:
        of = _year(task.id, ended, _closing(*then[task.id], policy) if task.id in then else found.closing)
        if of is not None:
            name = task.category or "其他"
            areas[name] = areas.get(name, Year()) + of
    units = await promises_by_unit(session, since=since, until=until, today=min(policy.today(now), date(year, 12, 31)))
    promises = sum(kept for kept, _ in units.values()), sum(broken for _, broken in units.values())
    measured = await reached_of(session, Filter(), today=min(policy.today(now), date(year, 12, 31)))
    short = [f"{number}号 {indicators.line(each)}" for number, each in measured if each.whole is False][:SHORT]
    return year_end.figures(year, areas, promises, indicators.counted(measured), short)


def _closing(claimed: datetime, due: date, policy: Policy) -> Closing:
    day = policy.today(claimed)
    return Closing.LATE if day > due else Closing.EARLY if day < due else Closing.IN_TIME


def _year(task_id: int, ended: Ends, closing: Closing | None) -> Year | None:
    if task_id in ended.running:
        return Year(running=1)
    if task_id in ended.stopped:
        return Year(stopped=1)
    if task_id not in ended.closed:
        return None
    return {Closing.EARLY: Year(early=1), Closing.IN_TIME: Year(in_time=1), Closing.LATE: Year(late=1)}[
        closing or Closing.IN_TIME
    ]
