"""Words that are no report of his: passed on from others, or of a task that another department answers for."""

from __future__ import annotations

import re

from telegram import MessageOriginUser, Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import say
from bot.texts import sentences, task_answers
from db import tasks
from db.models import MatterKind
from db.rights import Action, may

_NUMBER = re.compile(r"(\d{1,6})号")


def _is_anothers(update: Update) -> bool:
    """Forwarded from somebody else, or put into his mouth by another bot."""
    message = update.effective_message
    if message is None:
        return False
    origin = message.forward_origin
    own = isinstance(origin, MessageOriginUser) and origin.sender_user.id == message.chat_id
    return (origin is not None and not own) or message.via_bot is not None


async def forwarded_by_leader(update: Update, context: BoundContext, said: str) -> bool:
    """What a leader forwards is not his 批示: the office hears it, and he may write his own."""
    if not _is_anothers(update) or may(context.person.roles, Action.ORDER):
        return False
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.LETTER, saying)
    await say(context, update, sentences.NOT_HIS_WORDS)
    return True


async def passed_on(update: Update, context: BoundContext, said: str) -> bool:
    """A notice passed on tells nothing of his own work until he says that it does."""
    from bot.reading.asks import standpoints  # see bot.runtime.preload

    message = update.effective_message
    forwarded = (message is not None and message.forward_origin is not None) or _is_anothers(update)
    if not (forwarded or standpoints.is_forwarded(said)) or not may(context.person.roles, Action.REPORT):
        return False
    await report_intake.unrelated(context, update, await report_intake.keep(context, update, said))
    return True


async def of_others(update: Update, context: BoundContext, said: str) -> bool:
    """He names, by number, only tasks of other departments: the office hears what he says of them."""
    if "号" not in said or not may(context.person.roles, Action.REPORT) or may(context.person.roles, Action.ORDER):
        return False
    own = await report_intake.his_tasks(context)
    if named_tasks.named(context, said, own):
        return False
    numbered = await tasks.numbered(context.session, map(int, _NUMBER.findall(said)))
    named = [task for task in named_tasks.named(context, said, numbered) if named_tasks.at_head(said, task)]
    if not named:
        return False
    if any(task.owner_id == context.person.id or task.liaison_id == context.person.id for task in named):
        return False  # his own, and finished
    saying = await report_intake.keep(context, update, said)
    task = named[0]
    await report_intake.raise_letter(context, MatterKind.LETTER, saying, task=task)
    await say(context, update, sentences.OF_ANOTHER.format(number=task.number))  # its title is not his to know
    return True


async def later(update: Update, context: BoundContext, said: str) -> bool:
    """明天一早就报, 等月底一起报: nothing is told yet, so nothing is stored and no period counts as reported."""
    from bot.reading.asks import standpoints  # see bot.runtime.preload

    if not standpoints.reports_later(said) or not may(context.person.roles, Action.REPORT):
        return False
    target = await context.replied_to(update)
    if target is not None and not target.task_ids:
        return False
    await report_intake.keep(context, update, said)
    named = named_tasks.named(context, said, await report_intake.his_tasks(context))
    await say(context, update, task_answers.awaited([task.number for task in named]))
    return True
