"""A leader's words that no table of acts told: what he surely wants, before they are taken for a 批示."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from telegram import Update

from bot.commands.status_filter import Asked
from bot.handlers import inquiring, named_tasks, questioning, status
from bot.handlers.context import BoundContext
from bot.handlers.leaders import asking, earlier, errands, praise
from bot.handlers.office import slots as finding
from bot.handlers.office import telling
from bot.handlers.replying import react
from bot.handlers.sight import sight
from bot.handlers.wants.hearing import heard, sure, wants_it_done
from bot.second_reader.wants.labels import LOOKS_UP, Want
from bot.texts import wanting
from db import tasks
from db.rights import Reach
from db.tasks import Filter

CARDS = 3
ASKS = 0.5  # of all that only looks something up: a question is no 批示, whatever it asks for
THANKS = 12  # letters; who says more than thanks says something else as well

Do = Callable[[Update, BoundContext, str], Awaitable[bool]]


async def taken(update: Update, context: BoundContext, said: str) -> bool:
    wanted = heard(context, said)
    if wanted is None or await context.replied_to(update) is not None:
        return False
    want = sure(wanted)
    asks = wanted.of(LOOKS_UP) >= ASKS
    if asks and wants_it_done(context, said):
        return False
    by = _BY_WANT.get(want) if want is not None else None
    if by is not None and await by(update, context, said):
        return True
    return asks and await _looked_up(update, context, said)


async def _looked_up(update: Update, context: BoundContext, said: str) -> bool:
    """No inquiry to the ledger as it stands: the cards of what he names, what the department has, else the office."""
    seen = await inquiring.seen(context)
    named = named_tasks.named(context, said, seen)
    if 0 < len(named) <= CARDS:
        by_id = await tasks.whole_of(context.session, named)
        return await questioning.shown_with_offer(update, context, said, by_id)
    slots = await finding.found(context, said)
    his = {task.number for task in seen}
    clear = [task for task in slots.tasks if task.number in his]
    if 0 < len(clear) <= CARDS:
        return await questioning.shown_with_offer(update, context, said, clear)
    return await asking.of_unit(update, context, said) or await asking.to_office(update, context, said)


async def _thanked(update: Update, context: BoundContext, said: str) -> bool:
    if len(said) > THANKS or await errands.anything_named(context, said):
        return False
    await react(context, update)
    return True


async def _to_people(update: Update, context: BoundContext, said: str) -> bool:
    """To whom he names, whatever they have in hand; of a task he names it is a 批示."""
    seen = await inquiring.seen(context)
    if named_tasks.named(context, said, seen):
        return False
    return await errands.to_several(update, context, said)


async def _list(update: Update, context: BoundContext, said: str) -> bool:
    """All of his field, where nothing he says narrows it."""
    if await asking.of_unit(update, context, said):
        return True
    whole = sight(context) is Reach.ALL
    await status.answer(update, context, Asked(Filter(leader_id=None if whole else context.person.id), wanting.FIELD))
    return True


_BY_WANT: Final[Mapping[Want, Do]] = {
    Want.THANKS: _thanked,
    Want.PRAISE: praise.given,
    Want.SEND_BACK: earlier.sends_back,
    Want.ACCEPT: earlier.accepts,
    Want.OWN_REMINDER: telling.remind,
    Want.TELL: _to_people,
    Want.DELEGATE: _to_people,
    Want.ERRAND: errands.to_office,
    Want.CANNOT: errands.to_office,
    Want.NEW_TASK: errands.to_office,
    Want.SHEET: errands.to_office,
    Want.LIST: _list,
}
