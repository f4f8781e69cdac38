"""先别催, 督办单不用发了, 算了: what waits is dropped, nothing is done, and he is told so."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.office import offers, second_thoughts, unfinished
from bot.handlers.office import slots as finding
from bot.handlers.replying import buttons_of, queue, say, step_context
from bot.handlers.report_intake import keep
from bot.reading.acts import moods
from bot.texts import coordinators, keyboards, office_answers
from bot.texts import office as texts
from db import instructions, people
from db.payloads import PlainPayload
from schedules.steps import instructions as steps

PEOPLE = 2


async def taken(update: Update, context: BoundContext, said: str) -> bool:
    """Nothing it forbids is done. A draft that waits is dropped; what was carried out just before may be undone."""
    if not moods.forbidding(said) or moods.addressed(said):
        return False
    slots = await finding.found(context, said)
    since = context.now - unfinished.LIVES
    for draft in await instructions.drafts_of(context.session, context.person.id, since=since):
        if draft.facts.get("missing") == "chosen":
            continue  # offers made of other words are no order of his
        if await second_thoughts.means(context, draft, slots):
            steps.cancel(step_context(context), draft)
            await say(context, update, texts.dropped(draft.facts.get("shown", ())))
            return True
    done = await instructions.last_done(context.session, context.person.id)
    recent = done is not None and done.ended_at is not None and done.ended_at >= since
    if recent and done is not None and await second_thoughts.means(context, done, slots):
        await second_thoughts.offer_undo(update, context, done)
        return True
    if moods.asking(said):  # what he asks beside it is answered by whoever reads next
        await say(context, update, office_answers.NOT_DONE)
        return False
    await _nothing_done(update, context, said, slots)
    return True


async def _nothing_done(update: Update, context: BoundContext, said: str, slots: finding.Slots) -> None:
    rows: list[list[keyboards.Button]] = []
    text = office_answers.NOT_DONE
    if slots.numbered and "催" in said:
        text += office_answers.STOPS_REMINDERS.format(number=slots.numbers[0])
    if moods.wants_more(said):
        saying = await keep(context, update, said)
        rows += await offers.rows(context, slots, saying)
        heads = [await people.head_of(context.session, unit) for unit in slots.units]
        rows += [[(coordinators.pass_to(each.name), f"relay:{saying.id}:{each.id}")] for each in heads if each][:PEOPLE]
        text += "\n" + office_answers.REST if rows else ""
    await queue(context, update, PlainPayload(text, buttons=buttons_of(rows)))
