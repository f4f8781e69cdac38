"""What the reader of wants makes of somebody's words, and when it speaks against a reading by rules."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.handlers.context import BoundContext
from bot.handlers.replying import today_of
from bot.second_reader.wants.labels import Want
from db.rights import Action, may

if TYPE_CHECKING:
    from bot.second_reader.wants.reading import Wanted

SURE = 0.6  # of one want: taken without asking, for whatever changes something is read back anyway
UNLIKELY = 0.05  # of all wants that a reading by rules serves, while another is sure
SHORTEST = 4  # letters beside numbers: 4号 says nothing by its letters
LONGEST = 400  # letters; whoever writes more wants many things


def heard(context: BoundContext, said: str) -> Wanted | None:
    """None of those who neither coordinate nor lead, and of words too short to tell or too long to want one thing."""
    roles = context.person.roles
    leads = may(roles, Action.DIRECT)
    if not (leads or may(roles, Action.ORDER)) or len(said) > LONGEST:
        return None
    if len(re.sub(r"\d+号?|\W", "", said)) < SHORTEST:
        return None
    return _read(said, leads)


@lru_cache(maxsize=64)
def _read(said: str, leads: bool) -> Wanted:
    from bot.second_reader.wants import reading  # see bot.runtime.preload

    return reading.built_in().read(said, leader=leads)


def sure(wanted: Wanted | None) -> Want | None:
    return wanted.best if wanted is not None and wanted.shares[wanted.best] >= SURE else None


def speaks_against(wanted: Wanted | None, serves: Set[Want] | None) -> bool:
    """Something else is surely wanted than what such a reading does. Without `serves` nothing speaks against it."""
    if wanted is None or not serves or sure(wanted) is None:
        return False
    return wanted.of(serves) < UNLIKELY


def wants_it_done(context: BoundContext, said: str) -> bool:
    """下周二之前给我一页纸，拆了多少: a day, an order or the office named beside what he asks makes it a 批示."""
    from bot.reading.office import directives  # see bot.runtime.preload

    if directives.for_the_office(said):
        return True
    calendar = context.office.policy.calendar
    return bool(directives.orders(said) or directives.wants_by_a_day(said, today=today_of(context), calendar=calendar))
