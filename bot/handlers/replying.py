"""The few ways a handler answers: all of them queue, none of them sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from telegram import Chat, Update

from bot.handlers.context import OfficeContext
from bot.texts.keyboards import Button
from db import outbox
from db.messages import Kind, Rank
from schedules.steps.context import Desk

Rows = Sequence[Sequence[Button]]


def desk_of(context: OfficeContext) -> Desk:
    return Desk(context.session, context.now, context.cause, context.office.policy, context.person)


def today_of(context: OfficeContext) -> date:
    return context.office.policy.today(context.now)


def chat_of(update: Update) -> Chat:
    assert update.effective_chat is not None, "the filters let only updates of a chat through"
    return update.effective_chat


async def queue(
    context: OfficeContext,
    update: Update,
    kind: Kind,
    facts: dict[str, Any],
    *,
    items: Sequence[int] = (),
    chat_id: int | None = None,
) -> int:
    """Queue an answer to the chat of the update; `chat_id`: it is done in another, whose pauses it keeps."""
    row = await outbox.queue(
        context.session,
        kind=kind,
        facts=facts,
        now=context.now,
        cause=context.cause,
        rank=Rank.ANSWER,
        person_id=context.person.id if context.person else None,
        chat_id=chat_of(update).id if chat_id is None else chat_id,
        items=items,
    )
    assert row is not None, "an answer has no key, so it is always new"
    return row


async def say(context: OfficeContext, update: Update, text: str, *, rows: Rows = (), items: Sequence[int] = ()) -> None:
    facts: dict[str, Any] = {"text": text, "items": list(items)}
    if rows:
        facts["buttons"] = [[list(button) for button in row] for row in rows]
    await queue(context, update, Kind.PLAIN, facts, items=items)


async def react(context: OfficeContext, update: Update, emoji: str = "👌") -> None:
    message = update.effective_message
    assert message is not None, "a reaction answers a message"
    facts = {"chat_id": message.chat_id, "message_id": message.message_id, "emoji": emoji}
    await queue(context, update, Kind.REACTION, facts)


async def rewrite(
    context: OfficeContext, update: Update, chat_id: int, message_id: int, text: str, *, rows: Rows = ()
) -> None:
    """Edit a message of ours."""
    facts = {
        "chat_id": chat_id,
        "message_id": message_id,
        "text": text,
        "buttons": [[list(button) for button in row] for row in rows],
    }
    await queue(context, update, Kind.EDIT_ECHO, facts, chat_id=chat_id)


async def rebutton(context: OfficeContext, update: Update, chat_id: int, message_id: int, *, rows: Rows = ()) -> None:
    """Change only the buttons of a message of ours."""
    facts = {
        "chat_id": chat_id,
        "message_id": message_id,
        "buttons": [[list(button) for button in row] for row in rows],
    }
    await queue(context, update, Kind.EDIT_BUTTONS, facts, chat_id=chat_id)


async def tell_office(context: OfficeContext, what: str, **facts: Any) -> None:
    """A notice to the coordinators about the person in hand; a reply to it goes back to him."""
    person = context.person
    await outbox.tell_coordinators(
        context.session,
        {"what": what, "person_id": person.id if person else None, **facts},
        now=context.now,
        cause=context.cause,
        key=f"{what}:{context.cause}",
        except_person=person.id if person else None,
    )
