"""What a row is rendered with, and the one shape a text message takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import keyboards, reasons, words
from db import people
from db.messages import Call, Nowhere
from db.models import OutboxRow, Person
from schedules.policy import Policy


@dataclass(frozen=True, slots=True)
class Rendering:
    """One row of the outbox on its way to becoming a call."""

    session: AsyncSession
    row: OutboxRow
    now: datetime
    policy: Policy
    again: bool = False  # it was sent before and may have been lost

    @property
    def today(self) -> date:
        return self.policy.today(self.now)

    async def person(self) -> Person | None:
        if self.row.person_id is None:
            return None
        return (await people.by_ids(self.session, [self.row.person_id])).get(self.row.person_id)

    async def chat_id(self) -> int | None:
        """The chat an answer belongs to, else where the person is reached today."""
        if self.row.chat_id is not None:
            return self.row.chat_id
        person = await self.person()
        return person.chat_id if person is not None and person.unreachable_since is None else None


async def message(
    rendering: Rendering,
    text: str,
    *,
    rows: Sequence[Sequence[keyboards.Button]] = (),
    items: Sequence[int] = (),
    reply_to: int | None = None,
) -> Call | Nowhere:
    """A text message as plain text: nothing a person wrote can become markup."""
    chat_id = await rendering.chat_id()
    if chat_id is None:
        return Nowhere(reasons.NOT_REACHED)
    again = words.AGAIN if rendering.again else ""
    parameters: dict[str, Any] = {
        "chat_id": chat_id,
        "text": words.cut(again + text),
        "link_preview_options": {"is_disabled": True},
    }
    if any(rows):
        parameters["reply_markup"] = keyboards.inline(rows)
    if reply_to is not None:
        parameters["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    return Call("sendMessage", parameters, items=tuple(items))
