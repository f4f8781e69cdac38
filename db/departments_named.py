"""Which departments some words name: by their full name, or by any other they go by."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from db import people


async def full_names(session: AsyncSession) -> dict[int, str]:
    """Id → full name."""
    return {each.id: each.name for each in await people.departments(session)}


async def in_words(session: AsyncSession, words: Iterable[str]) -> dict[int, str]:
    """Id → full name, in the order in which the words name them; the longest name at a place counts."""
    known = await people.department_names(session)
    full = await full_names(session)
    names = sorted(_with_short_forms(known), key=lambda each: len(each[0]), reverse=True)
    found: dict[int, str] = {}
    for text in words:
        places: list[tuple[int, int]] = []
        taken: set[int] = set()
        for name, department_id in names:
            at = text.find(name)
            if at >= 0 and taken.isdisjoint(range(at, at + len(name))):
                taken |= set(range(at, at + len(name)))
                places.append((at, department_id))
        for _, department_id in sorted(places):
            found.setdefault(department_id, full[department_id])
    return found


def _with_short_forms(known: dict[str, int]) -> list[tuple[str, int]]:
    """市财政局 is 财政局 to everybody in the city."""
    short = {name.removeprefix("市"): department_id for name, department_id in known.items() if len(name) > 3}
    return list({**short, **known}.items())
