"""转述: a secretary's words about his leader's tasks go to the coordinators, and out once one of them has confirmed."""

from __future__ import annotations

import re

from telegram import Update

from bot.handlers import matters, named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import queue, react, say, step_context, today_of
from bot.reading.asks.courtesy import is_greeting
from bot.texts import matters as texts
from bot.texts import sentences, task_answers, words
from db import people, tasks
from db.models import Matter, Request, RequestKind, Task
from db.payloads import PlainPayload, RequestPayload
from db.requests import locked
from db.rights import Action, may
from db.tasks import Filter
from schedules.steps import relaying as steps

DAYS = 5  # working days, where no day is named
_OF_THE_LEADER = re.compile(
    r"^(?:转述|传达|转达)?[:：,， ]*(?:按|根据)?(?P<who>[\u4e00-\u9fff]{0,8}?(?:市长|书记|秘书长|主任|主席|领导|部长))"
    r"(?:本人)?(?:的)?(?:批示|指示|要求|意见|说|讲|交代|强调|明确|同意|表示|定了)"
)


async def said_by_secretary(update: Update, context: BoundContext, said: str) -> bool:
    """False where it is no word of his leader about one of the leader's tasks: then it is his own letter."""
    from bot.reading.office import choices, directives  # see bot.runtime.preload

    if directives.is_seen(said):
        await react(context, update)
        return True
    if is_greeting(said):
        await say(context, update, sentences.GREETING_SECRETARY)
        return True
    named = _OF_THE_LEADER.search(said) is not None
    if may(context.person.roles, Action.REPORT) and not named:
        return False  # he reports as well: only what is plainly his leader's is taken for it
    request = await _replied_request(update, context)
    if request is not None and request.kind == RequestKind.DECISION:
        place = choices.option(said, request.options, request.recommended)
        task = (await tasks.by_ids(context.session, [request.task_id]))[request.task_id]
        if place is not None and step_context(context).may(Action.PASS_WORD, task):
            await chosen(update, context, request, task, place)
            return True
    field = await tasks.matching(context.session, Filter(unfinished=True, leader_id=context.person.field_id))
    calendar, today = context.office.policy.calendar, today_of(context)
    read = named_tasks.read(context, said, field)
    replied = await report_intake.replied_tasks(context, update)
    about = [task for task in field if task.number in read.refs] or [task for task in field if task.id in replied][:1]
    if not about:
        if named:
            await say(context, update, texts.RELAY_WHICH)
        return named
    due = read.by or calendar.forward(today, DAYS)
    saying = await report_intake.keep(context, update, said)
    await steps.pass_on(step_context(context), saying, about, due=due)
    text = texts.relay_sent(said, await _leader(context), words.day(due, today=today))
    items = tuple(task.id for task in about)
    await queue(context, update, PlainPayload(text, items=items), items=items)
    return True


async def _replied_request(update: Update, context: BoundContext) -> Request | None:
    target = await context.replied_to(update)
    if target is None or not isinstance(target.payload, RequestPayload):
        return None
    return await locked(context.session, target.payload.request_id)


async def chosen(update: Update, context: BoundContext, request: Request, task: Task, place: int) -> None:
    """An option that the leader has chosen, by his secretary's tap or word."""
    named, option = task_answers.named(task.number, task.title), request.options[place]
    saying = await report_intake.keep(context, update, texts.choice_words(task.number, option))
    await steps.pass_on(step_context(context), saying, [task], request_id=request.id, chosen=place)
    await say(context, update, texts.choice_sent(named, option, await _leader(context)), items=[task.id])


async def _leader(context: BoundContext) -> str:
    leader_id = context.person.field_id
    return (await people.by_ids(context.session, [leader_id]))[leader_id].name


async def confirmed(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    """The coordinator's tap; the secretary hears of it, and so does the leader where he has an account."""
    done = await steps.confirm(step_context(context), matter)
    by, leader = context.person.name, done.leader
    await matters.tell(context, done.secretary.id, texts.relay_confirmed(done.words, leader.name, by))
    if leader.reachable:
        await matters.tell(context, leader.id, texts.relayed_of_you(done.words, done.secretary.name, by))
    await matters.mark(update, context, matter, texts.OUTCOMES["relayed"])
    await say(context, update, texts.relay_confirmed(done.words, leader.name, by), items=done.items)
