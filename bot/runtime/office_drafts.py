"""What the office knows that helps to draft a text: names and duties of its units, and what they have led before."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.drafting.kept_drafts import Known
from db import departments_named, people, tasks
from db.tasks import Filter


async def known(
    session: AsyncSession, *, duties: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
) -> Known:
    """`duties` and `names`: of a table given besides the register."""
    full = await departments_named.full_names(session)
    own = {name: full[each] for name, each in (await people.department_names(session)).items()}
    earlier = [(one.title, full[one.lead_department_id]) for one in await tasks.named(session, Filter())]
    registered = {each.name: each.duty for each in await people.departments(session) if each.duty}
    return Known({**(names or {}), **own}, {**registered, **(duties or {})}, earlier)
