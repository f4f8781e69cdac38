"""Questions about posts, those in force and those that have ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among
from db.lifecycle import State
from db.models import Matter, MatterKind, MatterState, Person, Post, Role, Task
from db.whole_tasks import loaded, whole


async def of(session: AsyncSession, person_id: int, role: Role | None = None) -> Sequence[Post]:
    """Those in force and those still to begin, oldest first."""
    query = select(Post).where(Post.person_id == person_id, Post.ended_at.is_(None)).order_by(Post.id)
    return (await session.scalars(query if role is None else query.where(Post.role == role))).all()


async def every(session: AsyncSession, person_id: int) -> Sequence[Post]:
    """Ended ones too, oldest first."""
    return (await session.scalars(select(Post).where(Post.person_id == person_id).order_by(Post.id))).all()


async def beside(session: AsyncSession, person_id: int) -> Sequence[Post]:
    """Deputies and secretaries of this person."""
    query = select(Post).where(Post.for_person_id == person_id, Post.ended_at.is_(None)).order_by(Post.id)
    return (await session.scalars(query)).all()


async def to_begin(session: AsyncSession, today: date) -> Sequence[Post]:
    query = select(Post).where(Post.in_force.is_(False), Post.ended_at.is_(None), Post.begins <= today)
    return (await session.scalars(query.order_by(Post.id))).all()


async def to_end(session: AsyncSession, today: date) -> Sequence[Post]:
    query = select(Post).where(Post.in_force, Post.ends < today).order_by(Post.id)
    return (await session.scalars(query)).all()


async def heads_no_more(session: AsyncSession, asked: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these people and departments where he headed it once and heads it no more."""
    people_ids = {person_id for person_id, _ in asked}
    query = select(Post.person_id, Post.department_id, Post.in_force)
    held: dict[tuple[int, int | None], bool] = {}
    for person_id, department_id, in_force in await session.execute(
        query.where(among(Post.person_id, people_ids), Post.role == Role.HEAD, Post.department_id.is_not(None))
    ):
        held[person_id, department_id] = held.get((person_id, department_id), False) or in_force
    return {each for each in asked if held.get(each) is False}


async def heads_of(session: AsyncSession, department_id: int) -> Sequence[Person]:
    """Newest first."""
    query = (
        select(Person)
        .join(Post, Post.person_id == Person.id)
        .where(Post.role == Role.HEAD, Post.department_id == department_id, Post.in_force)
        .order_by(Post.id.desc())
    )
    return (await session.scalars(query)).unique().all()


async def liaisons_of(session: AsyncSession, department_id: int) -> Sequence[Person]:
    query = (
        select(Person)
        .join(Post, Post.person_id == Person.id)
        .where(Post.role == Role.LIAISON, Post.department_id == department_id, Post.in_force)
        .order_by(Post.id)
    )
    return (await session.scalars(query)).unique().all()


async def speakers_of(session: AsyncSession, department_ids: Collection[int]) -> dict[int, list[Person]]:
    """Department → its heads, the newest first, then its liaisons, the oldest first."""
    query = select(Post.department_id, Post.role, Post.id, Person).join(Person, Person.id == Post.person_id)
    query = query.where(among(Post.department_id, department_ids), Post.role.in_(_SPEAKERS), Post.in_force)
    found: dict[int, list[Person]] = {}
    rows = await session.execute(query)
    for department_id, *_, person in sorted(rows, key=lambda row: _place(row.role, row.id)):
        found.setdefault(department_id or 0, []).append(person)
    return found


_SPEAKERS = (Role.HEAD, Role.LIAISON)


def _place(role: Role, post_id: int) -> tuple[int, int]:
    return _SPEAKERS.index(role), -post_id if role is Role.HEAD else post_id


async def tasks_owned(session: AsyncSession, person_id: int, department_id: int | None = None) -> Sequence[Task]:
    """Those not closed; of one lead department, or of all."""
    query = whole().where(Task.owner_id == person_id, Task.state != State.CLOSED)
    if department_id is not None:
        query = query.where(Task.lead_department_id == department_id)
    return await loaded(session, query.order_by(Task.number))


async def tasks_of_liaison(session: AsyncSession, person_id: int, department_id: int | None = None) -> Sequence[Task]:
    query = whole().where(Task.liaison_id == person_id, Task.state != State.CLOSED)
    if department_id is not None:
        query = query.where(Task.lead_department_id == department_id)
    return await loaded(session, query.order_by(Task.number))


async def tasks_without_liaison(session: AsyncSession, department_id: int) -> Sequence[Task]:
    query = whole().where(
        Task.liaison_id.is_(None), Task.lead_department_id == department_id, Task.state != State.CLOSED
    )
    return await loaded(session, query.order_by(Task.number))


async def tasks_led(session: AsyncSession, person_id: int) -> Sequence[Task]:
    query = whole().where(Task.leader_id == person_id, Task.state != State.CLOSED)
    return await loaded(session, query.order_by(Task.number))


async def matters_held(session: AsyncSession, person_id: int) -> Sequence[Matter]:
    query = select(Matter).where(Matter.holder_id == person_id, Matter.state == MatterState.OPEN).order_by(Matter.id)
    return (await session.scalars(query)).all()


async def shares_without_holder(session: AsyncSession, department_id: int) -> Sequence[Matter]:
    """What a member of a group owes and nobody there has been asked for."""
    query = select(Matter).where(Matter.kind == MatterKind.SHARE, Matter.state == MatterState.OPEN)
    query = query.where(Matter.department_id == department_id, Matter.holder_id.is_(None))
    return (await session.scalars(query.order_by(Matter.id))).all()


async def drafts_by(session: AsyncSession, person_id: int) -> Sequence[Matter]:
    query = select(Matter).where(Matter.raised_by_id == person_id, Matter.state == MatterState.DRAFT)
    return (await session.scalars(query.order_by(Matter.id))).all()


async def answers_for_something(session: AsyncSession, person_id: int) -> bool:
    """Whether he still answers for a task that is not closed, or leads one."""
    his = (Task.owner_id == person_id) | (Task.liaison_id == person_id) | (Task.leader_id == person_id)
    return bool(await session.scalar(select(exists().where(his, Task.state != State.CLOSED))))
