"""One task with all that a person may want to know of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers.indicators import judged_of, reached_of
from bot.renderers.matters import lines_of as matter_lines
from bot.renderers.sharing import shared_of
from bot.renderers.subitems import card_lines
from bot.renderers.task_lines import lines_of
from bot.texts.cards import Card, Stone
from db import evidence, matters, record, reports
from db.matter_verbs import MatterKind
from db.models import Mode, Task
from db.tasks import Filter
from schedules import periods
from schedules.policy import Policy
from schedules.rungs import Rung


async def card_of(session: AsyncSession, task: Task, *, now: datetime, policy: Policy) -> Card:
    line = (await lines_of(session, [task], now=now, policy=policy))[0]
    newest = (await reports.latest(session, [task.id])).get(task.id)
    promises = await reports.open_promises(session, [task.id])
    standing = await matters.of_tasks(session, [task.id], MatterKind.PROBLEM, MatterKind.DIRECTIVE)
    report, saying = newest or (None, None)
    of = Filter(only=frozenset([task.id]))
    return Card(
        line=line,
        stones=tuple(Stone(stone.name, stone.due) for stone in task.milestones),
        missed=await _missed(session, task),
        said=saying.words if saying is not None else "",
        said_on=policy.today(report.at) if report is not None else None,
        promised=promises[-1].by if promises else None,
        promised_percent=promises[-1].percent if promises else None,
        matters=tuple(await matter_lines(session, standing, policy=policy, now=now)),
        evidence_wanted=task.evidence_wanted,
        files=await evidence.count_of(session, task.id),
        shared=await shared_of(session, task, now=now),
        carried=tuple(await card_lines(session, task, today=policy.today(now))),
        measured=tuple(each for _, each in await reached_of(session, of, today=policy.today(now))),
        views=next(iter(await judged_of(session, of, now=now, policy=policy)), None),
    )


async def _missed(session: AsyncSession, task: Task) -> tuple[str, ...]:
    if task.mode is not Mode.RECURRING:
        return ()
    missed = await record.missed_periods(session, task.id, Rung.PERIOD_MISSED.value)
    late = (await reports.reported_periods(session, [task.id])).get(task.id, set())
    return tuple(f"{periods.parse(key).label}{'（已补报）' if key in late else ''}" for key in missed)
