"""From the journal of one task to its steps in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import history
from bot.texts.history import Step
from db import journal, matters, people, reports
from db.models import JournalRow, MatterState, Task
from schedules.policy import Policy

LIMIT = 40


async def steps(session: AsyncSession, task: Task, policy: Policy) -> Sequence[Step]:
    """The newest of them, oldest first."""
    rows = await journal.rows(session, task_id=task.id)
    told = [row for row in rows if row.kind in history.KINDS]
    drafts = await _never_given(session, told)
    told = [row for row in told if not (row.kind == "matter" and row.facts.get("matter") in drafts)][-LIMIT:]
    named = await people.by_ids(session, [row.actor_id for row in told if row.actor_id is not None])
    said = await reports.sayings(
        session, [row.facts["saying"] for row in told if isinstance(row.facts.get("saying"), int)]
    )
    return [
        Step(
            policy.local(row.at),
            row.kind,
            named[row.actor_id].name if row.actor_id in named else "",
            row.facts,
            said[row.facts["saying"]].words if row.facts.get("saying") in said else "",
        )
        for row in told
    ]


async def _never_given(session: AsyncSession, rows: Sequence[JournalRow]) -> set[int]:
    """批示 that were read back and not confirmed: nobody but their author knows of them."""
    ids = [row.facts["matter"] for row in rows if row.kind == "matter" and row.facts.get("draft")]
    found = await matters.by_ids(session, ids) if ids else {}
    return {each.id for each in found.values() if each.state is MatterState.DRAFT or each.outcome == "cancelled"}
