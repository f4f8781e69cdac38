"""The few ways a handler answers: all of them queue, none of them sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from telegram import Chat, Update

from bot.handlers.context import OfficeContext
from bot.texts.keyboards import Button
from db import outbox
from db.messages import Rank
from db.payloads import (
    EditButtonsPayload,
    EditEchoPayload,
    Notice,
    NoticePayload,
    Payload,
    PlainPayload,
    ReactionPayload,
    Rows,
)
from schedules.steps.context import StepContext


def step_context(context: OfficeContext) -> StepContext:
    return StepContext(context.session, context.now, context.cause, context.office.policy, context.person)


def today_of(context: OfficeContext) -> date:
    return context.office.policy.today(context.now)


def chat_of(update: Update) -> Chat:
    assert update.effective_chat is not None, "the filters let only updates of a chat through"
    return update.effective_chat


async def queue(
    context: OfficeContext,
    update: Update,
    payload: Payload,
    *,
    items: Sequence[int] = (),
    chat_id: int | None = None,
) -> int:
    """Queue an answer to the chat of the update; `chat_id`: it is done in another, whose pauses it keeps."""
    row = await outbox.queue_message(
        context.session,
        payload,
        now=context.now,
        cause=context.cause,
        rank=Rank.ANSWER,
        person_id=context.person.id if context.person else None,
        chat_id=chat_of(update).id if chat_id is None else chat_id,
        items=items,
    )
    assert row is not None, "an answer has no key, so it is always new"
    return row


async def say(context: OfficeContext, update: Update, text: str, *, items: Sequence[int] = ()) -> None:
    await queue(context, update, PlainPayload(text, items=tuple(items)), items=items)


async def react(context: OfficeContext, update: Update, emoji: str = "👌") -> None:
    message = update.effective_message
    assert message is not None, "a reaction answers a message"
    await queue(context, update, ReactionPayload(message.chat_id, message.message_id, emoji))


async def rewrite(context: OfficeContext, update: Update, chat_id: int, message_id: int, text: str) -> None:
    """Edit a message of ours; its buttons go."""
    await queue(context, update, EditEchoPayload(chat_id, message_id, text), chat_id=chat_id)


async def rebutton(
    context: OfficeContext, update: Update, chat_id: int, message_id: int, *, rows: Sequence[Sequence[Button]] = ()
) -> None:
    """Change only the buttons of a message of ours."""
    await queue(context, update, EditButtonsPayload(chat_id, message_id, buttons_of(rows)), chat_id=chat_id)


def buttons_of(rows: Sequence[Sequence[Button]]) -> Rows:
    return tuple(tuple(row) for row in rows)


async def tell_office(context: OfficeContext, what: Notice, *, text: str, items: Sequence[int] = ()) -> None:
    """A notice to the coordinators about the person in hand; a reply to it goes back to him."""
    person_id = context.person.id if context.person else None
    await outbox.tell_coordinators(
        context.session,
        NoticePayload(what, person_id=person_id, text=text, items=tuple(items)),
        now=context.now,
        cause=context.cause,
        key=f"{what.value}:{context.cause}",
        except_person=person_id,
    )
