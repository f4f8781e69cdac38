"""What the service itself, or a head through it, has to say to the coordinators."""

from __future__ import annotations

from bot.letters.envelope import Writing, message
from bot.telling import notices
from db import people
from db.messages import Call, NotNeeded, Nowhere


async def notice(writing: Writing) -> Call | NotNeeded | Nowhere:
    """facts: what, and what that kind needs; `person_id` is resolved to a name, `text` is a person's words."""
    facts = writing.facts
    person_id = facts.get("person_id")
    named = await people.by_ids(writing.session, [person_id]) if person_id else {}
    name = named[person_id].name if person_id in named else "某位责任人"
    return await message(writing, notices.text(facts, name), items=facts.get("items", ()))
