"""另立事项: a 批示 becomes a task of its own, read back like any new one."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.replying import say, today_of
from bot.reading.orders.order import Deed
from bot.texts import orders as texts
from db import departments_named, people, reports, tasks
from db.models import Matter

TITLE = 60  # letters of his words that name the task
DAYS = 20  # working days where the 批示 names none


async def drafted(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    """The department of its task, else the first his words name; where none is named the coordinator writes it."""
    saying = await reports.saying(context.session, matter.saying_id)
    assert saying is not None, "a 批示 is somebody's words"
    named = await departments_named.in_words(context.session, [saying.words])
    task = (await tasks.by_ids(context.session, [matter.task_id])).get(matter.task_id) if matter.task_id else None
    department_id = task.lead_department_id if task is not None else next(iter(named), None)
    owner = await people.head_of(context.session, department_id) if department_id is not None else None
    leader = (await people.by_ids(context.session, [matter.raised_by_id]))[matter.raised_by_id]
    if owner is None or department_id is None:
        await say(context, update, texts.OWN_TASK_FORM.format(leader=leader.name))
        return
    today, calendar = today_of(context), context.office.policy.calendar
    due = matter.due if matter.due and matter.due > today else calendar.forward(today, DAYS)
    full = (await departments_named.full_names(context.session))[department_id]
    title, target = saying.words[:TITLE].strip(" ，。"), saying.words[:300]
    facts = {
        "title": title,
        "target": target,
        "department_id": department_id,
        "owner_id": owner.id,
        "leader_id": leader.id,
        "day": due.isoformat(),
        "urgent": False,
        "matter_id": matter.id,
    }
    lines = texts.new_task(title, full, owner.name, leader.name, due, urgent=False, target=target, today=today)
    await drafts.put(update, context, Deed.NEW_TASK, facts, lines, saying.words)
