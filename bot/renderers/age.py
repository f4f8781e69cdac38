"""案无积卷, with the words of the tasks that are shown."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts.age import AgeLine
from db import tasks
from db.task_columns import LampColumns


async def lines_of(session: AsyncSession, lain: Sequence[tuple[LampColumns, int]]) -> list[AgeLine]:
    """In the order given."""
    found = await tasks.by_ids(session, [task.id for task, _ in lain])
    return [
        AgeLine(task.id, task.number, found[task.id].title, found[task.id].lead_department.name, days)
        for task, days in lain
    ]
