"""Questions about what was raised and waits for somebody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among, id_list
from db.lifecycle import State
from db.models import Matter, MatterKind, MatterState, Saying, Task
from db.session import flushed


async def locked(session: AsyncSession, matter_id: int) -> Matter | None:
    return await session.scalar(select(Matter).where(Matter.id == matter_id).with_for_update())


async def by_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, Matter]:
    return {each.id: each for each in await session.scalars(select(Matter).where(Matter.id.in_(ids)))}


async def open_ones(session: AsyncSession, *kinds: MatterKind) -> Sequence[Matter]:
    """Oldest first."""
    query = select(Matter).where(Matter.state == MatterState.OPEN)
    if kinds:
        query = query.where(Matter.kind.in_(kinds))
    return (await session.scalars(query.order_by(Matter.raised_at, Matter.id))).all()


async def open_in(session: AsyncSession, field: Collection[int] | None, *kinds: MatterKind) -> Sequence[Matter]:
    """Those about tasks that these leaders lead, or all, oldest first."""
    query = select(Matter).where(Matter.state == MatterState.OPEN, Matter.kind.in_(kinds))
    if field is not None:
        query = query.join(Task, Task.id == Matter.task_id).where(Task.leader_id.in_(field))
    return (await session.scalars(query.order_by(Matter.raised_at, Matter.id))).all()


# Asked with every report: built once, for building costs more than asking.
_OF_TASKS = (
    select(Matter)
    .where(Matter.state == MatterState.OPEN, among(Matter.task_id, id_list("ids")))
    .order_by(Matter.raised_at, Matter.id)
)


async def of_tasks(session: AsyncSession, task_ids: Collection[int], *kinds: MatterKind) -> Sequence[Matter]:
    """The open ones about these tasks, oldest first."""
    found = (await session.scalars(_OF_TASKS, {"ids": task_ids})).all()
    return [each for each in found if not kinds or each.kind in kinds]


async def every_of_task(session: AsyncSession, task_id: int) -> Sequence[Matter]:
    """Open and ended alike, oldest first; a draft never stood."""
    query = select(Matter).where(Matter.task_id == task_id, Matter.state != MatterState.DRAFT)
    return (await session.scalars(query.order_by(Matter.id))).all()


async def every_of_kind(session: AsyncSession, task_id: int, *kinds: MatterKind) -> Sequence[Matter]:
    """Open and ended ones about a task, oldest first; none that was withdrawn."""
    query = select(Matter).where(Matter.task_id == task_id, Matter.kind.in_(kinds))
    query = query.where(Matter.state.in_((MatterState.OPEN, MatterState.ENDED)))
    return (await session.scalars(query.order_by(Matter.id))).all()


_HELD_BY = (
    select(Matter)
    .where(Matter.state == MatterState.OPEN, among(Matter.holder_id, id_list("ids")))
    .order_by(Matter.raised_at, Matter.id)
)


async def held_by(session: AsyncSession, person_ids: Collection[int], *kinds: MatterKind) -> Sequence[Matter]:
    """Open ones (of these kinds) that these people hold, oldest first."""
    found = (await session.scalars(_HELD_BY, {"ids": person_ids})).all()
    return [each for each in found if not kinds or each.kind in kinds]


async def overdue_periods(session: AsyncSession, kind: MatterKind, *, today: date) -> Sequence[Matter]:
    """Open ones of a period whose day has passed, oldest first."""
    query = select(Matter).where(Matter.kind == kind, Matter.state == MatterState.OPEN, Matter.due < today)
    return (await session.scalars(query.where(Matter.period.is_not(None)).order_by(Matter.id))).all()


async def of_departments(
    session: AsyncSession, task_ids: Collection[int], department_ids: Collection[int], kind: MatterKind
) -> Sequence[Matter]:
    """Of these departments about these tasks, open and ended, oldest first."""
    query = select(Matter).where(Matter.kind == kind, Matter.task_id.in_(task_ids))
    query = query.where(Matter.state.in_((MatterState.OPEN, MatterState.ENDED)))
    return (await session.scalars(query.where(Matter.department_id.in_(department_ids)).order_by(Matter.id))).all()


async def of_problems(session: AsyncSession, problem_ids: Collection[int]) -> Sequence[Matter]:
    query = select(Matter).where(Matter.problem_id.in_(problem_ids), Matter.state == MatterState.OPEN)
    return (await session.scalars(query)).all()


async def ended_with(session: AsyncSession, problem_id: int) -> Sequence[Matter]:
    query = select(Matter).where(Matter.problem_id == problem_id, Matter.state == MatterState.ENDED)
    return (await session.scalars(query)).all()


async def of_saying(session: AsyncSession, saying_id: int) -> Sequence[Matter]:
    query = select(Matter).where(Matter.saying_id == saying_id).order_by(Matter.id)
    return (await session.scalars(query)).all()


async def newest_directive(session: AsyncSession, person_id: int, *, since: datetime) -> Matter | None:
    """The newest that this person gave or entered, a draft or one that stands."""
    query = (
        select(Matter)
        .join(Saying, Saying.id == Matter.saying_id)
        .where(
            Matter.kind == MatterKind.DIRECTIVE,
            func.coalesce(Saying.entered_by_id, Matter.raised_by_id) == person_id,
            Matter.raised_at >= since,
            Matter.state.in_((MatterState.DRAFT, MatterState.OPEN)),
        )
        .order_by(Matter.id.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def given_by(session: AsyncSession, person_id: int, *, since: datetime) -> Sequence[Matter]:
    """What this person raised and stands, or waits for his own confirmation; newest first."""
    living = Matter.state.in_((MatterState.DRAFT, MatterState.OPEN))
    query = select(Matter).where(Matter.raised_by_id == person_id, living, Matter.raised_at >= since)
    return (await session.scalars(query.order_by(Matter.id.desc()))).all()


async def to_follow_up(session: AsyncSession, *, today: date) -> Sequence[Matter]:
    living = Matter.state.in_((MatterState.OPEN, MatterState.DRAFT))
    query = select(Matter).where(living, Matter.next_on <= today)
    return (await session.scalars(query.order_by(Matter.raised_at, Matter.id))).all()


def _not_looked_at(*, sources: Collection[str], categories: Collection[str], since: datetime | None) -> Any:
    """Closed tasks of these kinds that nobody has looked at since. `since`: where what was done had not lasted, and
    this was said before that moment, they are looked at once more."""
    lasting = Matter.outcome.is_distinct_from("relapsed")
    looked = select(Matter.id).where(
        Matter.kind == MatterKind.LOOK_BACK, Matter.task_id == Task.id, Matter.raised_at >= Task.closed_at
    )
    looked = looked.where(lasting if since is None else lasting | (Matter.ended_at > since))
    chosen = Task.source.in_(sources) | Task.category.in_(categories)
    return (Task.state == State.CLOSED) & chosen & ~looked.exists()


async def to_look_back(
    session: AsyncSession, *, closed_by: datetime, sources: Collection[str], categories: Collection[str], many: int
) -> Sequence[int]:
    """The longest closed first."""
    living = _not_looked_at(sources=sources, categories=categories, since=closed_by)
    query = select(Task.id).where(living, Task.closed_at <= closed_by).order_by(Task.closed_at, Task.id)
    return (await session.scalars(query.limit(many))).all()


async def first_to_look_back(
    session: AsyncSession, *, sources: Collection[str], categories: Collection[str]
) -> datetime | None:
    """When the longest closed of them was closed."""
    living = _not_looked_at(sources=sources, categories=categories, since=None)
    return await session.scalar(select(func.min(Task.closed_at)).where(living))


async def ended_between(session: AsyncSession, kind: MatterKind, *, since: datetime, until: datetime) -> dict[str, int]:
    """Outcome → how many of this kind, `since` exclusive, `until` inclusive."""
    query = (
        select(Matter.outcome, func.count())
        .where(Matter.kind == kind, Matter.ended_at > since, Matter.ended_at <= until)
        .group_by(Matter.outcome)
    )
    return {outcome: count for outcome, count in await session.execute(query) if outcome is not None}


_HELD_AND_DUE = (
    select(Matter.holder_id, Matter.id)
    .where(Matter.state == MatterState.OPEN, Matter.next_on <= bindparam("today", type_=Date()))
    .where(among(Matter.holder_id, id_list("ids")))
    .where((Matter.kind != MatterKind.DIRECTIVE) | Matter.answer_id.is_(None))  # else it is with its leader
    .order_by(Matter.raised_at, Matter.id)
)


async def held_and_due(session: AsyncSession, holder_ids: Collection[int], *, today: date) -> dict[int, list[int]]:
    """Holder → the matters of his that come to their day, oldest first."""
    found: dict[int, list[int]] = {}
    given = {"ids": holder_ids, "today": today}
    for holder_id, matter_id in await (await flushed(session)).execute(_HELD_AND_DUE, given):
        if holder_id is not None:
            found.setdefault(holder_id, []).append(matter_id)
    return found


async def next_date(session: AsyncSession) -> date | None:
    """The first day on which somebody is to be asked."""
    return await session.scalar(select(func.min(Matter.next_on)))


async def without_a_next_date(session: AsyncSession, *, today: date) -> Sequence[int]:
    """Open matters that nobody will be asked about again: no date, or one that has passed two weeks ago."""
    late = today - timedelta(days=14)
    query = select(Matter.id).where(
        Matter.state == MatterState.OPEN, (Matter.next_on.is_(None)) | (Matter.next_on < late)
    )
    return (await session.scalars(query)).all()
