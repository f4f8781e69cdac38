"""What the service itself, or a head through it, has to say to the coordinators."""

from __future__ import annotations

from datetime import timedelta

from bot.renderers.envelope import Writing, message
from bot.texts import notices
from db import metadata, people
from db.messages import Call, NotNeeded, Nowhere

PASSED = timedelta(minutes=10)


async def notice(writing: Writing) -> Call | NotNeeded | Nowhere:
    """facts: what, and what that kind needs; `person_id` is resolved to a name, `text` is a person's words."""
    facts = writing.facts
    if await _is_over(writing):
        return NotNeeded("其间已恢复正常")
    person_id = facts.get("person_id")
    named = await people.by_ids(writing.session, [person_id]) if person_id else {}
    name = named[person_id].name if person_id in named else "某位责任人"
    return await message(writing, notices.text(facts, name), items=facts.get("items", ()))


async def _is_over(writing: Writing) -> bool:
    """A trouble of the night that nobody finds any more is none in the morning; it is looked for every minute."""
    if writing.facts.get("what") != "trouble" or "name" not in writing.facts:
        return False
    found = await metadata.at(writing.session, metadata.trouble(writing.facts["name"]))
    return found is not None and writing.now - found > PASSED
