"""Acts of a leader beside a new 批示: a table from the act to its reading; False leaves the words to the next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.leaders import earlier, errands, praise
from bot.handlers.office import telling
from bot.handlers.replying import react
from bot.handlers.wants.hearing import heard, speaks_against, wants_it_done
from bot.handlers.wants.serving import SERVED_BY_LEADERS
from bot.reading.acts.acts import LeaderAct, of_leader

Take = Callable[[Update, BoundContext, str], Awaitable[bool]]


async def _chats(update: Update, context: BoundContext, said: str) -> bool:
    if any(map(str.isdigit, said)) or await errands.anything_named(context, said):
        return False
    await react(context, update)
    return True


TABLE: Final[dict[LeaderAct, Take]] = {
    LeaderAct.CHATS: _chats,
    LeaderAct.OWN_REMINDER: telling.remind,
    LeaderAct.ASKS_RECEIPT: earlier.asked_receipt,
    LeaderAct.LETS_GO: earlier.lets_go,
    LeaderAct.SENDS_BACK: earlier.sends_back,
    LeaderAct.ACCEPTS: earlier.accepts,
    LeaderAct.PRAISES: praise.given,
    LeaderAct.ADDS_TASK: errands.to_office,
    LeaderAct.FOR_OFFICE: errands.to_office,
    LeaderAct.TO_SEVERAL: errands.to_several,
}


async def taken(update: Update, context: BoundContext, said: str) -> bool:
    wanted = None if wants_it_done(context, said) else heard(context, said)
    for act in of_leader(said):
        if not speaks_against(wanted, SERVED_BY_LEADERS[act]) and await TABLE[act](update, context, said):
            return True
    return False
