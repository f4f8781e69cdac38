"""Taps of those who decide: closing, returning, extending, choosing, urging. The first tap wins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.handlers.context import OfficeContext
from bot.handlers.replying import desk_of, rebutton, rewrite, say
from bot.texts import asking as telling
from bot.texts import words
from db import outbox, requests, tasks
from db.lifecycle import StepNotAllowed
from db.models import Request, RequestKind, RequestState
from db.rights import Action
from schedules.steps import asking, deciding, urging
from schedules.steps.deciding import Decided, NotHisToDecide, TakenAlready

RETURN = "return"  # the question for the reason and the new date of a return

Step = Callable[[], Awaitable[Decided]]


async def decide_once(update: Update, context: OfficeContext, what: str, step: Step) -> None:
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
    number = decided.task.number
    await say(
        context, update, f"{number}号“{decided.task.title}”：{what.format(decided.request)}。", items=[decided.task.id]
    )


async def mark_all(update: Update, context: OfficeContext, request: Request, what: str) -> bool:
    """Every copy of the message loses its buttons and says who handled the matter; whether the tapped one does."""
    assert context.person is not None, "only bound people decide"
    who, tapped = context.person.name, False
    message = update.callback_query.message if update.callback_query else None
    for row in await outbox.copies_of_request(context.session, request.id):
        if row.chat_id is None or row.message_id is None:
            continue
        shown = (row.sent or {}).get("text")
        if shown and request.decided_by_id == context.person.id:
            await rewrite(context, update, row.chat_id, row.message_id, words.cut(telling.handled(shown, who, what)))
            tapped |= message is not None and (message.chat.id, message.message_id) == (row.chat_id, row.message_id)
        else:
            await rebutton(context, update, row.chat_id, row.message_id)
    return tapped


async def on_accept(update: Update, context: OfficeContext, request_id: int) -> None:
    await decide_once(update, context, "已销号", lambda: deciding.accept_claim(desk_of(context), request_id))


async def on_return(update: Update, context: OfficeContext, request_id: int) -> None:
    """A return needs a reason: it is asked for, and the answer makes the return."""
    person = context.person
    request = await requests.locked(context.session, request_id)
    if person is None or request is None or request.kind != RequestKind.CLOSURE:
        await say(context, update, "未找到这项申请。")
        return
    task = (await tasks.by_ids(context.session, [request.task_id]))[request.task_id]
    if not desk_of(context).may(Action.CHECK, task):
        await say(context, update, "此项由督查室办理。")
        return
    if request.state != RequestState.OPEN:
        await decide_once(update, context, "", lambda: deciding.accept_claim(desk_of(context), request_id))
        return
    text = f"退回{task.number}号“{task.title}”：请回复退回原因，可一并写明新的时限，例如“缺少验收单，3月15日前补齐”。"
    facts = {"request_id": request_id, "choices": [], "text": text, "rest": []}
    await asking.ask(desk_of(context), person, RETURN, facts)
    await say(context, update, text)


async def on_grant(update: Update, context: OfficeContext, request_id: int) -> None:
    await decide_once(update, context, "同意延期", lambda: deciding.grant_extension(desk_of(context), request_id))


async def on_consent(update: Update, context: OfficeContext, request_id: int, consent: str) -> None:
    """经…同意, as a coordinator records it."""
    step = deciding.grant_extension
    await decide_once(
        update, context, f"同意延期（{consent}）", lambda: step(desk_of(context), request_id, consent=consent)
    )


async def on_refuse(update: Update, context: OfficeContext, request_id: int) -> None:
    await decide_once(update, context, "不同意延期", lambda: deciding.refuse_extension(desk_of(context), request_id))


async def on_confirm(update: Update, context: OfficeContext, request_id: int) -> None:
    step = deciding.confirm_claim
    await decide_once(update, context, "确认办结", lambda: step(desk_of(context), request_id, confirmed=True))


async def on_deny(update: Update, context: OfficeContext, request_id: int) -> None:
    step = deciding.confirm_claim
    await decide_once(update, context, "尚未办结", lambda: step(desk_of(context), request_id, confirmed=False))


async def on_choose(update: Update, context: OfficeContext, request_id: int, chosen: int) -> None:
    await decide_once(
        update,
        context,
        f"选定“{{0.options[{chosen}]}}”",
        lambda: deciding.decide(desk_of(context), request_id, chosen),
    )


async def on_urge(update: Update, context: OfficeContext, task_id: int) -> None:
    try:
        task = await urging.urge(desk_of(context), task_id)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    await say(context, update, f"已向{task.owner.name}催办{task.number}号“{task.title}”。", items=[task.id])
