"""近期到期, 待核查, 请示, 周报 in plain words: what waits, for whoever asks, within his role."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from telegram import Update

from bot.handlers import indicators, sharing, status, subitems
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import types_named
from bot.handlers.figures import asked_people
from bot.handlers.replying import buttons_of, queue, say, today_of
from bot.handlers.report_intake import open_tasks
from bot.handlers.status import NAMED, SHOWN, show_list
from bot.renderers import age
from bot.renderers.task_lines import lines_of, worst_first
from bot.texts import age as age_texts
from bot.texts import keyboards, lists
from bot.texts.task_lines import TaskLine
from db import requests, tasks
from db.messages import Repeat
from db.models import RequestKind, Task
from db.payloads import DigestPayload, PlainPayload, Scope
from db.rights import Action, Reach, may, reach
from db.tasks import Filter
from schedules import aging
from schedules.survey import survey

SOON_DAYS = 7


async def _field(context: BoundContext) -> Filter:
    """Coordinators see everything that runs, leaders their field, a head his own."""
    person = context.person
    match reach(person.roles, Action.SEE):
        case Reach.ALL:
            return Filter(unfinished=True)
        case Reach.FIELD:
            return Filter(unfinished=True, field=person.field_ids)
        case _:
            return Filter(unfinished=True, only=frozenset(task.id for task in await open_tasks(context)))


async def _lines(context: BoundContext, found: Sequence[Task]) -> list[TaskLine]:
    return worst_first(await lines_of(context.session, found, now=context.now, policy=context.office.policy))


async def due(update: Update, context: BoundContext) -> None:
    today = today_of(context)
    last = today + timedelta(days=SOON_DAYS)
    policy = context.office.policy
    seen = await survey(context.session, await _field(context), now=context.now, policy=policy)
    soon = [task.id for task, found in seen if found.due is not None and today <= found.due <= last]
    coming = await _lines(context, list((await tasks.by_ids(context.session, soon)).values()))
    await _show(update, context, lists.until(last, today=today), coming)


async def claims(update: Update, context: BoundContext) -> None:
    await _asked_for(update, context, lists.CLAIMS, {RequestKind.CLOSURE})


async def asked(update: Update, context: BoundContext) -> None:
    await _asked_for(update, context, lists.REQUESTS, set(RequestKind) - {RequestKind.CLOSURE})


async def _asked_for(update: Update, context: BoundContext, what: str, kinds: set[RequestKind]) -> None:
    field = await _field(context)
    waiting = await requests.waiting(context.session)
    chosen = {request.task_id for request in waiting if request.kind in kinds}
    within = frozenset(chosen if field.only is None else chosen & field.only)
    found = await tasks.matching(context.session, replace(field, only=within))
    await _show(update, context, what, await _lines(context, found))


async def _show(update: Update, context: BoundContext, what: str, lines: Sequence[TaskLine]) -> None:
    if not lines:
        await say(context, update, lists.none(what))
        return
    await show_list(update, context, lists.head(what, len(lines)), lines, with_owner=True)


async def weekly(update: Update, context: BoundContext) -> None:
    """The weekly report as it would read now."""
    person = context.person
    scope = {Reach.ALL: Scope.OFFICE, Reach.FIELD: Scope.LEADER}.get(reach(person.roles, Action.SEE), Scope.HEAD)
    field = await _field(context)
    if await tasks.first(context.session, field) is None:
        await say(context, update, lists.NONE_OPEN)
    elif scope is Scope.HEAD and await tasks.first(context.session, replace(field, owner_id=person.id)) is None:
        await status.mine(update, context)  # a liaison's or deputy's own report would be empty
    else:
        await queue(context, update, DigestPayload(today_of(context), scope, repeat=Repeat.AGAIN))


async def old(update: Update, context: BoundContext) -> None:
    """案无积卷 at any time: what has lain longest without a word of substance."""
    chosen = {Reach.ALL: Filter(unfinished=True), Reach.FIELD: Filter(unfinished=True, field=context.person.field_ids)}
    of = chosen.get(reach(context.person.roles, Action.SEE), Filter(unfinished=True, owner_id=context.person.id))
    policy = context.office.policy
    stood = await survey(context.session, of, now=context.now, policy=policy)
    lain = aging.lain(stood, now=context.now, policy=policy)
    lines = await age.lines_of(context.session, lain[: SHOWN + NAMED])
    text = age_texts.listing(lines, len(lain), days=policy.age_days, limit=SHOWN)
    rows = keyboards.of_several([(line.task_id, line.number) for line in lines[:SHOWN]], unsigned=False)
    items = [line.task_id for line in lines[:SHOWN]]
    await queue(context, update, PlainPayload(text, items=tuple(items), buttons=buttons_of(rows)), items=items)


async def _units(update: Update, context: BoundContext) -> None:
    """A head is shown his own."""
    whole = reach(context.person.roles, Action.SEE) >= Reach.FIELD
    await (status.show_departments if whole else status.mine)(update, context)


BY_WORD: dict[str, Callable[[Update, BoundContext], Awaitable[None]]] = {
    "due": due,
    "claims": claims,
    "requests": asked,
    "digest": weekly,
    "partners": sharing.listed,
    "age": old,
    "indicators": indicators.listed,
    "views": indicators.three_views,
    "unready": subitems.unready,
    "stages": subitems.stages,
    "visits": subitems.visits,
    "broken": subitems.broken,
    "burden": asked_people.asked_people,
    "units": _units,
    "types": types_named.of_all,
}
_OF_THE_OFFICE = ("claims", "requests")  # a head who writes 待核查 reports on his task


async def show(update: Update, context: BoundContext, word: str) -> bool:
    """False where this person means something else by the word."""
    person = context.person
    if word in _OF_THE_OFFICE and not may(person.roles, Action.SEE_REQUESTS):
        return False
    if word == "types" and not may(person.roles, Action.ORDER):
        return False
    if word == "burden" and reach(person.roles, Action.SEE) is not Reach.ALL:
        await say(context, update, lists.OF_THE_OFFICE)
        return True
    await BY_WORD[word](update, context)
    return True
