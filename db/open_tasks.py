"""The unfinished tasks of a person by what words are read of: he has some twenty, and speaks of one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import indicators, items
from db.id_lists import among, id_list
from db.lifecycle import UNFINISHED
from db.models import Mode, Task
from db.session import flushed
from db.tasks import IS_UNFINISHED


class OpenTask(NamedTuple):
    id: int
    number: int
    no: int
    title: str
    target: str
    due: date | None
    mode: Mode
    lead_department_id: int
    leader_id: int | None
    has_items: bool  # sub-items that stand
    has_indicators: bool


KnownTask = Task | OpenTask
_TABLE: Any = Task.__table__
_BESIDE = {
    "has_items": exists().where(_TABLE.c.id == items.OF_TASK, items.STANDS),
    "has_indicators": exists().where(_TABLE.c.id == indicators.OF_TASK, indicators.STANDS),
}

# Asked at every message: built once, for building costs more than asking.
_OF = (
    select(*[_BESIDE[name].label(name) if name in _BESIDE else _TABLE.c[name] for name in OpenTask._fields])
    .where(
        IS_UNFINISHED,
        among(_TABLE.c.owner_id, id_list("ids")) | among(_TABLE.c.liaison_id, id_list("ids")),
    )
    .order_by(_TABLE.c.number)
)


async def of(session: AsyncSession, owner_ids: Collection[int]) -> list[OpenTask]:
    """Those of these owners, or for which one of them is liaison, by their 编号."""
    return [OpenTask(*row) for row in (await (await flushed(session)).execute(_OF, {"ids": owner_ids})).all()]


def ended_here(session: AsyncSession) -> set[int]:
    """Of the tasks this transaction has at hand those that are finished by now."""
    at_hand = [each for each in session.identity_map.values() if isinstance(each, Task)]
    return {task.id for task in at_hand if task.state not in UNFINISHED}
