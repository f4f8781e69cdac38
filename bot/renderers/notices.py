"""What the service itself, or a head through it, has to say to the coordinators."""

from __future__ import annotations

from datetime import timedelta

from bot.renderers.text_message import Rendering, message
from bot.texts import notices, reasons
from db import metadata, people
from db.messages import Call, NotNeeded, Nowhere
from db.payloads import Notice, NoticePayload

PASSED = timedelta(minutes=10)


async def notice(rendering: Rendering, said: NoticePayload) -> Call | NotNeeded | Nowhere:
    if await _is_over(rendering, said):
        return NotNeeded(reasons.OVER_MEANWHILE)
    named = await people.by_ids(rendering.session, [said.person_id]) if said.person_id else {}
    name = named[said.person_id].name if said.person_id in named else notices.SOMEBODY
    return await message(rendering, notices.text(said, name), items=said.items)


async def _is_over(rendering: Rendering, said: NoticePayload) -> bool:
    """A trouble of the night that nobody finds any more is none in the morning; it is looked for every minute."""
    if said.what != Notice.TROUBLE or said.name is None:
        return False
    found = await metadata.at(rendering.session, metadata.trouble(said.name))
    return found is not None and rendering.now - found > PASSED
