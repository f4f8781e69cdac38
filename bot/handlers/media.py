"""Files become evidence; voice and stickers get a sensible word."""

from __future__ import annotations

from telegram import Message, Update

from bot.handlers import free_text, ledger_files, report_intake, returned_tables
from bot.handlers.context import BoundContext
from bot.handlers.replying import react, say
from bot.texts import sentences
from db import reports
from db.models import Evidence


async def on_file(update: Update, context: BoundContext) -> None:
    """A photograph or document with its caption, if any; an album gets one answer."""
    message = update.effective_message
    assert message is not None, "the handler is for messages"
    if await ledger_files.taken(update, context) or await returned_tables.taken(update, context):
        return
    album = message.media_group_id
    first = album is None or not await reports.album_known(context.session, album)
    saying = await report_intake.keep(context, update, message.caption or "")
    replied = await report_intake.replied_tasks(context, update)
    kind, file_id, name = _file(message)
    context.session.add(
        Evidence(
            saying_id=saying.id,
            task_id=replied[0] if len(replied) == 1 else None,
            kind=kind,
            file_id=file_id,
            name=name[:300],
            album=album,
        )
    )
    if message.caption:
        await free_text.on_text(update, context)
    elif first:
        await say(context, update, sentences.FILE_KEPT)
    else:
        await react(context, update)


def _file(message: Message) -> tuple[str, str, str]:
    if message.photo:
        return "photo", message.photo[-1].file_id, ""
    if message.video:
        return "video", message.video.file_id, message.video.file_name or ""
    assert message.document is not None, "the handler is for photographs, films and documents"
    return "document", message.document.file_id, message.document.file_name or ""


async def on_voice(update: Update, context: BoundContext) -> None:
    await say(context, update, sentences.VOICE)


async def on_sticker(update: Update, context: BoundContext) -> None:
    await react(context, update)
