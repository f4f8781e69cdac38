"""历史: every step a task has taken, in plain words, with who and when."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.replying import say
from bot.texts import history as texts
from db import journal, people, reports
from db.models import Task

LIMIT = 40


async def show(update: Update, context: BoundContext, task: Task) -> None:
    rows = await journal.rows(context.session, task_id=task.id)
    told = [row for row in rows if row.kind in texts.KINDS][-LIMIT:]
    named = await people.by_ids(context.session, [row.actor_id for row in told if row.actor_id is not None])
    said = await reports.sayings(
        context.session, [row.facts["saying"] for row in told if isinstance(row.facts.get("saying"), int)]
    )
    policy = context.office.policy
    steps = [
        texts.Step(
            policy.local(row.at),
            row.kind,
            named[row.actor_id].name if row.actor_id in named else "",
            row.facts,
            said[row.facts["saying"]].words if row.facts.get("saying") in said else "",
        )
        for row in told
    ]
    await say(context, update, texts.text(task.number, task.title, steps, policy.today(context.now)), items=[task.id])
