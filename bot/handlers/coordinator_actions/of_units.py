"""Orders about departments, read back: a new one, who belongs to a group, and which of them answer one by one."""

from __future__ import annotations

import re

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions.naming import NotKnown, tasks_numbered
from bot.handlers.coordinator_actions.naming import department as known
from bot.reading.orders.order import Order
from bot.texts import orders as order_texts
from bot.texts import sharing as texts
from bot.texts import task_answers
from db import departments_named, people
from db.models import Mode
from db.shared_tasks import groups

_BETWEEN = re.compile(r"[、,，和及与\s]+")
_PLACEHOLDER = re.compile(r"等(?:单位|部门)?$")


async def department(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    if await people.department_named(context.session, order.to) is not None:
        raise NotKnown(texts.NO_DEPARTMENT_NAME)
    aliases = [each for each in _BETWEEN.split(order.words) if len(each) >= 2]
    facts = {"name": order.to, "aliases": aliases, "to": order.who}
    return await drafts.put(update, context, order.deed, facts, texts.department(order.to, aliases, order.who), said)


async def group(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """Members by any name the register has; unknown ones become departments."""
    named = [_PLACEHOLDER.sub("", each) for each in _BETWEEN.split(order.words)]
    members, new = [], []
    for each in dict.fromkeys(name for name in named if len(name) >= 2):
        found = await known(context, each)
        members.append(found[1] if found is not None else each)
        new += [] if found is not None else [each]
    if len(members) < 2:
        raise NotKnown(texts.NO_MEMBERS.format(name=order.to))
    facts = {"group": order.to, "members": members}
    return await drafts.put(update, context, order.deed, facts, texts.group(order.to, members, new), said)


async def share(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """3号由各县区分别反馈; 3号请市财政局、市水利局分别反馈."""
    found = await tasks_numbered(context, order.numbers)
    units = await departments_named.full_names(context.session)
    members: dict[int, None] = {}
    for each in (name for name in _BETWEEN.split(order.to) if name):
        unit = await known(context, each)
        if unit is None:
            raise NotKnown(texts.NO_MEMBERS.format(name=each) if each.startswith("各") else _unknown(each))
        of_group = (await groups.members(context.session, [unit[0]])).get(unit[0])
        if of_group is None and each.startswith("各"):
            raise NotKnown(texts.NO_MEMBERS.format(name=each))
        members |= dict.fromkeys(of_group or [unit[0]])
    facts = {"tasks": [task.id for task in found], "members": list(members), "why": found[0].title}
    names = [units[each] for each in members]
    lines = [
        texts.shared(task_answers.named(task.number, task.title), names, each_period=task.mode is Mode.RECURRING)
        for task in found
    ]
    return await drafts.put(update, context, order.deed, facts, lines, said)


def _unknown(name: str) -> str:
    return order_texts.NO_NAME.format(name=name)
