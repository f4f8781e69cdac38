"""/export and /chart, 导出台账 and 作战图: the workbook and the wall chart whenever asked for, within the role."""

from __future__ import annotations

import re

from telegram import Update

from bot.commands import status_filter
from bot.handlers.context import BoundContext
from bot.handlers.replying import say, step_context, today_of
from bot.renderers import exports
from bot.texts import sentences
from db.models import Drawn
from db.rights import Action, may
from schedules import attachments

WORDS = {"导出台账": Drawn.WORKBOOK, "台账导出": Drawn.WORKBOOK, "作战图": Drawn.CHART, "挂图作战": Drawn.CHART}


# 把台账导出来, 督查室把一季度的台账发我一份
_WANTS_IT = re.compile(
    r"台账[^,，。]{0,4}(?:导出|导一|发我|发给我|给我一|发一份|要一份|下载)|导出?[^,，。]{0,6}台账|"
    r"要(?:一份|个)台账"
)


_EXPORTS = re.compile(r"^(?:请|帮我?|麻烦|给我|把|将)?[^,，。]{0,16}?导出")
_AROUND = re.compile(
    r"督查室|导出来?|导一?份?|台账|请|帮我?|麻烦|给我|发给?我?|要?一[份个]|把|将|下载|要|的|事项|任务|表格?|excel|Excel|一下|出来|[吧啊呢?？。]"
)


async def on_export(update: Update, context: BoundContext) -> None:
    await _order(update, context, Drawn.WORKBOOK, " ".join(context.args or ()))


async def on_chart(update: Update, context: BoundContext) -> None:
    await _order(update, context, Drawn.CHART, " ".join(context.args or ()))


async def in_words(update: Update, context: BoundContext, said: str) -> bool:
    """导出台账, 作战图 市财政局: the whole message, or with what is chosen behind it."""
    first, _, chosen = " ".join(said.split()).strip("。.！!").partition(" ")
    kind = WORDS.get(first)
    if kind is None and not chosen and (_WANTS_IT.search(first) or _EXPORTS.search(first)):
        kind, chosen = Drawn.WORKBOOK, _AROUND.sub("", first)
    if kind is None:
        return False
    await _order(update, context, kind, chosen)
    return True


async def ordered(update: Update, context: BoundContext, said: str, chosen: str) -> None:
    """In other words than those above: 图 is the wall chart, anything else the workbook."""
    await _order(update, context, Drawn.CHART if "图" in said else Drawn.WORKBOOK, chosen)


async def _order(update: Update, context: BoundContext, kind: Drawn, chosen: str) -> None:
    person = context.person
    if not may(person.roles, Action.EXPORT):
        await say(context, update, sentences.EXPORT_NOT_HIS)
        return
    if await status_filter.chosen(context.session, chosen, today=today_of(context), asker=person) is None:
        await say(context, update, sentences.NO_MATCH)
        return
    found, _ = await exports.chosen_by(context.session, person, chosen, now=context.now, policy=context.office.policy)
    if found is not None and not found:
        await say(context, update, sentences.NO_MATCH)
        return
    await attachments.order_for(step_context(context), person, kind, chosen=chosen, key=context.cause)
    await say(context, update, sentences.BEING_MADE[kind.value])
