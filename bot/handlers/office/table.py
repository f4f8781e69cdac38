"""Acts of a coordinator in running words: a table from the act to what it does; False leaves the words to the next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions.naming import NotKnown
from bot.handlers.office import lists, of_people, of_tasks, second_thoughts, telling
from bot.handlers.office import slots as finding
from bot.handlers.office.slots import Slots
from bot.handlers.replying import say
from bot.reading.acts.office import OfficeAct, of_office, parts
from db.lifecycle import StepNotAllowed
from schedules.steps.refusals import NotHisToDecide

Take = Callable[[Update, BoundContext, OfficeAct, Slots], Awaitable[bool]]

TABLE: Final[dict[OfficeAct, Take]] = {
    OfficeAct.TAKES_BACK: second_thoughts.taken_back,
    OfficeAct.PAPER: telling.paper,
    OfficeAct.CONSENT: telling.consent,
    OfficeAct.NEW_TASK: of_tasks.new_task,
    OfficeAct.TELEPHONE: telling.telephone,
    OfficeAct.RETURN: of_tasks.returned,
    OfficeAct.REOPEN: of_tasks.step,
    OfficeAct.STOP: of_tasks.step,
    OfficeAct.RESUME: of_tasks.resume,
    OfficeAct.SUPPORT: of_tasks.support,
    OfficeAct.HAND_OVER: of_tasks.hand_over,
    OfficeAct.RELEAD: of_tasks.relead,
    OfficeAct.RETITLE: of_tasks.retitle,
    OfficeAct.TARGET: of_tasks.target,
    OfficeAct.REDATE: of_tasks.redate,
    OfficeAct.AWAY: of_people.away,
    OfficeAct.REPLACE: of_people.replaced,
    OfficeAct.INVITE: of_people.invite,
    OfficeAct.OWN_REMINDER: telling.own_reminder,
    OfficeAct.FLOOD: lists.flood,
    OfficeAct.HELP: telling.help_from,
    OfficeAct.URGE: lists.urge,
    OfficeAct.ASKS_CLOSE: lists.asks_close,
    OfficeAct.HISTORY: lists.history_of,
    OfficeAct.OWED: lists.owed,
    OfficeAct.BOUND: lists.bound,
    OfficeAct.CLOSED: lists.closed,
    OfficeAct.EXTENSIONS: lists.extensions,
    OfficeAct.BULLETIN: lists.bulletin,
    OfficeAct.BRIEF: lists.brief,
    OfficeAct.LIST: lists.listed,
    OfficeAct.ASK: telling.ask,
    OfficeAct.WRONG_UNIT: telling.wrong_unit,
}


async def taken(update: Update, context: BoundContext, said: str) -> bool:
    if await context.replied_to(update) is not None:
        return False
    pieces = parts(said)
    if len(pieces) > 1 and all(of_office(each) for each in pieces):
        return all([await _one(update, context, each) for each in pieces])
    return await _one(update, context, said)


async def _one(update: Update, context: BoundContext, said: str) -> bool:
    acts = of_office(said)
    if not acts:
        return False
    slots = await finding.found(context, said)
    for act in acts:
        if await tried(update, context, act, slots):
            return True
    return False


async def tried(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    try:
        return await TABLE[act](update, context, act, slots)
    except (NotKnown, NotHisToDecide, StepNotAllowed) as refused:
        await say(context, update, str(refused))
        return True
