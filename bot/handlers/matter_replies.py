"""A reply to a message about a letter, a difficulty or a 批示: whose word it is, and what becomes of it."""

from __future__ import annotations

from telegram import Update

from bot.handlers import directives
from bot.handlers import matters as taps
from bot.handlers.context import BoundContext
from db import matters
from db.matter_verbs import MatterKind, MatterState
from db.payloads import MatterPayload, Part


async def replied(update: Update, context: BoundContext, said: str) -> bool:
    """A reply to a message about a matter is about that matter, whoever writes it."""
    target = await context.replied_to(update)
    payload = target.payload if target else None
    if not isinstance(payload, MatterPayload) or payload.more:
        return False
    matter = (await matters.by_ids(context.session, [payload.matter_id])).get(payload.matter_id)
    if matter is None:
        return False
    mine = taps.parts(context, matter)
    if Part.HOLDER in mine and matter.kind is MatterKind.PROBLEM and matter.state is MatterState.OPEN:
        await taps.helper_writes(update, context, matter, said)
        return True
    if Part.HOLDER in mine and matter.kind is MatterKind.DIRECTIVE and matter.task_id is None:
        await directives.answered_by_holder(update, context, matter, said)
        return True
    if Part.OFFICE in mine and payload.part is Part.OFFICE:
        await taps.office_writes(update, context, matter, said)
        return True
    return False
