"""Which sub-items has a task, how does each stand, and who was there?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among, id_list
from db.item_words import ItemState
from db.lifecycle import State
from db.models import Promise, Report, Task
from db.models.items import Item, ItemCount, Visit
from db.tasks import Filter, conditions

_TABLE: Any = Item.__table__
OF_TASK = _TABLE.c.task_id
STANDS = _TABLE.c.state != ItemState.DROPPED
_STANDS = Item.state != ItemState.DROPPED
_STANDING = (ItemState.OPEN, ItemState.DONE, ItemState.CHECKED)  # by name: looked up in the index, where != walks it


_OF_TASKS = (
    select(Item).where(among(Item.task_id, id_list("ids")), _STANDS).order_by(Item.task_id, Item.kind, Item.number)
)


async def of_tasks(session: AsyncSession, task_ids: Collection[int]) -> dict[int, list[Item]]:
    """All that were not dropped, in order."""
    if not task_ids:
        return {}
    found: dict[int, list[Item]] = {}
    for row in await session.scalars(_OF_TASKS, {"ids": task_ids}):
        found.setdefault(row.task_id, []).append(row)
    return found


async def by_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, Item]:
    return {each.id: each for each in await session.scalars(select(Item).where(among(Item.id, ids)))} if ids else {}


async def of_reports(session: AsyncSession, report_ids: Collection[int]) -> Sequence[Item]:
    """Those that these reports have closed."""
    return (await session.scalars(select(Item).where(among(Item.report_id, report_ids)))).all()


async def made_by(session: AsyncSession, report_ids: Collection[int]) -> Sequence[Item]:
    """Those that these reports have brought in."""
    return (await session.scalars(select(Item).where(among(Item.made_by_id, report_ids)))).all()


async def closed_with_open(session: AsyncSession, hindering: Collection[str]) -> Sequence[int]:
    """Closed tasks that have an open sub-item of these kinds: closing waits for zero open."""
    query = select(Item.task_id).join(Task, Task.id == Item.task_id)
    query = query.where(Item.state == ItemState.OPEN, Item.every.is_(None), Item.kind.in_(hindering))
    return (await session.scalars(query.where(Task.state == State.CLOSED).distinct())).all()


async def last_number(session: AsyncSession, task_id: int, kind: str) -> int:
    query = select(func.max(Item.number)).where(Item.task_id == task_id, Item.kind == kind)
    return await session.scalar(query) or 0


async def in_field(session: AsyncSession, chosen: Filter, *kinds: str) -> list[tuple[Task, Item]]:
    """With their tasks, of some kinds or of all, in the order of the ledger."""
    query = select(Task, Item).join(Item, Item.task_id == Task.id).where(Item.state.in_(_STANDING), *conditions(chosen))
    query = query.where(Item.kind.in_(kinds)) if kinds else query
    return [(task, item) for task, item in await session.execute(query.order_by(Task.number, Item.kind, Item.number))]


async def at_place(session: AsyncSession, words: str) -> list[tuple[Task, Item]]:
    """Of a place or a firm."""
    query = select(Task, Item).join(Item, Item.task_id == Task.id).where(_STANDS)
    query = query.where(or_(Item.place == words, Item.title == words)).order_by(Task.number, Item.number)
    return [(task, item) for task, item in await session.execute(query)]


async def counts(session: AsyncSession, task_ids: Collection[int]) -> dict[int, ItemCount]:
    """The last count of each task, of a report that stands."""
    query = (
        select(ItemCount)
        .join(Report, Report.id == ItemCount.report_id)
        .where(among(ItemCount.task_id, task_ids), Report.withdrawn_at.is_(None))
        .order_by(ItemCount.id)
    )
    return {each.task_id: each for each in await session.scalars(query)} if task_ids else {}


async def visits(
    session: AsyncSession,
    *,
    task_ids: Collection[int] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Sequence[Visit]:
    """Oldest first; a withdrawn report takes the visit it told of along."""
    query = select(Visit).outerjoin(Report, Report.id == Visit.report_id).where(Report.withdrawn_at.is_(None))
    if task_ids is not None:
        query = query.where(among(Visit.task_id, task_ids))
    if since is not None:
        query = query.where(Visit.on >= since)
    if until is not None:
        query = query.where(Visit.on <= until)
    return (await session.scalars(query.order_by(Visit.on, Visit.id))).all()


async def broken_promises(session: AsyncSession, *, today: date, since: datetime) -> list[Promise]:
    """Whose day has passed without what was promised, and that are no case yet."""
    known = select(Item.promise_id).where(Item.promise_id.is_not(None))
    query = select(Promise).where(
        Promise.id.not_in(known),
        Promise.made_at >= since,
        or_(Promise.kept.is_(False), (Promise.ended_at.is_(None)) & (Promise.by < today)),
    )
    return list(await session.scalars(query.order_by(Promise.id)))
