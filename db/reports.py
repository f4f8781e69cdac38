"""Questions about what people said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among, id_list
from db.models import Evidence, Problem, Promise, Report, Saying, Way


async def saying_at(session: AsyncSession, chat_id: int, message_id: int) -> Saying | None:
    """The newest saying of this message: an edited message has several."""
    query = (
        select(Saying)
        .where(Saying.chat_id == chat_id, Saying.message_id == message_id)
        .order_by(Saying.id.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def last_saying(session: AsyncSession, person_id: int, *, since: datetime) -> Saying | None:
    """The newest of this person's own words in the chat."""
    query = select(Saying).where(Saying.person_id == person_id, Saying.at >= since, Saying.way == Way.CHAT)
    return await session.scalar(query.order_by(Saying.id.desc()).limit(1))


async def last_standing(session: AsyncSession, person_id: int, *, before: int | None = None) -> Saying | None:
    """The newest saying of this person of which a report still stands, older than the saying `before`."""
    query = (
        select(Saying)
        .join(Report, Report.saying_id == Saying.id)
        .where(Saying.person_id == person_id, Report.withdrawn_at.is_(None), Saying.way != Way.PAPER)
        .order_by(Saying.id.desc())
        .limit(1)
    )
    return await session.scalar(query.where(Saying.id < before) if before is not None else query)


async def of_saying(session: AsyncSession, saying_id: int, *, standing: bool = True) -> Sequence[Report]:
    """The reports of one saying, those not withdrawn unless asked otherwise."""
    query = select(Report).where(Report.saying_id == saying_id).order_by(Report.id)
    if standing:
        query = query.where(Report.withdrawn_at.is_(None))
    return (await session.scalars(query)).all()


async def latest(session: AsyncSession, task_ids: Collection[int]) -> dict[int, tuple[Report, Saying]]:
    """The newest standing report of each task, with its words."""
    newest = (
        select(func.max(Report.id))
        .where(among(Report.task_id, task_ids), Report.withdrawn_at.is_(None))
        .group_by(Report.task_id)
    )
    query = select(Report, Saying).join(Saying, Saying.id == Report.saying_id).where(Report.id.in_(newest))
    return {report.task_id: (report, saying) for report, saying in await session.execute(query)}


async def of_task(session: AsyncSession, task_id: int, *, limit: int = 20) -> Sequence[tuple[Report, Saying]]:
    """Newest first."""
    query = (
        select(Report, Saying)
        .join(Saying, Saying.id == Report.saying_id)
        .where(Report.task_id == task_id)
        .order_by(Report.id.desc())
        .limit(limit)
    )
    return [(report, saying) for report, saying in await session.execute(query)]


async def newer_than(session: AsyncSession, report: Report) -> bool:
    """Whether something standing was said of the same task after it."""
    query = select(func.count()).where(
        Report.task_id == report.task_id, Report.id > report.id, Report.withdrawn_at.is_(None)
    )
    return bool(await session.scalar(query))


async def reported_periods(session: AsyncSession, task_ids: Collection[int]) -> dict[int, set[str]]:
    query = select(Report.task_id, Report.period).where(
        among(Report.task_id, task_ids), Report.period.is_not(None), Report.withdrawn_at.is_(None)
    )
    periods: dict[int, set[str]] = {}
    for task_id, period in await session.execute(query):
        if period is not None:
            periods.setdefault(task_id, set()).add(period)
    return periods


# Asked with every report: built once, for building costs more than asking.
_OPEN_PROMISES = (
    select(Promise).where(among(Promise.task_id, id_list("ids")), Promise.ended_at.is_(None)).order_by(Promise.id)
)


async def open_promises(session: AsyncSession, task_ids: Collection[int]) -> Sequence[Promise]:
    return (await session.scalars(_OPEN_PROMISES, {"ids": task_ids})).all()


async def promises_by_task(session: AsyncSession) -> dict[int, list[Promise]]:
    """Every promise there is, in the order they were made."""
    found: dict[int, list[Promise]] = {}
    for promise in await session.scalars(select(Promise).order_by(Promise.made_at, Promise.id)):
        found.setdefault(promise.task_id, []).append(promise)
    return found


async def promises_said(session: AsyncSession, ids: Collection[int]) -> dict[int, tuple[Promise, Saying]]:
    """These promises with the words they were made in."""
    query = (
        select(Promise, Saying)
        .join(Report, Report.id == Promise.report_id)
        .join(Saying, Saying.id == Report.saying_id)
        .where(Promise.id.in_(ids))
    )
    return {promise.id: (promise, saying) for promise, saying in await session.execute(query)}


async def promises_of(session: AsyncSession, report_ids: Collection[int]) -> Sequence[Promise]:
    return (await session.scalars(select(Promise).where(Promise.report_id.in_(report_ids)))).all()


async def open_problems(session: AsyncSession, task_ids: Collection[int]) -> Sequence[Problem]:
    query = select(Problem).where(among(Problem.task_id, task_ids), Problem.solved_at.is_(None)).order_by(Problem.id)
    return (await session.scalars(query)).all()


async def problems(session: AsyncSession, ids: Collection[int]) -> Sequence[Problem]:
    return (await session.scalars(select(Problem).where(Problem.id.in_(ids)).order_by(Problem.id))).all()


async def promises_ended_at(session: AsyncSession, task_id: int, moment: datetime) -> Sequence[Promise]:
    query = select(Promise).where(Promise.task_id == task_id, Promise.ended_at == moment)
    return (await session.scalars(query)).all()


async def problems_solved_at(session: AsyncSession, task_id: int, moment: datetime) -> Sequence[Problem]:
    query = select(Problem).where(Problem.task_id == task_id, Problem.solved_at == moment)
    return (await session.scalars(query)).all()


async def problems_of(session: AsyncSession, report_ids: Collection[int]) -> Sequence[Problem]:
    return (await session.scalars(select(Problem).where(Problem.report_id.in_(report_ids)))).all()


async def by_id(session: AsyncSession, report_id: int) -> Report | None:
    return await session.get(Report, report_id)


async def saying_of_report(session: AsyncSession, report_id: int) -> Saying | None:
    query = select(Saying).join(Report, Report.saying_id == Saying.id).where(Report.id == report_id)
    return await session.scalar(query)


async def saying(session: AsyncSession, saying_id: int) -> Saying | None:
    return await session.get(Saying, saying_id)


async def sayings(session: AsyncSession, ids: Collection[int]) -> dict[int, Saying]:
    return {each.id: each for each in await session.scalars(select(Saying).where(Saying.id.in_(ids)))}


async def album_known(session: AsyncSession, album: str) -> bool:
    return bool(await session.scalar(select(func.count()).where(Evidence.album == album)))


async def shared(session: AsyncSession, saying_ids: Collection[int]) -> set[int]:
    """Those of which several tasks have a report."""
    query = select(Report.saying_id).where(among(Report.saying_id, saying_ids)).group_by(Report.saying_id)
    return set(await session.scalars(query.having(func.count(Report.task_id.distinct()) > 1)))
