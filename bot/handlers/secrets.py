"""涉密不上网: what bears a mark of secrecy is not kept, whoever sends it and wherever the mark stands."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.replying import queue, say, tell_office
from bot.texts import sentences
from db import inbox
from db.payloads import DeletionPayload, Notice


async def refused(update: Update, context: BoundContext) -> bool:
    """True where the words, the caption or the name of the file bear a mark: then nothing of it stays."""
    from bot.ledger_files import secrecy  # see bot.runtime.preload

    message = update.effective_message
    if message is None:
        return False
    files = [each.file_name or "" for each in (message.document, message.video) if each is not None]
    lines = [line for text in (message.text, message.caption, *files) if text for line in text.splitlines()]
    if not secrecy.is_marked(lines) and not any(map(secrecy.is_marked_name, files)):
        return False
    await refuse(update, context)
    return True


async def refuse(update: Update, context: BoundContext) -> None:
    """Nothing of the message stays, neither here nor in the chat; its sender and the coordinators are told."""
    message = update.effective_message
    assert message is not None, "it was refused for what it holds"
    await inbox.redact(context.session, update.update_id)
    await queue(context, update, DeletionPayload(message.chat_id, message.message_id))
    await say(context, update, sentences.SECRET)
    await tell_office(context, Notice.SECRET, text="")
