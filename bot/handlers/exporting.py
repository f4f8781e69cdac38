"""/export and /chart, 导出台账 and 作战图: the workbook and the wall chart whenever asked for, within the role."""

from __future__ import annotations

from telegram import Update

from bot.commands import status_filter
from bot.handlers.context import BoundContext
from bot.handlers.replying import say, step_context
from bot.renderers import exports
from bot.texts import sentences
from db.models import Drawn
from db.rights import Action, may
from schedules import attachments

WORDS = {"导出台账": Drawn.WORKBOOK, "台账导出": Drawn.WORKBOOK, "作战图": Drawn.CHART, "挂图作战": Drawn.CHART}


async def on_export(update: Update, context: BoundContext) -> None:
    await _order(update, context, Drawn.WORKBOOK, " ".join(context.args or ()))


async def on_chart(update: Update, context: BoundContext) -> None:
    await _order(update, context, Drawn.CHART, " ".join(context.args or ()))


async def in_words(update: Update, context: BoundContext, said: str) -> bool:
    """导出台账, 作战图 市财政局: the whole message, or with what is chosen behind it."""
    first, _, chosen = " ".join(said.split()).strip("。.！!").partition(" ")
    kind = WORDS.get(first)
    if kind is None:
        return False
    await _order(update, context, kind, chosen)
    return True


async def _order(update: Update, context: BoundContext, kind: Drawn, chosen: str) -> None:
    person = context.person
    if not may(person.roles, Action.EXPORT):
        await say(context, update, sentences.EXPORT_NOT_HIS)
        return
    if await status_filter.chosen(context.session, chosen) is None:
        await say(context, update, sentences.NO_MATCH)
        return
    found, _ = await exports.chosen_by(context.session, person, chosen)
    if found is not None and not found:
        await say(context, update, sentences.NO_MATCH)
        return
    await attachments.order_for(step_context(context), person, kind, chosen=chosen, key=context.cause)
    await say(context, update, sentences.BEING_MADE[kind.value])
