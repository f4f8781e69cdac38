"""导出Word: a paper is ordered under its view or by its name, and comes as a file when it is drawn."""

from __future__ import annotations

from telegram import Update

from bot.documents.content import Document
from bot.documents.kinds import Kind, Wanted
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.reading.office import papers as read_papers
from bot.renderers.papers.asking import Asking
from bot.renderers.papers.named import named
from bot.renderers.papers.table import document
from bot.texts import sentences
from bot.texts.keyboards import Button
from bot.texts.papers import meeting as meeting_texts
from bot.texts.papers import names
from db import tasks
from db.models import Drawn
from db.payloads import PlainPayload
from db.rights import Action, Reach, may
from db.tasks import Filter
from schedules import attachments
from schedules.survey import figures


def asking(context: BoundContext) -> Asking:
    return Asking(context.session, context.now, context.office.policy, context.person)


async def on_tap(update: Update, context: BoundContext, numbers: list[int]) -> None:
    if numbers[0] not in set(Kind):
        await say(context, update, sentences.STALE_BUTTON)
        return
    await order(update, context, Wanted(Kind(numbers[0]), numbers[1]))


async def in_words(update: Update, context: BoundContext, said: str) -> bool:
    if read_papers.meetings(said) and asking(context).reach(Kind.MEETING) is not Reach.NONE:
        await meetings(update, context)
        return True
    what = read_papers.issued(said)
    if what is not None and await issued(update, context, what):
        return True
    called = read_papers.named(said)
    return called is not None and await _named(update, context, called, said)


async def _named(update: Update, context: BoundContext, words: str, said: str) -> bool:
    """Of several the newest that is his."""
    found = await named(context.session, words)
    if not read_papers.as_word(said) and all(asking(context).reach(each.kind) is Reach.NONE for each in found):
        return False  # he means something else by the words
    for wanted in found:
        drawn = await document(asking(context), wanted)
        if drawn is not None:
            await order(update, context, wanted, drawn=drawn)
            return True
    if found:
        await order(update, context, found[0])
    return bool(found)


SHOWN = 10


async def issued(update: Update, context: BoundContext, what: str) -> bool:
    """督查通报, 督办单清单: what has left the office and is his to read, newest first. False where there is none."""
    asked, lines, rows = asking(context), list[str](), list[Button]()
    for wanted in await named(context.session, what):
        found = await document(asked, wanted) if len(lines) < SHOWN else None
        if found is not None and found.on is not None:
            lines.append(names.listed(len(lines) + 1, found.number, found.to, found.on))
            rows.append(names.button(wanted.kind, wanted.of, of_place=len(lines)))
    if not lines:
        return False
    hint = names.HOW_TO_DRAFT if may(context.person.roles, Action.ORDER) else ""
    text = names.listing(what, lines, hint)
    buttons = buttons_of([rows[place : place + 3] for place in range(0, len(rows), 3)])
    await queue(context, update, PlainPayload(text, buttons=buttons))
    return True


async def meetings(update: Update, context: BoundContext) -> None:
    """会议清单: every meeting and other ledger with its figures, newest first; a tap prints what became of it."""
    asked, policy = asking(context), context.office.policy
    lines: list[str] = []
    rows: list[Button] = []
    for ledger in sorted(await tasks.ledgers(context.session), key=lambda each: each.base_date, reverse=True):
        chosen = asked.within(
            Kind.MEETING, Filter(only=frozenset(await tasks.ids_of_ledger(context.session, ledger.id)))
        )
        if chosen is None or len(lines) >= SHOWN:
            break
        tally = (await figures(context.session, chosen, now=context.now, policy=policy)).whole()
        if tally.total:
            lines.append(meeting_texts.line(len(lines) + 1, ledger.name, ledger.base_date, tally))
            rows.append(names.button(Kind.MEETING, ledger.id, of_place=len(lines)))
    text = meeting_texts.listing(lines)
    buttons = buttons_of([rows[place : place + 3] for place in range(0, len(rows), 3)])
    await queue(context, update, PlainPayload(text, buttons=buttons))


async def order(update: Update, context: BoundContext, wanted: Wanted, *, drawn: Document | None = None) -> None:
    """It is made outside this transaction; here it is seen whether there is anything to make, and for him. `drawn`:
    where somebody has seen it already."""
    asked = asking(context)
    if asked.reach(wanted.kind) is Reach.NONE:
        await say(context, update, names.NOT_HIS)
        return
    found = drawn or await document(asked, wanted)
    if found is None:
        await say(context, update, names.NOTHING)
        return
    about = found.number or found.title
    name = names.file_name(wanted.kind, about, today_of(context).isoformat())
    await attachments.order_for(
        step_context(context), context.person, Drawn.DOCUMENT, chosen=wanted.key, name=name, key=context.cause
    )
    await say(context, update, names.BEING_MADE)
