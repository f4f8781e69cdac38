"""Whom and which department a command's words mean."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime.operator_errors import Refused
from db import people
from db.models import Department, Person


async def known(session: AsyncSession, name: str) -> Person:
    found = await people.by_name(session, name)
    if found is None:
        raise Refused(f"名册中没有“{name}”。新增人员请用 huiyin person --new {name}。")
    return found


async def department(session: AsyncSession, name: str) -> Department:
    found = await people.department_named(session, name) or await people.department_named(session, f"市{name}")
    if found is None:
        raise Refused(f"名册中没有单位“{name}”。")
    return found
