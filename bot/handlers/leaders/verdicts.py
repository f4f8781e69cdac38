"""A leader decides what waits for him in any words, 不批，6月30号原样交账; it is read back before it counts."""

from __future__ import annotations

from telegram import Update

from bot.handlers import choosing, named_tasks
from bot.handlers import requests as deciders
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.replying import step_context
from bot.texts import decisions, task_answers
from db import requests, tasks
from db.models import Instruction, Request, RequestKind
from db.payloads import RequestPayload
from schedules.steps.instructions import finish


async def taken(update: Update, context: BoundContext, said: str) -> bool:
    from bot.reading.office import choices  # see bot.runtime.preload

    waiting = await choosing.waiting_for_him(update, context)
    request = await _meant(update, context, said, waiting)
    if request is None:
        return False
    if request.kind == RequestKind.DECISION:
        chosen = choices.loose_option(said, request.options)
        if chosen is None:
            return False
        await choosing.read_back(update, context, request.id, chosen)
        return True
    verdict = choices.loose_verdict(said)
    if verdict is None:
        return False
    yes = verdict is choices.Verdict.YES
    task = (await tasks.by_ids(context.session, [request.task_id]))[request.task_id]
    beside = choices.beside(said)
    day = decisions.new_day(request.wanted, today=step_context(context).today) if request.wanted else ""
    named = task_answers.named(task.number, task.title)
    text = decisions.verdict_readback(named, request.kind, day, beside, yes=yes)
    facts = {"request_id": request.id, "yes": yes, "beside": beside, "tasks": [task.id], "shown": []}
    return await drafts.put(update, context, "verdict", facts, [text], said, text=text)


async def _meant(update: Update, context: BoundContext, said: str, waiting: list[Request]) -> Request | None:
    """The one he replies to; else the only one whose task his words are of."""
    target = await context.replied_to(update)
    if target is not None:
        return waiting[0] if isinstance(target.payload, RequestPayload) and len(waiting) == 1 else None
    known = await tasks.by_ids(context.session, [each.task_id for each in waiting])
    field = list(known.values())
    named = named_tasks.named(context, said, field) or named_tasks.sharing(said, field)
    fitting = [each for each in waiting if named and each.task_id == named[0].id]
    if not fitting and len(waiting) == 1 and waiting[0].kind == RequestKind.DECISION:
        fitting = waiting  # 看岔行了，是头一个
    return fitting[0] if len(fitting) == 1 else None


async def confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    request = await requests.locked(context.session, given.facts["request_id"])
    finish(step_context(context), given)
    if request is None:
        return
    if request.kind == RequestKind.EXTENSION:
        await (deciders.on_grant if given.facts["yes"] else deciders.on_refuse)(update, context, request.id)
    else:
        await (deciders.on_accept if given.facts["yes"] else deciders.on_return)(update, context, request.id)
    if given.facts["beside"]:
        await choosing.add(context, request, given.facts["beside"])
