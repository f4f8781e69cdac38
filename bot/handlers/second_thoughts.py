"""刚才那条不算, 8号先别销, 不用延了: what he takes back, by words instead of the button."""

from __future__ import annotations

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, step_context
from bot.texts import second_thoughts as texts
from db import reports, requests, tasks
from db.models import MatterKind, Request, RequestKind
from db.payloads import PlainPayload
from schedules.steps import matters as steps


async def taken(update: Update, context: BoundContext, said: str) -> bool:
    """An application that waits is taken back by one tap; the office hears his words at once."""
    from bot.reading.asks import standpoints  # see bot.runtime.preload

    if standpoints.unclaims(said):
        kind = RequestKind.CLOSURE
    elif standpoints.unextends(said):
        kind = RequestKind.EXTENSION
    else:
        return False
    request = await _meant(context, said, kind)
    if request is None:
        return False
    task = (await tasks.by_ids(context.session, [request.task_id]))[request.task_id]
    saying = await report_intake.keep(context, update, said)
    await steps.raised(step_context(context), MatterKind.LETTER, person=context.person, saying=saying, task=task)
    first = await reports.saying_of_report(context.session, request.report_id or 0)
    rows = [[(texts.TAKE_BACK[kind], f"undo:{first.id}")]] if first is not None else []
    text = texts.shall_it_go(task.number, task.title, kind)
    await queue(context, update, PlainPayload(text, items=(task.id,), buttons=buttons_of(rows)), items=[task.id])
    return True


async def _meant(context: BoundContext, said: str, kind: RequestKind) -> Request | None:
    """The open one of the task he names, else the only one of his."""
    own = await report_intake.his_tasks(context)
    named = named_tasks.named(context, said, own)
    found = [
        each
        for each in await requests.open_for(context.session, [task.id for task in named or own])
        if each.kind == kind
    ]
    return found[0] if len(found) == 1 else None
