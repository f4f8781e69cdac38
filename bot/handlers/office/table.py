"""Acts of a coordinator in running words: a table from the act to what it does; False leaves the words to the next."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Update

from bot.handlers import coordinating, inquiring, questioning
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions.naming import NotKnown
from bot.handlers.office import (
    amending,
    answering,
    counting,
    doing,
    forbidding,
    in_parts,
    lists,
    of_people,
    of_posts,
    of_tasks,
    papers,
    second_thoughts,
    telling,
)
from bot.handlers.office import slots as finding
from bot.handlers.office.slots import Slots
from bot.handlers.replying import say
from bot.handlers.wants import disagreeing
from bot.handlers.wants.hearing import heard, speaks_against
from bot.handlers.wants.serving import SERVED
from bot.reading.acts import moods
from bot.reading.acts.office import OfficeAct, of_office, parts
from db import matters
from db.lifecycle import StepNotAllowed
from db.matter_verbs import MatterKind
from db.payloads import ClaimPayload, MatterPayload, RequestPayload
from schedules.steps.refusals import NotHisToDecide

Take = Callable[[Update, BoundContext, OfficeAct, Slots], Awaitable[bool]]

TABLE: Final[dict[OfficeAct, Take]] = {
    OfficeAct.ORDER_BACK: papers.taken_back,
    OfficeAct.PAPERS: papers.listed,
    OfficeAct.FOR_LEADER: papers.for_leader,
    OfficeAct.TO_ALL: papers.to_everybody,
    OfficeAct.ASKS_URGED: answering.urged,
    OfficeAct.ASKS_DECIDED: answering.decided,
    OfficeAct.RATES: counting.rates,
    OfficeAct.COUNTS: counting.counted,
    OfficeAct.TAKES_BACK: second_thoughts.taken_back,
    OfficeAct.PAPER: telling.paper,
    OfficeAct.SOME_LEADER: telling.of_some_leader,
    OfficeAct.CONSENT: telling.consent,
    OfficeAct.NEW_TASK: of_tasks.new_task,
    OfficeAct.AMEND: amending.amended,
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
    OfficeAct.BACK: of_people.back,
    OfficeAct.AWAY: of_people.away,
    OfficeAct.ASKS_AWAY: of_posts.asks_away,
    OfficeAct.DISMISS: of_posts.dismissed,
    OfficeAct.APPOINT: of_posts.appointed,
    OfficeAct.REPLACE: of_people.replaced,
    OfficeAct.INVITE: of_people.invite,
    OfficeAct.OWN_REMINDER: telling.own_reminder,
    OfficeAct.FLOOD: lists.flood,
    OfficeAct.URGENT: of_tasks.urgent,
    OfficeAct.WHO_HOLDS: of_posts.who_holds,
    OfficeAct.HELP: telling.help_from,
    OfficeAct.URGE: lists.urge,
    OfficeAct.TELL: papers.to_named,
    OfficeAct.ASKS_CLOSE: lists.asks_close,
    OfficeAct.CLOSE: amending.closed,
    OfficeAct.HISTORY: lists.history_of,
    OfficeAct.OWED: lists.owed,
    OfficeAct.WAITS: lists.waits,
    OfficeAct.BOUND: of_posts.bound,
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
    if len(pieces) > 1 and all(of_office(each) or moods.asking(each) for each in pieces):
        return await in_parts.done(update, context, pieces, lambda piece: _piece(update, context, piece))
    return await _one(update, context, said)


async def _piece(update: Update, context: BoundContext, said: str) -> bool:
    """One want of several: an act, else a question to the ledger."""
    if await _one(update, context, said) or await coordinating.ordered(update, context, said):
        return True
    return (
        await inquiring.asked(update, context, said)
        or await questioning.asked(update, context, said)
        or await answering.of_tasks(update, context, said)
    )


async def _one(update: Update, context: BoundContext, said: str) -> bool:
    wanted = heard(context, said)
    told = of_office(said)
    acts = [act for act in told if not speaks_against(wanted, SERVED.get(act))]
    if told and not acts and not moods.forbidding(said):
        return await disagreeing.settled(update, context, said, told)
    slots = await finding.found(context, said) if acts else None
    for act in acts:
        if slots is not None and await tried(update, context, act, slots):
            return True
    return await forbidding.taken(update, context, said)


# Said in reply to a message of a matter that is no letter or question: what the office does, not what it answers.
_IN_REPLY = (OfficeAct.REDATE, OfficeAct.RETURN, OfficeAct.CONSENT, OfficeAct.HELP, OfficeAct.TELEPHONE)
_ASKS_HIM = re.compile(r"(?:^|[,，。])(?:再|你|帮我?|去)?(?:问(?:一?下|一声|问|清楚)?|让)(?:他|她|他们)")
_NO_ANSWERS = (MatterKind.LATE, MatterKind.DIRECTIVE, MatterKind.PROBLEM)


async def replied(update: Update, context: BoundContext, said: str) -> bool:
    """7号就7号吧，直接改, under a warning: an order about its task, and no word for the head."""
    target = await context.replied_to(update)
    payload = target.payload if target is not None else None
    if target is None or len(target.task_ids) != 1:
        return False
    matter = None
    if isinstance(payload, MatterPayload):
        matter = (await matters.by_ids(context.session, [payload.matter_id])).get(payload.matter_id)
        if matter is None or matter.kind not in _NO_ANSWERS:
            return False
    elif not isinstance(payload, ClaimPayload | RequestPayload):
        return False
    acts = [each for each in of_office(said) if each in _IN_REPLY]
    if matter is not None and matter.kind is MatterKind.LATE and _ASKS_HIM.search(said):
        acts.append(OfficeAct.ASK)  # 问下他… is no word for him
    slots = await finding.found(context, said, given={"tasks": str(target.task_ids[0])})
    if matter is not None and matter.kind is MatterKind.PROBLEM and matter.holder_id is None:
        acts.append(OfficeAct.HELP)  # 让财政先琢磨琢磨 is nothing to tell whoever has the difficulty
    for act in acts:
        if await tried(update, context, act, slots):
            return True
    return False


@doing.by
async def tried(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    try:
        return await TABLE[act](update, context, act, slots)
    except (NotKnown, NotHisToDecide, StepNotAllowed) as refused:
        await say(context, update, str(refused))
        return True
