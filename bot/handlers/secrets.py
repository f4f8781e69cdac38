"""涉密不上网: what bears a mark of secrecy is not kept, whoever sends it and wherever the mark stands."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import Message, Update

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
    files = [each.file_name or "" for each in (message.document, message.video, message.audio) if each is not None]
    lines = [line for text in (*_texts(message), *files) if text for line in text.splitlines()]
    marked = secrecy.is_marked(lines) or secrecy.names_a_level(lines) or any(map(secrecy.is_marked_name, files))
    if not marked:
        return False
    await refuse(update, context)
    return True


def _texts(message: Message) -> Iterator[str | None]:
    """Wherever a person can type: also the words he quotes, a poll, a card, the name of a place."""
    yield from (message.text, message.caption)
    if message.quote is not None:
        yield message.quote.text
    if message.poll is not None:
        yield message.poll.question
        yield from (each.text for each in message.poll.options)
    if message.venue is not None:
        yield from (message.venue.title, message.venue.address)
    if message.contact is not None:
        yield from (message.contact.first_name, message.contact.last_name)
    if message.audio is not None:
        yield message.audio.title
    if message.checklist is not None:
        yield message.checklist.title
        yield from (each.text for each in message.checklist.tasks)


async def refuse(update: Update, context: BoundContext) -> None:
    """Nothing of the message stays, neither here nor in the chat; its sender and the coordinators are told."""
    message = update.effective_message
    assert message is not None, "it was refused for what it holds"
    await inbox.redact(context.session, update.update_id)
    await queue(context, update, DeletionPayload(message.chat_id, message.message_id))
    await say(context, update, sentences.SECRET)
    await tell_office(context, Notice.SECRET, text="")
