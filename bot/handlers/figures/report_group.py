"""One group may be bound for the weekly report: by a coordinator's /bind in it, until his /unbind."""

from __future__ import annotations

from telegram import Chat, Update
from telegram.ext import ApplicationHandlerStop

from bot.handlers.context import BoundContext, OfficeContext
from bot.handlers.replying import say, step_context
from bot.texts import reasons
from bot.texts import report_group as texts
from db import outbox, people
from db.models import Person
from db.payloads import PlainPayload
from db.rights import Action, may
from schedules import digest
from schedules.digest import Group


async def on_bind(update: Update, context: OfficeContext) -> None:
    """In a group; from anybody but a coordinator it is not heard."""
    chat, person = update.effective_chat, await _coordinator(update, context)
    if chat is not None and person is not None:
        known = await digest.group(context.session)
        new = Group(chat.id, (chat.title or "")[:80])
        await digest.bind_group(context.session, new, now=context.now)
        step_context(context).note("report_group", chat=chat.id, by=person.id, before=known.chat_id if known else None)
        await _answer(context, chat.id, texts.bound(context.office.policy.digest.strftime("%H:%M")))
        if known is None or known.chat_id != chat.id:
            await _tell(context, texts.bound_now(new.title, person.name, known.title if known else ""))
    raise ApplicationHandlerStop


async def on_unbind(update: Update, context: OfficeContext) -> None:
    chat, person = update.effective_chat, await _coordinator(update, context)
    known = await digest.group(context.session)
    if chat is not None and person is not None:
        if known is None or known.chat_id != chat.id:
            await _answer(context, chat.id, texts.NOT_BOUND)
        else:
            await _unbound(context, known, texts.unbound_by(known.title, person.name))
            await _answer(context, chat.id, texts.UNBOUND)
    raise ApplicationHandlerStop


async def by_words(update: Update, context: BoundContext, said: str) -> bool:
    """周报群, 解除周报群 in his own chat."""
    bare = said.strip(" 。.?？")
    if bare not in texts.ASKED | texts.ENDS:
        return False
    known = await digest.group(context.session)
    if bare in texts.ENDS and known is not None:
        await _unbound(context, known, texts.unbound_by(known.title, context.person.name))
        return True
    await say(context, update, texts.standing(known.title if known else "", context.office.bot_username))
    return True


async def left(context: OfficeContext, chat: Chat, *, gone: bool) -> None:
    """The bot was put out of the group."""
    known = await digest.group(context.session)
    if gone and known is not None and known.chat_id == chat.id:
        await _unbound(context, known, texts.put_out(known.title))


async def _unbound(context: OfficeContext, known: Group, told: str) -> None:
    await digest.bind_group(context.session, None, now=context.now)
    step_context(context).note("report_group", chat=None, before=known.chat_id)
    await _tell(context, told)


async def _coordinator(update: Update, context: OfficeContext) -> Person | None:
    """Who wrote in the group, where he is one; nobody else is answered there."""
    context.owe_nothing(reasons.NOT_PRIVATE)
    sender = update.effective_user
    person = await people.by_chat(context.session, sender.id) if sender is not None and not sender.is_bot else None
    return person if person is not None and may(person.roles, Action.SETTLE) else None


async def _answer(context: OfficeContext, chat_id: int, text: str) -> None:
    await outbox.queue_message(
        context.session, PlainPayload(text), now=context.now, cause=context.cause, chat_id=chat_id
    )


async def _tell(context: OfficeContext, text: str) -> None:
    for person in await people.coordinators(context.session):
        key = f"report_group:{context.cause}:{person.id}"
        await step_context(context).tell(person, PlainPayload(text), key=key, waits=False)
