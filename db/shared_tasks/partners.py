"""Supporting departments: what they support, and what they have not been told of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.lifecycle import UNFINISHED
from db.models import GroupMember, PartnerTold, Person, Post, Role, SupportingDepartment, Task
from db.tasks import IS_UNFINISHED


async def departments_of(session: AsyncSession, person: Person, *, today: date) -> list[int]:
    """Those for which he speaks today: as head or liaison, or for a head whose deputy he is."""
    query = select(Post.department_id).where(
        Post.person_id.in_(person.answers_for(today)),
        Post.role.in_((Role.HEAD, Role.LIAISON)),
        Post.in_force,
        Post.department_id.is_not(None),
    )
    return [each for each in (await session.scalars(query)).unique() if each is not None]


async def supported(session: AsyncSession, department_ids: Collection[int]) -> Sequence[int]:
    """Ids of the unfinished tasks that these departments support, by themselves or as members of a group."""
    groups = select(GroupMember.group_id).where(GroupMember.department_id.in_(department_ids))
    named = SupportingDepartment.department_id
    query = (
        select(Task.id)
        .join(SupportingDepartment, SupportingDepartment.task_id == Task.id)
        .where(named.in_(department_ids) | named.in_(groups), Task.state.in_(UNFINISHED))
        .order_by(Task.number)
    )
    return (await session.scalars(query)).unique().all()


async def untold(session: AsyncSession, *, before: datetime) -> Sequence[tuple[int, int]]:
    """Task and supporting department, of unfinished tasks that stood before that moment, where nobody there has been
    told yet; groups as they are named."""
    told = exists().where(
        PartnerTold.task_id == SupportingDepartment.task_id,
        PartnerTold.department_id == SupportingDepartment.department_id,
    )
    query = (
        select(SupportingDepartment.task_id, SupportingDepartment.department_id)
        .join(Task, Task.id == SupportingDepartment.task_id)
        .where(IS_UNFINISHED, Task.began_at < before, ~told)
        .order_by(Task.id, SupportingDepartment.position)  # by number all tasks would be walked
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


def note_told(session: AsyncSession, task_id: int, department_id: int, *, now: datetime) -> None:
    session.add(PartnerTold(task_id=task_id, department_id=department_id, told_at=now))
