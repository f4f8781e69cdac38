"""An order is kept as a draft and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, step_context
from bot.handlers.report_intake import keep
from bot.texts import orders as texts
from db.payloads import PlainPayload
from schedules.steps import instructions


async def put(
    update: Update,
    context: BoundContext,
    kind: str,
    facts: Mapping[str, Any],
    lines: Sequence[str],
    said: str,
    *,
    text: str = "",
) -> bool:
    saying = await keep(context, update, said)
    items = list(facts.get("tasks", ()))
    given = await instructions.draft(
        step_context(context), kind, {**facts, "shown": list(lines)}, saying=saying, task_id=items[0] if items else None
    )
    shown = PlainPayload(text or texts.readback(lines), buttons=buttons_of(texts.buttons(given.id)), items=tuple(items))
    await queue(context, update, shown, items=items)
    return True
