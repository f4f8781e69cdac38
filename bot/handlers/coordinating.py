"""What a coordinator writes that is no command, question or reply: shown back with what he may have meant."""

from __future__ import annotations

from telegram import Update

from bot.handlers import requests
from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons, tell
from bot.handlers.replying import buttons_of, queue, react, say, today_of
from bot.handlers.report_intake import asked, keep
from bot.reading.asks.courtesy import is_greeting
from bot.texts import coordinators as texts
from bot.texts import keyboards, sentences
from db import departments_named, people, reports, tasks
from db import requests as asked_for
from db.models import RequestKind, Task
from db.payloads import ClaimPayload, ListingPayload, PlainPayload
from db.rights import Action, may
from db.tasks import Filter

OFFERED = 6
URGED_AT_ONCE = 3  # more are offered one by one


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
    if found and await _ordered(update, context, said, found):
        return True
    saying = await keep(context, update, said)
    owners = {task.owner_id: task.owner.name for task in found} or await _heads_named(context, said)
    rows: list[list[tuple[str, str]]] = []
    if texts.TO_ALL.search(said):
        rows.append([(texts.pass_to_all(len(await _owners(context))), f"relayall:{saying.id}")])
    rows += [[(texts.pass_to(name), f"relay:{saying.id}:{owner_id}")] for owner_id, name in list(owners.items())[:3]]
    rows += [[(f"{task.number}号 {task.title}"[:40], f"t:{task.id}")] for task in found[:OFFERED]]
    rows += [list(row) for row in keyboards.of_words(texts.OFFERED)]
    text = (
        texts.NAMES_ONE if found or owners or len(rows) > len(list(keyboards.of_words(texts.OFFERED))) else texts.UNREAD
    )
    await queue(context, update, PlainPayload(text, buttons=buttons_of(rows)))
    return True


async def _heads_named(context: BoundContext, said: str) -> dict[int, str]:
    named = await departments_named.in_words(context.session, [said])
    heads = [await people.head_of(context.session, department_id) for department_id in named]
    return {head.id: head.name for head in heads if head is not None}


async def _owners(context: BoundContext) -> dict[int, str]:
    running = await tasks.matching(context.session, Filter(unfinished=True))
    return {task.owner_id: task.owner.name for task in running if task.owner.reachable}


async def passed_to_all(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """His words go to every head with a running task, once."""
    saying = await reports.saying(context.session, numbers[0])
    if saying is None or saying.person_id != context.person.id or not may(context.person.roles, Action.RELAY):
        await say(context, update, sentences.STALE_BUTTON)
        return
    owners = await _owners(context)
    for owner_id in owners:
        await tell(context, owner_id, texts.from_office(saying.words))
    await drop_buttons(update, context)
    await say(context, update, texts.passed_to_all(len(owners)))


async def _ordered(update: Update, context: BoundContext, said: str, found: list[Task]) -> bool:
    """催办1号 is done; 1号可以销号, 退回1号 show the claim with its buttons."""
    from bot.reading.office import orders  # see bot.runtime.preload

    match orders.order(said):
        case orders.Order.URGE if len(found) <= URGED_AT_ONCE and orders.names_numbers(said):
            for task in found:
                await requests.on_urge(update, context, task.id)
        case orders.Order.URGE:
            listed = ListingPayload(
                texts.WHOM_TO_URGE, tuple(task.id for task in found[:10]), with_owner=True, urge=True
            )
            await queue(context, update, listed, items=[task.id for task in found])
        case orders.Order.CLOSE | orders.Order.RETURN:
            return await _claims_of(update, context, found)
        case _:
            return False
    return True


async def _claims_of(update: Update, context: BoundContext, found: list[Task]) -> bool:
    waiting = await asked_for.open_for(context.session, [task.id for task in found])
    claims = [request for request in waiting if request.kind == RequestKind.CLOSURE]
    for claim in claims[:3]:
        await queue(context, update, ClaimPayload(claim.id, claim.task_id), items=[claim.task_id])
    return bool(claims)


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
