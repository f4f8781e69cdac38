"""Words in the name of a leader or of the office, by somebody who is neither: told to the office, read as no report."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import say, step_context
from bot.reading.acts.acts import HeadAct, of_head
from bot.texts import matters as matter_texts
from bot.texts import reporters as texts
from db import people
from db.matter_verbs import MatterKind
from db.models import Person, Task
from db.open_tasks import KnownTask
from db.rights import Action, may
from schedules.steps import relaying

_HEADS_OF_ALL = ("市长", "书记", "领导", "市领导")  # part of many a name: whose word it is the office asks


async def told_office(update: Update, context: BoundContext, said: str) -> bool:
    """代市长批示：8号同意销号. Whoever may direct, order, enter or relay speaks for himself."""
    roles = context.person.roles
    if any(may(roles, each) for each in (Action.ORDER, Action.DIRECT, Action.ENTER, Action.PASS_WORD)):
        return False
    acts = of_head(said)
    if HeadAct.RELAYS in acts:
        await _relayed(update, context, said)
        return True
    if HeadAct.POSES not in acts:
        return False
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.LETTER, saying)
    await say(context, update, texts.NOT_IN_THAT_NAME)
    return True


async def _relayed(update: Update, context: BoundContext, said: str) -> None:
    """常务副市长批示：1号抓紧, by a head: waits for a coordinator as 转述 where it is known whose, else as a letter."""
    found = await _about(update, context, said)
    leader = await _leader(context, said, found)
    saying = await report_intake.keep(context, update, said)
    if leader is None:
        await report_intake.raise_letter(context, MatterKind.LETTER, saying, task=found[0] if len(found) == 1 else None)
        await say(context, update, texts.NOT_IN_THAT_NAME)
        return
    due = named_tasks.due(context, said, found)
    await relaying.pass_on(step_context(context), saying, found, due=due)
    await say(context, update, matter_texts.relay_of_head(said, leader.name), items=[task.id for task in found])


async def _about(update: Update, context: BoundContext, said: str) -> Sequence[Task]:
    """Those of his that he names, replies about, or the only one he has."""
    own = await report_intake.open_tasks(context)
    named = named_tasks.named(context, said, own)
    if named:
        return named
    if named_tasks.read(context, said, own).unknown:
        return []
    replied = await replied_tasks(context, update)
    return [task for task in own if task.id in replied] or (own if len(own) == 1 else [])


async def _leader(context: BoundContext, said: str, found: Sequence[KnownTask]) -> Person | None:
    """Whose word it is said to be, where he alone leads these tasks."""
    from bot.reading.office import speakers  # see bot.runtime.preload

    called = speakers.leader_named(said)
    led = {task.leader_id for task in found}
    if called in _HEADS_OF_ALL or not called or len(led) != 1:
        return None
    fitting = await people.leaders_called(context.session, called)
    return next((each for each in fitting if each.id in led), None)
