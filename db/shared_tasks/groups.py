"""Groups of departments: 各县区 and who they are."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import GroupMember


async def members(session: AsyncSession, group_ids: Collection[int]) -> dict[int, list[int]]:
    """Group → its departments, in the order in which they were named."""
    query = select(GroupMember).where(GroupMember.group_id.in_(group_ids)).order_by(GroupMember.position)
    found: dict[int, list[int]] = {}
    for each in await session.scalars(query):
        found.setdefault(each.group_id, []).append(each.department_id)
    return found


async def set_members(session: AsyncSession, group_id: int, department_ids: Collection[int]) -> None:
    await session.execute(delete(GroupMember).where(GroupMember.group_id == group_id))
    session.add_all(
        GroupMember(group_id=group_id, department_id=each, position=place)
        for place, each in enumerate(dict.fromkeys(department_ids))
    )
    await session.flush()
