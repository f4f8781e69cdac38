"""结转 into the next year's ledger, read back with what goes and what stays; and the figures of a year."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions.naming import NotKnown
from bot.reading.orders.order import Order
from bot.texts import year_end as texts
from db import tasks
from db.lifecycle import UNFINISHED
from db.models import Ledger
from db.tasks import Filter


async def carried(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """结转：2022年重点任务分解表 到 2023年重点任务分解表."""
    ledger = await _ledger(context, order.who)
    ids = frozenset(await tasks.ids_of_ledger(context.session, ledger.id))
    found = list(await tasks.matching(context.session, Filter(only=ids)))
    running = [task for task in found if task.state in UNFINISHED]
    name = order.to.strip("《》“” ")[:200]
    facts = {"tasks": [], "ledger_id": ledger.id, "to": name}
    lines = texts.carried(ledger.name, name, len(running), len(found) - len(running))
    return await drafts.put(update, context, order.deed, facts, lines, said)


async def _ledger(context: BoundContext, words: str) -> Ledger:
    named = words.strip("《》“” ")
    known = await tasks.ledgers(context.session)
    exact = [each for each in known if each.name == named] or [each for each in known if named in each.name]
    if len(exact) != 1:
        raise NotKnown(texts.WHICH.format(names="、".join(each.name for each in known)))
    return exact[0]
