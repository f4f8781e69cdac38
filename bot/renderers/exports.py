"""From the ledger to what is printed: the workbook and the wall chart, from the same recount as every message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers.task_lines import standings
from bot.texts.chart import chart
from bot.texts.departments import DepartmentRow, department_rows
from bot.texts.ledger_workbook import LedgerLine, ledger_workbook
from db import reports, tasks
from db.models import Mode, Person, Task
from db.tasks import Filter
from schedules.policy import Policy


async def workbook(session: AsyncSession, *, now: datetime, policy: Policy) -> bytes:
    """The whole ledger as xlsx."""
    found = await tasks.matching(session, Filter())
    lines = await ledger_lines(session, found, now=now, policy=policy)
    return ledger_workbook(lines, title=await title(session), as_of=policy.today(now))


async def wall_chart(session: AsyncSession, *, now: datetime, policy: Policy) -> bytes:
    """The wall chart as PNG."""
    rows = await departments(session, now=now, policy=policy)
    return chart(rows, title=f"{await title(session)}挂图作战", as_of=policy.today(now))


async def chart_of_field(session: AsyncSession, leader: Person, *, now: datetime, policy: Policy) -> bytes:
    """The wall chart of what one leader leads, as PNG."""
    rows = await departments(session, now=now, policy=policy, chosen=Filter(leader_id=leader.id))
    return chart(rows, title=f"{leader.name}牵头事项挂图作战", as_of=policy.today(now))


async def departments(
    session: AsyncSession, *, now: datetime, policy: Policy, chosen: Filter | None = None
) -> list[DepartmentRow]:
    """The figures of every lead department, worst first."""
    found = await tasks.matching(session, chosen or Filter())
    standing = await standings(session, found, now=now, policy=policy)
    return department_rows((task.lead_department.name, standing[task.id]) for task in found)


async def title(session: AsyncSession) -> str:
    """The ledger's name where there is only one."""
    known = await tasks.ledgers(session)
    return known[0].name if len(known) == 1 else "督查事项台账"


async def ledger_lines(
    session: AsyncSession, found: Sequence[Task], *, now: datetime, policy: Policy
) -> list[LedgerLine]:
    """In the order given."""
    ids = [task.id for task in found]
    standing = await standings(session, found, now=now, policy=policy)
    supporting = await tasks.supporting(session, ids)
    latest = await reports.latest(session, ids)
    obstacles = {each.task_id: each.obstacle for each in await reports.open_problems(session, ids)}
    return [
        LedgerLine(
            number=task.number,
            category=task.category,
            source=task.source,
            title=task.title,
            department=task.lead_department.name,
            owner=task.owner.name,
            standing=standing[task.id],
            target=task.target,
            leader=task.leader.name if task.leader else "",
            supporting=tuple(supporting.get(task.id, ())),
            report_every=task.report_every if task.mode == Mode.RECURRING else None,
            original_due=task.original_due,
            due=task.due,
            latest=latest[task.id][1].words if task.id in latest else "",
            reported_at=policy.local(latest[task.id][0].at) if task.id in latest else None,
            obstacle=obstacles.get(task.id, ""),
        )
        for task in found
    ]
