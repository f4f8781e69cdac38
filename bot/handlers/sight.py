"""Which tasks somebody may see where he asks."""

from __future__ import annotations

from functools import cache

from bot.handlers.context import BoundContext
from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import words_of
from db.models import Role
from db.rights import Action, Reach, reach


def sight(context: BoundContext) -> Reach:
    """The field of whoever leads the whole city is the city. What he decides, and what is sent to him unasked, stays
    what he leads himself."""
    person = context.person
    if person.has(Role.LEADER) and person.name in _whole_city():
        return Reach.ALL
    return reach(person.roles, Action.SEE)


@cache
def _whole_city() -> frozenset[str]:
    return frozenset(words_of(Words.WHOLE_CITY))
