"""A leader's choice among options: read back before it counts, and his for ten minutes to take back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from telegram import Update

from bot.handlers import relaying
from bot.handlers import requests as deciders
from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons, tell
from bot.handlers.replying import buttons_of, queue, react, rewrite, say, step_context
from bot.texts import decisions, keyboards, task_answers, words
from db import requests, tasks
from db.calls import concerning, notices
from db.models import Request, RequestKind, RequestState
from db.payloads import PlainPayload, RequestPayload
from db.rights import Action
from db.tasks import Filter
from schedules.steps import deciding
from schedules.steps.refusals import NotHisToDecide

if TYPE_CHECKING:
    from bot.reading.office.choices import Said

TAKEN_BACK_WITHIN = timedelta(minutes=10)


async def read_back(update: Update, context: BoundContext, request_id: int, chosen: int) -> None:
    """Who does what by when, before it counts; a choice that is not his or no more open is refused by the step."""
    request = await requests.locked(context.session, request_id)
    task = (await tasks.by_ids(context.session, [request.task_id])).get(request.task_id) if request else None
    open_ = request is not None and request.kind == RequestKind.DECISION and request.state == RequestState.OPEN
    if request is None or task is None or not open_ or not 0 <= chosen < len(request.options):
        await deciders.on_choose(update, context, request_id, chosen)
        return
    if not step_context(context).may(Action.CHOOSE, task) and step_context(context).may(Action.PASS_WORD, task):
        await relaying.chosen(update, context, request, task, chosen)
        return
    if not step_context(context).may(Action.CHOOSE, task):
        await deciders.on_choose(update, context, request_id, chosen)
        return
    named = task_answers.named(task.number, task.title)
    day = words.day(task.due, today=step_context(context).today) if task.due else ""
    text = decisions.readback(named, request.options[chosen], task.owner.name, day)
    rows = keyboards.of_choice(request_id, chosen)
    await queue(context, update, PlainPayload(text, items=(task.id,), buttons=buttons_of(rows)), items=[task.id])


async def confirmed(update: Update, context: BoundContext, request_id: int, chosen: int) -> None:
    await drop_buttons(update, context)
    await deciders.on_choose(update, context, request_id, chosen)
    request = await requests.locked(context.session, request_id)
    mine = request is not None and request.decided_by_id == context.person.id and request.decided_at == context.now
    if mine:
        rows = keyboards.of_taking_back(request_id)
        await queue(context, update, PlainPayload(decisions.SENT, buttons=buttons_of(rows)))


async def dropped(update: Update, context: BoundContext, request_id: int) -> None:
    await drop_buttons(update, context)
    await say(context, update, decisions.NOT_CHOSEN)


async def taken_back(update: Update, context: BoundContext, request_id: int) -> None:
    """Within ten minutes it is open again, and what was sent of it says so."""
    try:
        decided = await deciding.take_back(step_context(context), request_id, within=TAKEN_BACK_WITHIN)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    task = decided.task
    text = decisions.taken_back(task_answers.named(task.number, task.title))
    for row in await concerning.outcomes_of_request(context.session, request_id):
        if row.chat_id is not None and row.message_id is not None:
            await rewrite(context, update, row.chat_id, row.message_id, text)
    await drop_buttons(update, context)
    await say(context, update, text, items=[task.id])


async def typed(update: Update, context: BoundContext, said: str) -> bool:
    """同意方案一, 按建议办, 同意, 不同意: the same as the tap, where it is plain which request is meant."""
    from bot.reading.office import choices, directives  # see bot.runtime.preload

    parted = choices.parted(said)
    waiting = await waiting_for_him(update, context)
    if parted.number is not None:
        known = await tasks.by_ids(context.session, [request.task_id for request in waiting])
        waiting = [each for each in waiting if known[each.task_id].number == parted.number]
        if not waiting:
            return False  # of a task for which nothing waits his words are a 批示
    chosen = [
        (request, n)
        for request in waiting
        if request.kind == RequestKind.DECISION and (n := _option(said, parted, request)) is not None
    ]
    if len(chosen) == 1:
        await read_back(update, context, chosen[0][0].id, chosen[0][1])
        return True
    verdict = choices.verdict(said) or choices.verdict(parted.verdict)
    if len(chosen) > 1 or (verdict is not None and len(waiting) > 1):
        await _which(update, context, [request for request, _ in chosen] or waiting)
        return True
    if verdict is not None and not waiting and directives.is_seen(said):
        await react(context, update)
        return True
    if verdict is not None and not waiting and await context.replied_to(update) is None and not parted.beside:
        await say(context, update, decisions.NOTHING_WAITS)
        return True
    if verdict is None or len(waiting) != 1:
        return False
    if not await _judged(update, context, waiting[0], yes=verdict is choices.Verdict.YES):
        return False
    if parted.beside:
        await add(context, waiting[0], parted.beside)
    return True


def _option(said: str, parted: Said, request: Request) -> int | None:
    from bot.reading.office import choices  # see bot.runtime.preload

    whole = choices.option(said, request.options, request.recommended)
    return whole if whole is not None else choices.option(parted.verdict, request.options, request.recommended)


async def add(context: BoundContext, request: Request, beside: str) -> None:
    """下不为例: what he adds to his decision goes to whoever asked for it."""
    task = (await tasks.by_ids(context.session, [request.task_id]))[request.task_id]
    named = task_answers.named(task.number, task.title)
    await tell(context, request.person_id, decisions.added(named, context.person.name, beside), task_id=task.id)


async def _judged(update: Update, context: BoundContext, request: Request, *, yes: bool) -> bool:
    match request.kind:
        case RequestKind.EXTENSION:
            await (deciders.on_grant if yes else deciders.on_refuse)(update, context, request.id)
        case RequestKind.CLOSURE:
            await (deciders.on_accept if yes else deciders.on_return)(update, context, request.id)
        case _:
            return False
    return True


async def waiting_for_him(update: Update, context: BoundContext) -> list[Request]:
    """The request he replies to, else those of his field that wait for him."""
    target = await context.replied_to(update)
    if target is not None and isinstance(target.payload, RequestPayload):
        request = await requests.locked(context.session, target.payload.request_id)
        return [request] if request is not None and request.state == RequestState.OPEN else []
    if target is not None:
        return []
    field = await tasks.matching(context.session, Filter(unfinished=True, leader_id=context.person.id))
    found = await requests.open_for(context.session, [task.id for task in field])
    put = await notices.requests_put_to(context.session, context.person.id, [request.id for request in found])
    return [request for request in found if request.id in put]


async def _which(update: Update, context: BoundContext, waiting: list[Request]) -> None:
    known = await tasks.by_ids(context.session, [request.task_id for request in waiting])
    rows = [
        [(f"{known[request.task_id].number}号 {known[request.task_id].title}"[:40], f"req:{request.id}")]
        for request in waiting[:8]
    ]
    await queue(context, update, PlainPayload(decisions.WHICH_REQUEST, buttons=buttons_of(rows)))


async def shown(update: Update, context: BoundContext, request_id: int) -> None:
    """The request again, with its buttons."""
    request = await requests.locked(context.session, request_id)
    task = (await tasks.by_ids(context.session, [request.task_id])).get(request.task_id) if request else None
    step = step_context(context)
    if request is None or task is None:
        await say(context, update, task_answers.REQUEST_UNKNOWN)
        return
    own = request.kind == RequestKind.CONFIRM and step.may(Action.CLAIM, task)
    if not own and not step.may(Action.SEE_REQUESTS, task):
        await say(context, update, task_answers.REQUEST_UNKNOWN)
        return
    await queue(context, update, RequestPayload(request.id, task.id), items=[task.id])


async def replied_with_verdict(update: Update, context: BoundContext, said: str) -> bool:
    """A coordinator's 同意 or 不同意 as the reply to a request is the tap under it."""
    from bot.reading.office import choices  # see bot.runtime.preload

    verdict, target = choices.verdict(said), await context.replied_to(update)
    if verdict is None or target is None or not isinstance(target.payload, RequestPayload):
        return False
    request = await requests.locked(context.session, target.payload.request_id)
    return request is not None and await _judged(update, context, request, yes=verdict is choices.Verdict.YES)
