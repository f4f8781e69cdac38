"""Taps of those who decide: closing, returning, extending, choosing, urging. The first tap wins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.replying import rebutton, rewrite, say, step_context
from bot.texts import decisions, desk, task_answers, words
from db import requests, tasks
from db.calls import concerning
from db.lifecycle import StepNotAllowed
from db.models import Person, Request, RequestKind, RequestState, Task
from db.open_questions import Asked, OpenQuestion
from db.rights import Action
from db.tasks import Filter
from schedules import waiting
from schedules.steps import asking, deciding, urging
from schedules.steps.deciding import Decided, TakenAlready
from schedules.steps.refusals import NotHisToDecide

Step = Callable[[], Awaitable[Decided]]


async def decide_once(update: Update, context: BoundContext, what: str, step: Step) -> None:
    """Run the step; the tapped message and the others' say by whom it was handled. `what` may name the {0} request."""
    try:
        decided = await step()
    except TakenAlready as taken:
        await mark_all(update, context, taken.request, str(taken))
        await say(context, update, str(taken))
        return
    except (NotHisToDecide, StepNotAllowed) as refused:
        await say(context, update, str(refused))
        return
    if await mark_all(update, context, decided.request, what.format(decided.request)):
        return  # the message he tapped says it now
    task = decided.task
    text = task_answers.decided(task.number, task.title, what.format(decided.request))
    await say(context, update, text, items=[task.id])


async def mark_all(update: Update, context: BoundContext, request: Request, what: str) -> bool:
    """Every copy of the message loses its buttons and says who handled the matter; whether the tapped one does."""
    who, tapped = context.person.name, False
    message = update.callback_query.message if update.callback_query else None
    for row in await concerning.copies_of_request(context.session, request.id):
        if row.chat_id is None or row.message_id is None:
            continue
        shown = (row.sent or {}).get("text")
        if shown and request.decided_by_id == context.person.id:
            await rewrite(context, update, row.chat_id, row.message_id, words.cut(decisions.handled(shown, who, what)))
            tapped |= message is not None and (message.chat.id, message.message_id) == (row.chat_id, row.message_id)
        else:
            await rebutton(context, update, row.chat_id, row.message_id)
    return tapped


async def on_accept(update: Update, context: BoundContext, request_id: int) -> None:
    await decide_once(
        update, context, task_answers.CLAIM_ACCEPTED, lambda: deciding.accept_claim(step_context(context), request_id)
    )


async def on_return(update: Update, context: BoundContext, request_id: int) -> None:
    """A return needs a reason: it is asked for, and the answer makes the return."""
    request = await requests.locked(context.session, request_id)
    if request is None or request.kind != RequestKind.CLOSURE:
        await say(context, update, task_answers.REQUEST_UNKNOWN)
        return
    task = (await tasks.by_ids(context.session, [request.task_id]))[request.task_id]
    if not step_context(context).may(Action.CHECK, task):
        await say(context, update, task_answers.FOR_THE_OFFICE)
        return
    if request.state != RequestState.OPEN:
        await decide_once(update, context, "", lambda: deciding.accept_claim(step_context(context), request_id))
        return
    text = task_answers.why_return(task.number, task.title)
    await asking.ask(step_context(context), context.person, Asked.RETURN, OpenQuestion(text, request_id=request_id))
    await say(context, update, text)


async def on_grant(update: Update, context: BoundContext, request_id: int) -> None:
    await decide_once(
        update,
        context,
        task_answers.EXTENSION_GRANTED,
        lambda: deciding.grant_extension(step_context(context), request_id),
    )


async def on_grant_alone(update: Update, context: BoundContext, request_id: int) -> None:
    """同意，节点不变."""
    await decide_once(
        update,
        context,
        task_answers.EXTENSION_GRANTED,
        lambda: deciding.grant_extension(step_context(context), request_id, milestones_stay=True),
    )


async def on_consent(update: Update, context: BoundContext, request_id: int, consent: str) -> None:
    """经…同意, as a coordinator records it."""
    step = deciding.grant_extension
    await decide_once(
        update,
        context,
        task_answers.consented(consent),
        lambda: step(step_context(context), request_id, consent=consent),
    )


async def on_refuse(update: Update, context: BoundContext, request_id: int) -> None:
    await decide_once(
        update,
        context,
        task_answers.EXTENSION_REFUSED,
        lambda: deciding.refuse_extension(step_context(context), request_id),
    )


async def on_confirm(update: Update, context: BoundContext, request_id: int) -> None:
    step = deciding.confirm_claim
    await decide_once(
        update, context, task_answers.CLAIM_CONFIRMED, lambda: step(step_context(context), request_id, confirmed=True)
    )


async def on_confirm_all(update: Update, context: BoundContext, request_id: int) -> None:
    """Every "done" of the message this one came with, in one tap; what was decided meanwhile is passed over."""
    asked = await requests.said_together(context.session, request_id)
    step = step_context(context)
    done: list[Task] = []
    for each in asked:
        try:
            decided = await deciding.confirm_claim(step, each.id, confirmed=True)
        except (NotHisToDecide, TakenAlready, StepNotAllowed):
            continue
        if not done:  # one message holds them all
            await mark_all(update, context, decided.request, task_answers.CLAIM_CONFIRMED)
        done.append(decided.task)
    if not done:
        await say(context, update, task_answers.REQUEST_UNKNOWN)
        return
    text = task_answers.all_confirmed([task.number for task in done])
    await say(context, update, text, items=[task.id for task in done])


async def on_deny(update: Update, context: BoundContext, request_id: int) -> None:
    step = deciding.confirm_claim
    await decide_once(
        update, context, task_answers.CLAIM_DENIED, lambda: step(step_context(context), request_id, confirmed=False)
    )


async def on_choose(update: Update, context: BoundContext, request_id: int, chosen: int) -> None:
    await decide_once(
        update,
        context,
        task_answers.chosen(f"{{0.options[{chosen}]}}"),
        lambda: deciding.decide(step_context(context), request_id, chosen),
    )


async def on_urge_all(update: Update, context: BoundContext, owner_id: int) -> None:
    """Everything of one person that is silent now, in one message."""
    step = step_context(context)
    found = await waiting.silent(step, Filter(unfinished=True, owner_id=owner_id))
    try:
        ids = [task_id for each in found for task_id in each.task_ids]
        urged = await urging.urge_all(step, owner_id, ids)
        who = _stands_in(await urging.answering(step, urged[0]), urged[0])
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    said = desk.urged_all(who, [task.number for task in urged])
    await say(context, update, said, items=[task.id for task in urged])


async def on_urge(update: Update, context: BoundContext, task_id: int) -> None:
    try:
        task = await urging.urge(step_context(context), task_id)
        who = _stands_in(await urging.answering(step_context(context), task), task)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    await say(context, update, task_answers.urged(who, task.number, task.title), items=[task.id])


def _stands_in(person: Person, task: Task) -> str:
    return person.name if person.id == task.owner_id else task_answers.stands_in(person.name, task.owner.name)
