"""From the ledger to the lines people see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import ledger_fields
from bot.texts.task_lines import TaskLine
from db import ledger_editions, reports
from db import tasks as ledger_tasks
from db.lifecycle import UNFINISHED, State
from db.models import Mode, Task
from schedules import periods
from schedules.facts import facts_of
from schedules.ledger_difference.ledger_names import short_name
from schedules.policy import Policy
from schedules.standing import Lamp, Pace, Standing, standing

_SAID_DONE = (State.CLAIMED, State.CLOSED)  # an earlier percent or promise says nothing any more


async def standings(
    session: AsyncSession, tasks: Sequence[Task], *, now: datetime, policy: Policy
) -> dict[int, Standing]:
    facts = await facts_of(session, tasks)
    return {task.id: standing(facts[task.id], now, policy, policy.calendar) for task in tasks}


async def lines_of(session: AsyncSession, tasks: Sequence[Task], *, now: datetime, policy: Policy) -> list[TaskLine]:
    """In the order given."""
    found = await standings(session, tasks, now=now, policy=policy)
    obstacles = {
        problem.task_id: problem.obstacle for problem in await reports.open_problems(session, [t.id for t in tasks])
    }
    changed = await ledger_editions.changed_with_round(session, tasks)
    papers = await _papers(session, tasks)
    today = policy.today(now)
    return [
        TaskLine(
            task_id=task.id,
            number=task.number,
            title=task.title,
            state=task.state.label,
            lamp=found[task.id].lamp.value,
            owner=task.owner.name,
            department=task.lead_department.name,
            due=task.due,
            original_due=task.original_due,
            today=today,
            signed=task.signed_at is not None,
            recurring=task.mode == Mode.RECURRING,
            closed=task.state not in UNFINISHED,
            urgent=task.urgent,
            red_line=task.red_line,
            percent=None if task.state in _SAID_DONE else task.percent,
            expected=None if task.state in _SAID_DONE else task.expected,
            obstacle=obstacles.get(task.id),
            period=periods.reporting(task.report_every, today, task.report_day).label
            if task.mode == Mode.RECURRING
            else None,
            target=task.target,
            leader=task.leader.name if task.leader else None,
            until=found[task.id].due,
            missed=_missed(found[task.id]),
            paper=papers.get(task.id, ""),
            changed=tuple(ledger_fields.change(*each) for each in changed.get(task.id, ())),
        )
        for task in tasks
    ]


async def _papers(session: AsyncSession, found: Sequence[Task]) -> dict[int, str]:
    """What its own table calls a task, where that is another number than ours."""
    other = [task for task in found if task.no != task.number]
    if not other:
        return {}
    names = {ledger.id: short_name(ledger.name) for ledger in await ledger_tasks.ledgers(session)}
    return {task.id: f"{names[task.ledger_id]}第{task.no}项" for task in other}


def _missed(standing: Standing) -> str | None:
    """The last period of a recurring task, where its report never came."""
    if standing.period is None or standing.pace is not Pace.BEHIND:
        return None
    running = periods.parse(standing.period)
    return periods.of(running.kind, running.first - timedelta(days=1)).label


def worst_first(lines: Sequence[TaskLine]) -> list[TaskLine]:
    colours = [lamp.value for lamp in Lamp]
    return sorted(
        lines, key=lambda line: (colours.index(line.lamp), line.until is None, line.until or line.today, line.number)
    )
