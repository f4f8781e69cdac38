"""核对类型: a table that names types for its rows (任务类型) brings along what they do, by one tap for each type."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.replying import say
from bot.reading.orders.order import Deed
from bot.texts import items as texts
from bot.texts import words
from db import fields

MOST = 6  # types in one go


async def found(context: BoundContext) -> dict[str, list[tuple[int, int]]]:
    """Type → id and 编号 of the running tasks without one whose category calls for it."""
    types = context.office.policy.types
    by_word = {word: each.name for each in types.types for word in (each.name, *each.words)}
    named: dict[str, list[tuple[int, int]]] = {}
    for task_id, number, category in await fields.untyped(context.session, list(by_word)):
        named.setdefault(by_word[category], []).append((task_id, number))
    return named


async def of_all(update: Update, context: BoundContext) -> None:
    named = await found(context)
    if not named:
        await say(context, update, texts.NO_TYPES_NAMED)
        return
    now, later = list(named.items())[:MOST], list(named)[MOST:]
    for name, of in now:
        numbers = words.numbers([number for _, number in of])
        facts = {"tasks": [task_id for task_id, _ in of], "to": name}
        await drafts.put(update, context, Deed.TYPE, facts, [texts.typed(numbers, name, [])], texts.CHECK_TYPES)
    if later:
        await say(context, update, texts.types_left(later))
