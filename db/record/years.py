"""What a year came to: which tasks it closed or stopped, and which ran on at its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among
from db.lifecycle import UNFINISHED, State
from db.models import JournalRow, Task
from db.tasks import Filter
from db.wall_chart.week_ago import Place, claimed_before, places, states_before


@dataclass(frozen=True, slots=True)
class Ends:
    """Task ids."""

    closed: frozenset[int]
    stopped: frozenset[int]
    running: frozenset[int]


async def ends(session: AsyncSession, since: datetime, until: datetime) -> Ends:
    """By the journal: what was opened again or handed out since changes nothing of a year that is over."""
    now = await places(session, Filter())
    before, after = await _standing(session, now, since), await _standing(session, now, until)
    rows = await session.execute(select(Task.id, Task.closed_at).where(Task.closed_at.is_not(None)))
    closed_at = {row.id: row.closed_at for row in rows}

    def new(task_id: int, state: State) -> bool:
        at = closed_at.get(task_id)  # an old table may bring in what was closed long ago, or it was closed twice
        return since <= at < until if at is not None and at < until else before.get(task_id) is not state

    return Ends(
        closed=frozenset(each for each, state in after.items() if state is State.CLOSED and new(each, state)),
        stopped=frozenset(
            each for each, state in after.items() if state is State.STOPPED and before.get(each) is not state
        ),
        running=frozenset(each for each, state in after.items() if state in UNFINISHED),
    )


async def _standing(session: AsyncSession, now: Sequence[Place], moment: datetime) -> Mapping[int, State]:
    """Where each task stood; one that was not in the ledger yet is left out."""
    then = await states_before(session, moment)
    found = {each.id: then.get(each.id, each.state) for each in now}
    return {task_id: state for task_id, state in found.items() if state is not None}


async def closed_then(
    session: AsyncSession, task_ids: Collection[int], until: datetime
) -> dict[int, tuple[datetime, date]]:
    """Of tasks that were opened again since: when each had claimed to be done, and the date it had then."""
    claimed = await claimed_before(session, task_ids, until)
    query = (
        select(JournalRow.task_id, JournalRow.facts)
        .where(among(JournalRow.task_id, task_ids), JournalRow.at < until)
        .order_by(JournalRow.id)
    )
    due = {row.task_id: row.facts["due"] for row in await session.execute(query) if row.facts.get("due")}
    return {task_id: (claimed[task_id], date.fromisoformat(due[task_id])) for task_id in claimed.keys() & due.keys()}
