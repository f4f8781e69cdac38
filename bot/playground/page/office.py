"""The office beside the conversation: live figures, the ledger row by row, one task's history."""

from __future__ import annotations

from typing import Any

from bot.playground.page import attention
from bot.playground.stage import Stage
from bot.renderers import task_history
from bot.renderers.exports import title
from bot.renderers.task_lines import standings
from bot.texts import history, words
from db import reports, tasks
from db.lifecycle import State
from db.models import Mode, Task
from db.tasks import Filter
from schedules.standing import Lamp, Standing
from schedules.tally import tally, tally_by

Facts = dict[str, Any]


async def ledger(stage: Stage) -> Facts:
    """Figures and rows, from the same recount as every message."""
    now, policy = stage.clock.now, stage.policy
    async with stage.database.reading() as session:
        found = await tasks.matching(session, Filter())
        standing = await standings(session, found, now=now, policy=policy)
        name = await title(session)
        promised = await reports.promises_by_task(session)
    counts = tally(standing.values())
    return {
        "title": name,
        "figures": {
            "total": counts.total,
            "unfinished": counts.unfinished,
            "closed": counts.closed,
            "closed_share": counts.closed_share,
            "overdue": counts.overdue,
            "blocked": counts.states[State.BLOCKED],
            "claimed": counts.states[State.CLAIMED],
            "unsigned": counts.states[State.HANDED_OUT],
            "lamps": {lamp.value: counts.lamps[lamp] for lamp in Lamp},
        },
        "departments": [
            {
                "name": name,
                "lamps": {lamp.value: of.lamps[lamp] for lamp in Lamp},
                "closed": of.closed,
                "unsigned": of.sign_late,
            }
            for name, of in tally_by((task.lead_department.name, standing[task.id]) for task in found).items()
        ],
        "attention": attention.listed(
            [(task, standing[task.id], promised.get(task.id, [])) for task in found], today=policy.today(now)
        ),
        "rows": [_row(task, standing[task.id]) for task in found],
    }


def _row(task: Task, found: Standing) -> Facts:
    return {
        "number": task.number,
        "title": task.title,
        "department": task.lead_department.name,
        "owner": task.owner.name,
        "leader": task.leader.name if task.leader else "",
        "category": task.category,
        "lamp": found.lamp.value,
        "state": task.state.label,
        "pace": found.pace.value,
        "percent": words.percent(found.percent) if found.percent is not None else "",
        "days": found.days_left,
        "recurring": task.mode is Mode.RECURRING,
        "urgent": task.urgent,
    }


async def task(stage: Stage, number: int) -> Facts | None:
    policy, today = stage.policy, stage.policy.today(stage.clock.now)
    async with stage.database.reading() as session:
        found = await tasks.by_number(session, number)
        if found is None:
            return None
        standing = (await standings(session, [found], now=stage.clock.now, policy=policy))[found.id]
        steps = await task_history.steps(session, found, policy)
    return {
        **_row(found, standing),
        "due": words.day(standing.due, today=today) if standing.due else "",
        "target": found.target,
        "source": found.source,
        "steps": [
            {
                "at": f"{words.day(step.at.date(), today=today)} {step.at:%H:%M}",
                "who": step.who,
                "what": history.deed(step),
                "said": step.said,
            }
            for step in steps
        ],
    }
