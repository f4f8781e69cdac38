"""Views in words: 市水利局情况表, 市水利局实绩, 公开通报; each read anew from the ledger."""

from __future__ import annotations

import re

from telegram import Update

from bot.commands.status_filter import Asked
from bot.documents.kinds import Kind, Wanted
from bot.handlers import status
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions.naming import department
from bot.handlers.replying import buttons_of, queue, say
from bot.renderers import unit_views, year_end
from bot.texts import words
from bot.texts.papers import names
from db import tasks
from db.payloads import PlainPayload
from db.rights import Action, Reach, may, reach
from db.tasks import Filter

_OF_UNIT = re.compile(
    r"(?P<name>[^\d,，。]{2,20}?)(?:的)?(?P<what>情况表|三张清单|底数台账|实绩|考核实绩|考核记录|得分)"
)
_YEAR = re.compile(r"(?P<year>20\d\d)年(?:度)?(?:数据|数据表|年度数据|办理数据|总结数据)")
_PUBLIC = {"公开通报", "通报公开版", "公开版通报", "发公开通报", "对外通报"}
_SHEETS = {"情况表", "三张清单", "底数台账"}


async def asked(update: Update, context: BoundContext, said: str) -> bool:
    bare = said.strip(" 。.?？")
    whole = reach(context.person.roles, Action.SEE) is Reach.ALL and may(context.person.roles, Action.SETTLE)
    if not whole:
        return False
    policy = context.office.policy
    if bare in _PUBLIC:
        text = await unit_views.for_public(context.session, now=context.now, policy=policy)
        await queue(context, update, PlainPayload(text, buttons=buttons_of([[names.button(Kind.PUBLIC)]])))
        return True
    ledger = await tasks.ledger_named(context.session, bare.strip("《》"))
    if ledger is not None:
        ids = await tasks.ids_of_ledger(context.session, ledger.id)
        paper = Wanted(Kind.MEETING, ledger.id).key
        await status.answer_of(update, context, Asked(Filter(), ledger.name), ids, paper=paper)
        return True
    year = _YEAR.fullmatch(bare)
    if year is not None:
        text = await year_end.figures(context.session, int(year["year"]), now=context.now, policy=policy)
        await say(context, update, words.cut(text))
        return True
    match = _OF_UNIT.fullmatch(bare)
    unit = await department(context, match["name"]) if match is not None else None
    if match is None or unit is None:
        return False
    sheet = match["what"] in _SHEETS
    view = unit_views.fact_sheet if sheet else unit_views.record_of
    text = await view(context.session, unit[0], unit[1], now=context.now, policy=policy)
    rows = [[names.button(Kind.FACT_SHEET, unit[0])]] if sheet else []
    await queue(context, update, PlainPayload(words.cut(text), buttons=buttons_of(rows)))
    return True
