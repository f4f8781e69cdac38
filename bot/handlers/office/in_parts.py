"""A message of several parts, each of them an act of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.replying import say
from bot.texts import office as texts


async def done(
    update: Update, context: BoundContext, pieces: Sequence[str], do: Callable[[str], Awaitable[bool]]
) -> bool:
    """False: no part was taken, and the message is for whoever reads it next. Of one that was taken in part he hears
    what was not: read once more as a whole, the parts already taken would be done twice."""
    left = [piece for piece in pieces if not await do(piece)]
    if len(left) == len(pieces):
        return False
    if left:
        await say(context, update, texts.parts_left(left))
    return True
