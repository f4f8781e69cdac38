"""Supporting departments: what they support, and what they have not been told of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select, text, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among, id_list
from db.lifecycle import UNFINISHED
from db.models import GroupMember, Person, Post, Role, SupportingDepartment, Task
from db.models.base import UtcDateTime
from db.session import connection
from db.tasks import IS_UNFINISHED

_NAMED: Any = SupportingDepartment.__table__


# Asked with every report: built once, for building costs more than asking.
_SPEAKERS = (Role.HEAD, Role.LIAISON)
_SPEAKS = Post.role.in_(_SPEAKERS) & Post.in_force & Post.department_id.is_not(None)
_DEPARTMENTS_OF = select(Post.department_id).where(among(Post.person_id, id_list("ids")), _SPEAKS)


async def departments_of(session: AsyncSession, person: Person, *, today: date) -> list[int]:
    """Those for which he speaks today: as head or liaison, or for a head whose deputy he is."""
    answers_for = person.answers_for(today)
    if answers_for == [person.id]:  # his own posts are at hand
        own = (each for each in person.posts if each.role in _SPEAKERS and each.in_force)
        return [each for each in dict.fromkeys(post.department_id for post in own) if each is not None]
    found = await session.scalars(_DEPARTMENTS_OF, {"ids": answers_for})
    return [each for each in found.unique() if each is not None]


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


def _untold(*those: ColumnElement[bool]) -> Select[Any]:
    reached = select(Post.department_id).join(Person, Person.id == Post.person_id)
    reached = reached.where(_SPEAKS, Person.chat_id.is_not(None), Person.unreachable_since.is_(None), *those)
    groups = select(GroupMember.group_id).where(GroupMember.department_id.in_(reached))
    return (
        select(_NAMED.c.task_id, _NAMED.c.position, _NAMED.c.department_id)
        .join(Task, Task.id == _NAMED.c.task_id)
        .where(_NAMED.c.department_id.in_(union(reached, groups)), text("supporting_department.told_at IS NULL"))
        .where(IS_UNFINISHED, Task.began_at < bindparam("before", type_=UtcDateTime()))
    )


_UNTOLD, _UNTOLD_BY = _untold(), _untold(among(Post.person_id, id_list("ids")))


async def untold(
    session: AsyncSession, *, before: datetime, by: Collection[int] | None = None
) -> Sequence[tuple[int, int]]:
    """Task and supporting department, of unfinished tasks that stood before that moment, where nobody there has been
    told yet and somebody can be; groups as they are named. `by`: only where one of these people could be.

    Asked at every morning message: what has been told, and who cannot be, costs nothing.
    """
    asked = await connection(session)
    if by is None:
        found = await asked.execute(_UNTOLD, {"before": before})
    else:
        found = await asked.execute(_UNTOLD_BY, {"ids": by, "before": before})
    return [(task_id, department_id) for task_id, _, department_id in sorted(tuple(row) for row in found)]


_TOLD = (
    update(_NAMED)
    .where(_NAMED.c.task_id == bindparam("b_task"), _NAMED.c.department_id == bindparam("b_department"))
    .values(told_at=bindparam("b_now", type_=UtcDateTime()))
)


async def note_told(session: AsyncSession, told: Iterable[tuple[int, int]], *, now: datetime) -> None:
    rows = [{"b_task": task_id, "b_department": department_id, "b_now": now} for task_id, department_id in told]
    if rows:
        await (await connection(session)).execute(_TOLD, rows)
