"""Which tasks the message is about that somebody replies to."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext


async def replied_tasks(context: BoundContext, update: Update) -> tuple[int, ...]:
    """The tasks of our message that this one replies to, in its order."""
    target = await context.replied_to(update)
    return target.task_ids if target else ()
