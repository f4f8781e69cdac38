"""历史: every step a task has taken, in plain words, with who and when."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.replying import say
from bot.renderers import task_history
from bot.texts import history as texts
from db.models import Task


async def show(update: Update, context: BoundContext, task: Task) -> None:
    policy = context.office.policy
    steps = await task_history.steps(context.session, task, policy)
    await say(context, update, texts.text(task.number, task.title, steps, policy.today(context.now)), items=[task.id])
