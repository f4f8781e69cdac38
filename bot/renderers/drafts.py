"""The workbook of drafts from a text that was pasted into the chat."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.drafting.drafted_file import dated, drafts_in
from bot.drafting.drafts import left_out
from bot.runtime import office_drafts
from bot.texts import drafting
from bot.texts.draft_workbook import draft_workbook
from db import reports


async def workbook(session: AsyncSession, saying_id: int, *, today: date) -> bytes:
    """Raises LookupError where what was said is no longer kept."""
    saying = await reports.saying(session, saying_id)
    if saying is None or not saying.words:
        raise LookupError(f"no saying {saying_id}")
    found = drafts_in(saying.words, await office_drafts.known(session))
    others = left_out(saying.words, found)
    return draft_workbook(found, title=drafting.named(today), as_of=dated(saying.words, today), left_out=others)
