"""The register as it stands in the ledger's database, as the reader of ledgers wants it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ledger_files.register import Department as Listed
from bot.ledger_files.register import Leader, Register
from db import people
from db.models import Role


async def registered(session: AsyncSession) -> Register | None:
    """The register as it stands in the ledger's database."""
    departments = await people.departments(session)
    if not departments:
        return None
    names = await people.department_names(session)
    heads = await people.heads(session)
    leaders = await people.with_role(session, Role.LEADER)
    titles = await people.titles(session)
    listed = tuple(
        Listed(
            each.name,
            heads.get(each.id, ""),
            tuple(name for name, owner in names.items() if owner == each.id and name != each.name),
        )
        for each in departments
        if not each.is_group
    )
    groups = tuple(each.name for each in departments if each.is_group)
    return Register.of(tuple(Leader(each.name, titles.get(each.id) or each.name) for each in leaders), listed, groups)
