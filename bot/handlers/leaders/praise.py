"""A leader is pleased: his words go to whom he means, and nobody owes an answer."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers import matters as taps
from bot.handlers import named_tasks
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.leaders.errands import heads_named
from bot.handlers.replying import say, step_context
from bot.texts import leaders as texts
from db import people, tasks
from db.models import Instruction, Person, Task
from db.tasks import Filter
from schedules.steps.instructions import finish


async def given(update: Update, context: BoundContext, said: str) -> bool:
    """Whom he means: the owners of the tasks he names, the heads of departments, else the tasks he replies about."""
    about = await _about(update, context, said)
    heads = await heads_named(context, said)
    owners = list({task.owner_id: task.owner for task in about}.values())
    meant: Sequence[Person] = owners or heads
    if not meant:
        return False
    facts = {"words": said, "people": [each.id for each in meant], "tasks": [task.id for task in about], "shown": []}
    text = texts.praise([each.name for each in meant], said)
    return await drafts.put(update, context, "praise", facts, [text], said, text=text)


async def _about(update: Update, context: BoundContext, said: str) -> list[Task]:
    field = await tasks.matching(context.session, Filter(leader_id=context.person.id))
    target = await context.replied_to(update)
    replied = [task for task in field if target is not None and task.id in target.task_ids]
    return named_tasks.named(context, said, field) or (replied if len(replied) <= 3 else [])


async def confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    told = texts.praise_told(context.person.name, given.facts["words"])
    about = next(iter(given.facts["tasks"]), None)
    meant = await people.by_ids(context.session, given.facts["people"])
    for person_id in meant:
        await taps.tell(context, person_id, told, task_id=about)
    for person in await people.coordinators(context.session):
        await taps.tell(context, person.id, told, task_id=about)
    finish(step_context(context), given)
    await say(context, update, texts.praise_sent([each.name for each in meant.values()]))
