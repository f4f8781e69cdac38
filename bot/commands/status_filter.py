"""What `/status` and `huiyin status` are asked for: a department, a leader, a category, a 编号, or 超期."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from db import people, tasks
from db.models import Role
from db.tasks import Filter

_NUMBER = re.compile(r"(?:第|任务|编号)?\s*(\d{1,6})\s*(?:号|项)?(?:任务|事项)?")


@dataclass(frozen=True, slots=True)
class Asked:
    filter: Filter
    title: str
    overdue: bool = False


async def chosen(session: AsyncSession, words: str) -> Asked | None:
    """The filter these words name; None when nothing in the ledger goes by them."""
    rest = words.strip()
    overdue = "超期" in rest or "逾期" in rest
    for word in ("超期", "逾期"):
        rest = rest.replace(word, " ").strip()
    found = await _filter(session, rest)
    if found is None:
        return None
    return replace(found, overdue=True, title=f"{found.title}·超期事项") if overdue else found


async def _filter(session: AsyncSession, words: str) -> Asked | None:
    if not words:
        return Asked(Filter(), "督查台账")
    if match := _NUMBER.fullmatch(words):
        return Asked(Filter(number=int(match[1])), f"{match[1]}号")
    if department := await _department(session, words):
        return Asked(Filter(department_id=department[0]), department[1])
    person = await people.by_name(session, words)
    if person is not None and person.has(Role.LEADER):
        return Asked(Filter(leader_id=person.id), person.name)
    if person is not None:
        return Asked(Filter(owner_id=person.id), person.name)
    return await _category(session, words)


async def _department(session: AsyncSession, words: str) -> tuple[int, str] | None:
    for name in (words, f"市{words}"):
        found = await people.department_named(session, name)
        if found is not None:
            return found.id, found.name
    return None


async def _category(session: AsyncSession, words: str) -> Asked | None:
    """A category by its name, or by a part of it that fits only one; a leader by a part of his title alike."""
    known = await tasks.categories(session)
    exact = [name for name in known if name == words] or [name for name in known if words in name]
    if len(exact) == 1:
        return Asked(Filter(category=exact[0]), exact[0])
    leaders = [person for person in await people.with_role(session, Role.LEADER) if words in person.name]
    if len(leaders) == 1:
        return Asked(Filter(leader_id=leaders[0].id), leaders[0].name)
    return None
