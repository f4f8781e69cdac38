"""Which handler of python-telegram-bot serves which update, in order."""

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

from bot.handlers import buttons, enrolment, exporting, free_text, media, previewing, status
from bot.handlers.access import on_stranger, only_private
from bot.handlers.context import bound
from bot.handlers.figures import report_group

PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS
FRESH = filters.UpdateType.MESSAGE


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """In order of the groups: who may speak at all, then the conversations, the last of which takes everything."""
    start = CommandHandler("start", enrolment.on_start, filters=PRIVATE & FRESH)
    groups: list[list[BaseHandler[Any, Any, Any]]] = [
        [ChatMemberHandler(enrolment.on_membership, ChatMemberHandler.MY_CHAT_MEMBER)],
        [
            CommandHandler("bind", report_group.on_bind, filters=GROUPS & FRESH),
            CommandHandler("unbind", report_group.on_unbind, filters=GROUPS & FRESH),
        ],
        [TypeHandler(object, only_private)],
        [start],
        [TypeHandler(object, on_stranger)],
        [
            CallbackQueryHandler(bound(buttons.on_tap)),
            CommandHandler("status", bound(status.on_status), filters=PRIVATE & FRESH),
            CommandHandler("export", bound(exporting.on_export), filters=PRIVATE & FRESH),
            CommandHandler("chart", bound(exporting.on_chart), filters=PRIVATE & FRESH),
            CommandHandler("preview", bound(previewing.on_preview), filters=PRIVATE & FRESH),
            CommandHandler("mine", bound(status.on_mine), filters=PRIVATE & FRESH),
            CommandHandler("help", bound(enrolment.on_help), filters=PRIVATE & FRESH),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, bound(free_text.on_edit)),
            MessageHandler(FRESH & filters.TEXT & ~filters.COMMAND, bound(free_text.on_text)),
            MessageHandler(FRESH & (filters.PHOTO | filters.Document.ALL | filters.VIDEO), bound(media.on_file)),
            MessageHandler(FRESH & (filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE), bound(media.on_voice)),
            MessageHandler(FRESH & filters.Sticker.ALL, bound(media.on_sticker)),
            TypeHandler(object, bound(free_text.on_anything)),
        ],
    ]
    for group, handlers in enumerate(groups):
        application.add_handlers(handlers, group=group)
