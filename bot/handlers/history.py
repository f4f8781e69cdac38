"""历史: every step a task has taken, in plain words, with who and when."""

from __future__ import annotations

from telegram import Update

from bot.documents.kinds import Kind
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue
from bot.renderers import task_history
from bot.texts import history as texts
from bot.texts.papers import names
from db.models import Task
from db.payloads import PlainPayload


async def show(update: Update, context: BoundContext, task: Task) -> None:
    policy = context.office.policy
    steps = await task_history.steps(context.session, task, policy)
    text = texts.text(task.number, task.title, steps, policy.today(context.now))
    printed = buttons_of([[names.button(Kind.HISTORY, task.id)]])
    await queue(context, update, PlainPayload(text, items=(task.id,), buttons=printed), items=[task.id])
