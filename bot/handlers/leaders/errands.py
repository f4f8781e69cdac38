"""A leader's word to several at once, or to the supervision office: no single task, but who is meant is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.leaders import drafting
from db import departments_named, people, tasks
from db.models import Person, Role
from db.tasks import Filter

_AWAY = re.compile(r"我[^,，。]{0,8}(?:出差|外出|休假|请假|培训|学习|出国|住院|不在)")


async def heads_named(context: BoundContext, said: str, *, loose: bool = False) -> list[Person]:
    """The heads of the departments he names, in his order."""
    from bot.reading.mentions import unit_names  # see bot.runtime.preload

    known = await people.department_names(context.session)
    full = await departments_named.full_names(context.session)
    units = unit_names.named(said, known, loose=loose)
    heads = [await people.head_of(context.session, each) for each in units if each in full]
    return list({each.id: each for each in heads if each is not None}.values())


async def leaders_named(context: BoundContext, said: str) -> list[Person]:
    """Other leaders, by any form of their titles."""
    from bot.reading.mentions import leader_names  # see bot.runtime.preload

    known = {each.name: each for each in await people.with_role(context.session, Role.LEADER)}
    return [known[name] for name in leader_names.named(said, known) if known[name].id != context.person.id]


async def anything_named(context: BoundContext, said: str) -> bool:
    field = await tasks.matching(context.session, Filter(leader_id=context.person.id))
    return bool(named_tasks.named(context, said, field)) or bool(await heads_named(context, said))


async def to_several(update: Update, context: BoundContext, said: str) -> bool:
    """Each head gets it once, whatever he has in hand; the office follows up."""
    meant = [*await heads_named(context, said, loose=True), *await leaders_named(context, said)]
    if not meant:
        return False
    return await _drafted(update, context, said, meant)


async def to_office(update: Update, context: BoundContext, said: str) -> bool:
    """The office, and whom he names beside it; of a task he names it is a 批示."""
    if await _of_his_field(context, said):
        others = await leaders_named(context, said)
        if not others:
            return False
    meant = [*await leaders_named(context, said), *await heads_named(context, said)]
    if _AWAY.search(said):
        meant = []  # who sees to his work meanwhile the office arranges
    own = {each.id for each in await people.with_role(context.session, Role.DIRECTOR, Role.COORDINATOR)}
    return await _drafted(update, context, said, [each for each in meant if each.id not in own])


async def _of_his_field(context: BoundContext, said: str) -> bool:
    field = await tasks.matching(context.session, Filter(leader_id=context.person.id))
    return bool(named_tasks.named(context, said, field))


async def _drafted(update: Update, context: BoundContext, said: str, meant: Sequence[Person]) -> bool:
    saying = await report_intake.keep(context, update, said)
    await drafting.without_task(update, context, saying, context.person, meant)
    return True
