"""What a coordinator writes that is no command, question or reply: shown back with what he may have meant."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons, tell
from bot.handlers.replying import buttons_of, queue, react, say, today_of
from bot.handlers.report_intake import asked, keep
from bot.reading.asks.courtesy import is_greeting
from bot.texts import coordinators as texts
from bot.texts import keyboards, sentences
from db import departments_named, reports, tasks
from db.models import Task
from db.payloads import PlainPayload
from db.rights import Action, may
from db.tasks import Filter

OFFERED = 6


async def unread(update: Update, context: BoundContext, said: str) -> bool:
    """What he may have meant, as buttons; his words to a head are passed on by one tap."""
    from bot.reading.office import directives  # see bot.runtime.preload

    if is_greeting(said):
        await say(context, update, texts.GREETING)
        return True
    if directives.is_seen(said):
        await react(context, update)
        return True
    found = await _meant(context, said)
    saying = await keep(context, update, said)
    owners = {task.owner_id: task.owner.name for task in found}
    rows = [[(texts.pass_to(name), f"relay:{saying.id}:{owner_id}")] for owner_id, name in list(owners.items())[:3]]
    rows += [[(f"{task.number}号 {task.title}"[:40], f"t:{task.id}")] for task in found[:OFFERED]]
    rows += [list(row) for row in keyboards.of_words(texts.OFFERED)]
    text = texts.NAMES_ONE if found else texts.UNREAD
    await queue(context, update, PlainPayload(text, buttons=buttons_of(rows)))
    return True


async def _meant(context: BoundContext, said: str) -> list[Task]:
    """The tasks his words name, else those of the departments they name."""
    from bot.reading.office import directives  # see bot.runtime.preload

    running = await tasks.matching(context.session, Filter(unfinished=True))
    read = directives.read(said, asked(running), today=today_of(context), calendar=context.office.policy.calendar)
    if read.refs:
        return [task for task in running if task.number in read.refs]
    named = await departments_named.in_words(context.session, [said])
    return [task for task in running if task.lead_department_id in named]


async def passed_on(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """His words go to the head in the name of the office."""
    saying = await reports.saying(context.session, numbers[0])
    if saying is None or saying.person_id != context.person.id or not may(context.person.roles, Action.RELAY):
        await say(context, update, sentences.STALE_BUTTON)
        return
    await tell(context, numbers[1], texts.from_office(saying.words))
    await drop_buttons(update, context)
    await say(context, update, sentences.PASSED_BACK)
