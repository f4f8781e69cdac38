"""What was put before others in words that are withdrawn: it says so there, and its buttons go."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.replying import rebutton, rewrite, step_context
from bot.texts import decisions, words
from db import matters, reports, requests
from db.calls import concerning
from db.models import MatterState, OutboxRow, RequestState
from schedules.steps import matters as steps


async def strike(update: Update, context: BoundContext, saying_id: int) -> None:
    """Difficulties, letters and requests of these words that are withdrawn; a draft of them goes."""
    raised = await matters.of_saying(context.session, saying_id)
    for matter in raised:
        if matter.state is MatterState.DRAFT:
            await steps.end(step_context(context), matter, "withdrawn", state=MatterState.WITHDRAWN)
    gone = {matter.id for matter in raised if matter.state is MatterState.WITHDRAWN}
    for id_ in sorted(gone):
        await _strike(update, context, await concerning.copies_of_matter(context.session, id_, within=gone))
    reported = [report.id for report in await reports.of_saying(context.session, saying_id, standing=False)]
    for request in await requests.of_reports(context.session, reported):
        if request.state == RequestState.WITHDRAWN:
            await _strike(update, context, await concerning.copies_of_request(context.session, request.id))


async def _strike(update: Update, context: BoundContext, rows: Sequence[OutboxRow]) -> None:
    for row in rows:
        if row.chat_id is None or row.message_id is None:
            continue
        shown = (row.sent or {}).get("text")
        if shown:
            text = words.cut(decisions.withdrawn(shown, context.person.name))
            await rewrite(context, update, row.chat_id, row.message_id, text)
        else:
            await rebutton(context, update, row.chat_id, row.message_id)
