"""拟任务: a speech or minutes sent in the chat comes back as a workbook of drafts, to mend and import."""

from __future__ import annotations

from datetime import timedelta

from telegram import Update

from bot.drafting.drafted_file import drafts_in
from bot.drafting.drafts import left_out
from bot.drafting.kept_drafts import ASKS, LIKE_MINUTES, Kept, read_of
from bot.handlers import report_intake, secrets
from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.runtime import office_drafts
from bot.texts import drafting as texts
from bot.texts import sentences
from db import incoming_ledgers
from db.models import Drawn, Evidence
from db.payloads import PlainPayload
from db.rights import Action, may
from schedules import attachments

LIVES = timedelta(days=1)  # so long 拟任务 alone is about a text sent before
SHORTEST = 20  # letters of minutes that are pasted


async def taken(update: Update, context: BoundContext) -> bool:
    """Whether the document was a text to draft from; where it only looks like one, drafting is offered and the file is
    kept as any other."""
    kept = read_of(context.scope.supplement or b"")
    if kept is None or not may(context.person.roles, Action.IMPORT):
        return False
    if kept.secret:
        await secrets.refuse(update, context)
        return True
    if kept.asked:
        await _answer(update, context, kept, update.update_id)
        return True
    if kept.many < LIKE_MINUTES:
        return False
    message = update.effective_message
    assert message is not None, "it brought a document"
    assert message.document is not None, "it brought a document"
    saying = await report_intake.keep(context, update, message.caption or "")
    name, file_id = message.document.file_name or "", message.document.file_id
    context.session.add(Evidence(saying_id=saying.id, kind="document", file_id=file_id, name=name[:300]))
    button = [[(texts.DRAFT, f"draft:{update.update_id}")]]
    await queue(context, update, PlainPayload(texts.offered(kept.name, kept.many), buttons=buttons_of(button)))
    return True


async def on_tap(update: Update, context: BoundContext, numbers: list[int]) -> None:
    kept = await _kept(context, numbers[0])
    if kept is None or not may(context.person.roles, Action.IMPORT):
        await say(context, update, sentences.STALE_BUTTON)
        return
    await drop_buttons(update, context)
    await _answer(update, context, kept, numbers[0])


async def by_words(update: Update, context: BoundContext, said: str) -> bool:
    """拟任务 alone is about the newest text he has sent; with the minutes themselves below it, about them."""
    match = ASKS.match(said.strip())
    if match is None:
        return False
    rest = said.strip()[match.end() :].strip(" ：:。.\n")
    if len(rest) >= SHORTEST:
        await _pasted(update, context, rest)
        return True
    if rest:
        return False
    message = update.effective_message
    assert message is not None, "he has said it"
    since = context.now - LIVES
    for update_id, reading in await incoming_ledgers.brought(context.session, message.chat_id, since=since):
        kept = read_of(reading)
        if kept is not None:
            await _answer(update, context, kept, update_id)
            return True
    await say(context, update, texts.FORM)
    return True


async def _pasted(update: Update, context: BoundContext, text: str) -> None:
    """Counted here; the workbook is made where files are made, from what he said."""
    saying = await report_intake.keep(context, update, text)
    found = drafts_in(text, await office_drafts.known(context.session))
    name = texts.named(today_of(context))
    if not found:
        await say(context, update, texts.not_drafted(name, ""))
        return
    await say(context, update, texts.of_drafts(name, found, len(left_out(text, found))))
    await attachments.order_for(
        step_context(context),
        context.person,
        Drawn.DRAFT,
        chosen=str(saying.id),
        name=texts.file_name(name),
        key=context.scope.cause,
    )


async def _kept(context: BoundContext, update_id: int) -> Kept | None:
    reading = await incoming_ledgers.reading(context.session, update_id)
    return read_of(reading) if reading is not None else None


async def _answer(update: Update, context: BoundContext, kept: Kept, update_id: int) -> None:
    if kept.fault or not kept.many:
        await say(context, update, texts.not_drafted(kept.name, kept.fault))
        return
    await say(context, update, texts.drafted(kept))
    await attachments.hand_over(
        step_context(context),
        context.person,
        Drawn.DRAFT,
        kept.workbook,
        name=texts.file_name(kept.name),
        key=f"{update_id}:{context.scope.cause}",
    )
