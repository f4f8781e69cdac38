"""环保的事最近怎么样了, 城建口最近怎么样: the tasks of a subject in his sight, or whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.commands.status_filter import Asked
from bot.handlers import status
from bot.handlers.context import BoundContext
from bot.handlers.replying import say
from bot.handlers.sight import sight
from bot.texts import lists
from db import departments_named, people, tasks
from db.models import Role
from db.rights import Reach
from db.tasks import Filter, Named


async def answered(update: Update, context: BoundContext, rest: str) -> bool:
    """False where nothing in the ledger has to do with it."""
    from bot.reading.office import subjects  # see bot.runtime.preload

    subject = subjects.subject(rest)
    if not subject:
        return False
    related = await _related(context, subject)
    whole = sight(context) is Reach.ALL
    own = [task for task in related if whole or task.leader_id in context.person.field_ids]
    if own:
        units = {task.lead_department_id for task in own}
        names = [name for id_, name in (await departments_named.full_names(context.session)).items() if id_ in units]
        called = names[0] if len(names) == 1 and subject in names[0] else subject
        await status.answer_of(update, context, Asked(Filter(), called), [task.id for task in own])
        return True
    led = await people.by_ids(context.session, {task.leader_id for task in related if task.leader_id is not None})
    if not led:
        return False
    await say(context, update, lists.led_by_others(subject, [each.name for each in led.values()]))
    return True


async def _related(context: BoundContext, subject: str) -> Sequence[Named]:
    """Led by whom it is named after; else of that department, or with the word in the title."""
    every = await tasks.named(context.session, Filter(unfinished=True))
    leaders = {each.id for each in await people.with_role(context.session, Role.LEADER) if subject in each.name}
    if field := [task for task in every if task.leader_id in leaders]:
        return field
    units = set(await departments_named.in_words(context.session, [subject]))
    full = await departments_named.full_names(context.session)
    units |= {id_ for id_, name in full.items() if subject in name}
    return [task for task in every if task.lead_department_id in units or subject in task.title]
