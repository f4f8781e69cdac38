"""Files become evidence; voice and stickers get a sensible word."""

from __future__ import annotations

import re

from telegram import Message, Update

from bot.handlers import evidence, free_text, ledger_files, report_intake, returned_tables, secrets
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafting
from bot.handlers.replying import react, say
from bot.texts import evidence as texts
from bot.texts import sentences
from db import reports
from db.models import Evidence


async def on_file(update: Update, context: BoundContext) -> None:
    """A photograph or document with its caption, if any; an album gets one answer."""
    message = update.effective_message
    assert message is not None, "the handler is for messages"
    if await secrets.refused(update, context):
        return
    if await drafting.taken(update, context):
        return
    if await ledger_files.taken(update, context) or await returned_tables.taken(update, context):
        return
    album = message.media_group_id
    first = album is None or not await reports.album_known(context.session, album)
    saying = await report_intake.keep(context, update, message.caption or "")
    kind, file_id, name = _file(message)
    file = Evidence(saying_id=saying.id, kind=kind, file_id=file_id, name=name[:300], album=album)
    context.session.add(file)
    await context.session.flush()
    task = await evidence.bound_by_words(update, context, file, message.caption or "")
    if message.caption and not is_label(message.caption):
        await free_text.on_text(update, context)
    elif not first:
        await react(context, update)
    elif task is not None:
        await say(context, update, texts.kept(task.number, task.title), items=[task.id])
    else:
        await evidence.ask_which(update, context, saying)


def is_label(caption: str) -> bool:
    """2号验收单: the caption only says what the file is, and nothing of how far the task is."""
    return _LABEL.fullmatch(caption.strip()) is not None


_LABEL = re.compile(
    r"(?:附件?[是为:：]?)?(?:第?\d{1,5}号)?[^，。,;；\d%]{0,16}(?:验收单|照片|图片|现场|材料|报告|方案|文件|合同|发票|清单|证明|附件|截图|扫描件|表|函)?[。.]?"
)


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
