"""A leader who only asks or forbids gives no 批示: he is answered, or his words go to the office on his tap."""

from __future__ import annotations

from telegram import Update

from bot.commands.status_filter import Asked
from bot.handlers import directives, inquiring, named_tasks, questioning, report_intake, status
from bot.handlers.context import BoundContext
from bot.handlers.leaders import drafting, earlier, errands
from bot.handlers.replying import say
from bot.handlers.sight import sight
from bot.reading.acts import moods
from bot.texts import office_answers
from db import departments_named, matters, people
from db.matter_verbs import MatterState
from db.rights import Reach
from db.tasks import Filter


async def taken(update: Update, context: BoundContext, said: str) -> bool:
    if moods.addressed(said) or await context.replied_to(update) is not None:
        return False
    if moods.forbidding(said):
        return await _forbidden(update, context, said)
    if not moods.asking(said) or moods.wants_more(said) or await _names_task(context, said):
        return False
    return await of_unit(update, context, said) or await to_office(update, context, said)


async def _forbidden(update: Update, context: BoundContext, said: str) -> bool:
    """算了, 别记成批示: a draft is dropped; what he asks beside it is answered; the rest goes to the office.

    记一下, 财政局这个月不必再报: more than an aside drops no draft.
    """
    since = context.now - directives.DRAFT_LIVES
    newest = await matters.newest_directive(context.session, context.person.id, since=since)
    asked = "，".join(moods.asking(said))
    drafted = newest is not None and newest.state is MatterState.DRAFT and newest.next_on is not None
    if newest is not None and drafted and not asked and await earlier.spoken_of(context, said, [newest]):
        await directives.cancel(update, context, newest, [])
        return True
    if asked:
        if await inquiring.asked(update, context, asked) or await questioning.asked(update, context, asked):
            return True
        return await of_unit(update, context, asked) or await to_office(update, context, said)
    if moods.wants_more(said) or await _names_task(context, said):
        return await to_office(update, context, said)
    await say(context, update, office_answers.NOTHING_SENT)
    return True


async def _names_task(context: BoundContext, said: str) -> bool:
    from bot.reading.mentions import called_numbers  # see bot.runtime.preload

    seen = await inquiring.seen(context)
    if named_tasks.named(context, said, seen):
        return True
    return bool(called_numbers.unknown(said, {task.number for task in seen}))


async def of_unit(update: Update, context: BoundContext, said: str) -> bool:
    """财政那边卡在哪了: what that department has in his sight, the worst first."""
    heads = await errands.heads_named(context, said, loose=True)
    full = await departments_named.full_names(context.session)
    for unit, name in full.items():
        head = await people.head_of(context.session, unit) if heads else None
        if head is not None and head.id == heads[0].id:
            leader = None if sight(context) is Reach.ALL else context.person.id
            await status.answer(update, context, Asked(Filter(department_id=unit, leader_id=leader), name))
            return True
    return False


async def to_office(update: Update, context: BoundContext, said: str) -> bool:
    """On his tap the office hears it."""
    saying = await report_intake.keep(context, update, said)
    await drafting.without_task(update, context, saying, context.person, [])
    return True
