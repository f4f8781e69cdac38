"""Who may speak at all: private chats of bound people."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.handlers import enrolment
from bot.handlers.context import OfficeContext
from bot.texts import reasons

# A business message, a channel's post and the like may look like a private chat and are said to somebody else.
SPOKEN = ("message", "edited_message", "callback_query", "my_chat_member")


async def only_private(update: object, context: OfficeContext) -> None:
    """In groups and channels nothing of the ledger is said, and nothing is owed."""
    if not isinstance(update, Update):
        return
    if all(getattr(update, kind) is None for kind in SPOKEN):
        context.owe_nothing(reasons.NOT_SPOKEN_TO_US)
        raise ApplicationHandlerStop
    chat = update.effective_chat
    sender = update.effective_user
    if chat is not None and chat.type == "private" and sender is not None and sender.id != chat.id:
        context.owe_nothing(reasons.NOT_THE_ACCOUNT)
        raise ApplicationHandlerStop
    if update.my_chat_member is not None or chat is None or chat.type != "private":
        if update.my_chat_member is None:
            context.owe_nothing(reasons.NOT_PRIVATE)
        raise ApplicationHandlerStop


async def on_stranger(update: object, context: OfficeContext) -> None:
    """Everything of an account that is not bound ends here."""
    if context.person is None and isinstance(update, Update):
        await enrolment.on_stranger(update, context)
        raise ApplicationHandlerStop
