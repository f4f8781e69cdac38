"""What a coordinator writes that is no command, question or reply: shown back with what he may have meant."""

from __future__ import annotations

import re

from telegram import Update

from bot.handlers import coordinator_ways as ways
from bot.handlers import requests, supervision_orders
from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons, tell
from bot.handlers.office import offers, papers
from bot.handlers.office import slots as office_slots
from bot.handlers.replying import buttons_of, queue, react, say
from bot.handlers.report_intake import keep
from bot.reading.asks.courtesy import is_greeting, is_thanking
from bot.texts import coordinators as texts
from bot.texts import keyboards, sentences
from db import departments_named, reports, tasks
from db import requests as asked_for
from db.models import RequestKind, Saying, Task
from db.payloads import ClaimPayload, ListingPayload, PlainPayload
from db.rights import Action, may

COURTESY = 10  # letters; thanks in more of them say something else as well
URGED_AT_ONCE = 3  # more are offered one by one


async def ordered(update: Update, context: BoundContext, said: str) -> bool:
    """催办1号, 1号可以销号: of whoever is of the office, before it is read as a word about his own work."""
    found = await ways.named(context, said)
    return bool(found) and await _ordered(update, context, said, found)


async def courtesy(update: Update, context: BoundContext, said: str) -> bool:
    """Greetings, thanks and talk that want nothing."""
    from bot.reading.office import directives  # see bot.runtime.preload

    if is_greeting(said):
        await say(context, update, texts.GREETING)
        return True
    if directives.is_seen(said) or (len(said) <= COURTESY and is_thanking(said)) or await _only_talks(context, said):
        await react(context, update)
        return True
    return False


async def unread(update: Update, context: BoundContext, said: str) -> bool:
    """All he may have meant, as buttons; his words to a head are passed on by one tap."""
    await menu(update, context, said, await keep(context, update, said))
    return True


async def menu(update: Update, context: BoundContext, said: str, saying: Saying) -> None:
    found = await ways.named(context, said)
    targets = await ways.people_named(context, said, found)
    rows: list[list[keyboards.Button]] = []
    if texts.TO_ALL.search(said):
        rows.append([(texts.pass_to_all(len(await _owners(context))), f"relayall:{saying.id}")])
    rows += await ways.waiting(context, found, list(targets))
    rows += [[(texts.pass_to(name), f"relay:{saying.id}:{person_id}")] for person_id, name in list(targets.items())[:3]]
    slots = await office_slots.found(context, said)
    rows = [*await offers.rows(context, slots, saying), *rows]
    rows += ways.cards(found or await tasks.whole_of(context.session, slots.near))
    text = texts.NAMES_ONE if rows else texts.UNREAD
    rows += [list(row) for row in keyboards.of_words(texts.OFFERED)]
    await queue(context, update, PlainPayload(text, buttons=buttons_of(rows)))


async def _only_talks(context: BoundContext, said: str) -> bool:
    """辛苦了，刚那表很好用; 电梯坏了，歇五分钟: nobody and nothing of the ledger is named."""
    if not _TALK.search(said) or _WANTS.search(said):
        return False
    slots = await office_slots.found(context, said)
    return not (slots.tasks or slots.near or slots.units or slots.leaders)


_TALK = re.compile(r"辛苦|谢|好用|歇|累|喘|犯困|困了|吃(?:饭|了)|电梯|天气|下班(?!前|之前|以前)|周末愉快|哈哈|堵车")
_WANTS = re.compile(r"各|让|请|要求|报|发|交|查|催|通知|提醒|前")


async def _owners(context: BoundContext) -> dict[int, str]:
    return {each.id: each.name for each in await papers.standing_in(context)}


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
    from bot.reading.acts import moods  # see bot.runtime.preload
    from bot.reading.mentions import called_numbers
    from bot.reading.office import orders

    if not moods.only_orders(said):
        return False
    owners = list(dict.fromkeys(task.owner_id for task in found))
    if orders.is_supervision_order(said) and len(owners) == 1:
        await supervision_orders.drafted(update, context, owners[0])
        return True
    match orders.order(said):
        case orders.Order.URGE if await _urges_another(context, said, found):
            return False
        case orders.Order.URGE if len(found) <= URGED_AT_ONCE and called_numbers.numbers(
            said, {task.number for task in found}
        ):
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


async def _urges_another(context: BoundContext, said: str, found: list[Task]) -> bool:
    """65号自然资源局那边再催一下: whom he names answers for none of them."""
    units = await departments_named.in_words(context.session, [said])
    return bool(units) and not any(task.lead_department_id in units for task in found)


async def _claims_of(update: Update, context: BoundContext, found: list[Task]) -> bool:
    waiting = await asked_for.open_for(context.session, [task.id for task in found])
    claims = [request for request in waiting if request.kind == RequestKind.CLOSURE]
    for claim in claims[:3]:
        await queue(context, update, ClaimPayload(claim.id, claim.task_id), items=[claim.task_id])
    return bool(claims)


async def passed_on(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """His words go to the head in the name of the office."""
    saying = await reports.saying(context.session, numbers[0])
    if saying is None or saying.person_id != context.person.id or not may(context.person.roles, Action.RELAY):
        await say(context, update, sentences.STALE_BUTTON)
        return
    await tell(context, numbers[1], texts.from_office(saying.words))
    await drop_buttons(update, context)
    await say(context, update, sentences.PASSED_BACK)
