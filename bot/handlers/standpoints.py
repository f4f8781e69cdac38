"""Not ours, handed in already, to be stopped, 144号又坏了: what is no progress goes to the coordinators as it is."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.texts import keyboards, task_answers
from bot.texts import matters as texts
from db import tasks
from db.matter_verbs import MatterKind, Verb
from db.open_tasks import KnownTask
from db.payloads import PlainPayload
from db.rights import Action, may
from schedules.steps import matters as steps

_KINDS = {
    "refusal": MatterKind.REFUSAL,
    "submitted": MatterKind.SUBMITTED,
    "suspension": MatterKind.SUSPENSION,
    "change": MatterKind.CHANGE,
}


async def taken(update: Update, context: BoundContext, said: str) -> bool:
    """True where the whole message was such a word; what else it reports is read as ever."""
    from bot.reading.asks import standpoints  # see bot.runtime.preload
    from bot.reading.asks.asides import asides

    found = await report_intake.his_tasks(context)
    if not (may(context.person.roles, Action.REPORT) or found):
        return False
    if await _on_a_closed_task(update, context, said, found):
        return True
    point = standpoints.standpoint(said)
    if point is None or (point is standpoints.Standpoint.REFUSAL and asides(said).refuses_a_part):
        return False  # of the rest he reports
    named = await _named(update, context, said, found)
    kind = _KINDS[point.value]
    if kind is MatterKind.CHANGE and named and any(map(str.isdigit, said)):
        return False  # he reports as well; the change is told to the office with it
    saying = await report_intake.keep(context, update, said)
    if kind is MatterKind.CHANGE or named or not found:
        for task in (*named,) or (None,):
            await steps.raised(step_context(context), kind, person=context.person, saying=saying, task=task)
        await say(context, update, texts.passed_on(kind, [task_answers.named(t.number, t.title) for t in named]))
        return True
    draft = await steps.raised(step_context(context), kind, person=context.person, saying=saying, draft=True)
    rows = [
        [(f"{task.number}号 {task.title}"[:40], keyboards.of_matter(draft.id, Verb.ABOUT, task.id))]
        for task in found[:10]
    ]
    rows.append([(texts.NO_TASK, keyboards.of_matter(draft.id, Verb.ABOUT, 0))])
    await queue(context, update, PlainPayload(texts.which_of_his(kind), buttons=buttons_of(rows)))
    return True


async def _named(update: Update, context: BoundContext, said: str, found: Sequence[KnownTask]) -> list[KnownTask]:
    """The tasks he names, replies about, or the only one he has."""
    from bot.reading.office import directives  # see bot.runtime.preload

    calendar = context.office.policy.calendar
    read = directives.read(said, named_tasks.asked(found), today=today_of(context), calendar=calendar)
    replied = await replied_tasks(context, update)
    named = [task for task in found if task.number in read.refs] or [task for task in found if task.id in replied]
    return named or (list(found) if len(found) == 1 and not read.unknown else [])


async def _on_a_closed_task(update: Update, context: BoundContext, said: str, found: Sequence[KnownTask]) -> bool:
    """A new word on a task that is closed goes to the coordinator, who may open it again."""
    from bot.reading.asks import standpoints  # see bot.runtime.preload

    if not standpoints.is_news(said):
        return False
    answers_for = context.person.answers_for(today_of(context))
    closed = await tasks.closed_whole_of(context.session, answers_for)
    if not closed:
        return False
    named = named_tasks.named(context, said, [*found, *closed])
    if len(named) != 1 or named[0] not in closed:
        return False
    saying = await report_intake.keep(context, update, said)
    await steps.raised(step_context(context), MatterKind.REOPENING, person=context.person, saying=saying, task=named[0])
    task = named[0]
    await say(context, update, texts.passed_on(MatterKind.REOPENING, [task_answers.named(task.number, task.title)]))
    return True
