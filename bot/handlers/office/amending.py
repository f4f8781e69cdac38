"""A stored report that is wrong, and a closing, in running words."""

from __future__ import annotations

import re
from contextlib import suppress

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import of_tasks as orders
from bot.handlers.coordinator_actions import telephone
from bot.handlers.office import unfinished
from bot.handlers.office.slots import Slots
from bot.reading.acts import office
from bot.reading.acts.office import OfficeAct
from bot.reading.orders.order import Deed, Order
from bot.texts import office as texts
from bot.texts import task_answers
from schedules.steps.refusals import NotHisToDecide

_RIGHT = re.compile(
    r"(?:应该?是|应当是|应为|实际(?:上)?(?:是|为)?|其实是|改成|改为|更正为|(?<!不)是)[:：]?(?P<new>[^,，。;；]{1,60})"
)


async def amended(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """What is right stands behind 应该是; where it is not written it is asked for."""
    if len(slots.tasks) != 1:
        return False if slots.tasks else await unfinished.task_asked(update, context, act, slots)
    task = slots.tasks[0]
    found = _RIGHT.search(slots.said)
    right = slots.given.get("words") or (found["new"].strip() if found else "")
    if not right:
        text = texts.which_is_right(task_answers.named(task.number, task.title))
        return await unfinished.ask(update, context, act, slots, "words", text)
    *first, last = (Order(Deed.CORRECT, (task.number,), words=said) for said in (right, f"进度{right}", f"完成{right}"))
    for order in first:
        with suppress(NotHisToDecide):
            return await telephone.corrected(update, context, order, slots.said)
    return await telephone.corrected(update, context, last, slots.said)


async def closed(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """销号 with the rest of his words as its basis; of a waiting claim, its acceptance."""
    if not slots.tasks or not slots.numbered:
        return False
    basis = slots.given.get("words") or office.reason(slots.said, act)
    return await orders.close(update, context, Order(Deed.CLOSE, slots.numbers, words=basis), slots.said)
