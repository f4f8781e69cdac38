"""导出Word: a paper is ordered under its view or by its name, and comes as a file when it is drawn."""

from __future__ import annotations

from telegram import Update

from bot.documents.kinds import Kind, Wanted
from bot.handlers.context import BoundContext
from bot.handlers.replying import say, step_context, today_of
from bot.renderers.papers.asking import Asking
from bot.renderers.papers.table import document
from bot.texts import sentences
from bot.texts.papers import names
from db.models import Drawn
from db.rights import Reach
from schedules import attachments


def asking(context: BoundContext) -> Asking:
    return Asking(context.session, context.now, context.office.policy, context.person)


async def on_tap(update: Update, context: BoundContext, numbers: list[int]) -> None:
    if numbers[0] not in set(Kind):
        await say(context, update, sentences.STALE_BUTTON)
        return
    await order(update, context, Wanted(Kind(numbers[0]), numbers[1]))


async def order(update: Update, context: BoundContext, wanted: Wanted) -> None:
    """It is made outside this transaction; here it is seen whether there is anything to make, and for him."""
    asked = asking(context)
    if asked.reach(wanted.kind) is Reach.NONE:
        await say(context, update, names.NOT_HIS)
        return
    found = await document(asked, wanted)
    if found is None:
        await say(context, update, names.NOTHING)
        return
    about = found.number or found.title
    name = names.file_name(wanted.kind, about, today_of(context).isoformat())
    await attachments.order_for(
        step_context(context), context.person, Drawn.DOCUMENT, chosen=wanted.key, name=name, key=context.cause
    )
    await say(context, update, names.BEING_MADE)
