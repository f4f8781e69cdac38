"""How an act is done, for what comes back to the table of acts from below it: a slot filled, an order taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.office.slots import Slots
from bot.reading.acts.office import OfficeAct

Tried = Callable[[Update, BoundContext, OfficeAct, Slots], Awaitable[bool]]
_BY: list[Tried] = []


def by(tried: Tried) -> Tried:
    """The table names itself here as it is loaded; it needs everything in this room, so nothing here may need it."""
    _BY[:] = [tried]
    return tried


async def tried(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    return await _BY[0](update, context, act, slots)
