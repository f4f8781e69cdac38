"""One file per conversation. A handler only translates: no SQL, no rules, and what it says is queued, never sent."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.handlers import buttons, enrolment, media, status, texts
from bot.handlers.gate import on_stranger, only_private

PRIVATE = filters.ChatType.PRIVATE
FRESH = filters.UpdateType.MESSAGE


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """In order of the groups: who may speak at all, then the conversations, the last of which takes everything."""
    start = CommandHandler("start", enrolment.on_start, filters=PRIVATE & FRESH)
    groups: list[list[BaseHandler[Any, Any, Any]]] = [
        [ChatMemberHandler(enrolment.on_membership, ChatMemberHandler.MY_CHAT_MEMBER)],
        [TypeHandler(object, only_private)],
        [start],
        [TypeHandler(object, on_stranger)],
        [
            CallbackQueryHandler(buttons.on_tap),
            CommandHandler("status", status.on_status, filters=PRIVATE & FRESH),
            CommandHandler("mine", status.on_mine, filters=PRIVATE & FRESH),
            CommandHandler("help", enrolment.on_help, filters=PRIVATE & FRESH),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, texts.on_edit),
            MessageHandler(FRESH & filters.TEXT & ~filters.COMMAND, texts.on_text),
            MessageHandler(FRESH & (filters.PHOTO | filters.Document.ALL | filters.VIDEO), media.on_file),
            MessageHandler(FRESH & (filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE), media.on_voice),
            MessageHandler(FRESH & filters.Sticker.ALL, media.on_sticker),
            TypeHandler(object, texts.on_anything),
        ],
    ]
    for group, handlers in enumerate(groups):
        application.add_handlers(handlers, group=group)
