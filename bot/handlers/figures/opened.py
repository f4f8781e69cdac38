"""A figure of the weekly report is opened down to its tasks."""

from __future__ import annotations

from datetime import date, datetime

from telegram import Update

from bot.commands import openings
from bot.handlers import free_text, status
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, say
from bot.renderers import weekly_head
from bot.texts import sentences
from bot.texts import weekly_head as texts
from db.payloads import PlainPayload
from db.rights import Action, Reach, reach
from db.tasks import Filter
from db.week import week
from schedules import survey


async def by_word(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """As if its word had been typed."""
    if 0 <= numbers[0] < len(texts.OPENED):
        await free_text.read(update, context, texts.OPENED[numbers[0]])
    else:
        await say(context, update, sentences.STALE_BUTTON)


async def by_place(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """`numbers`: its place among the figures, and the day of the report as 20220311."""
    place, day = numbers[0], _day(numbers[1])
    sees = reach(context.person.roles, Action.SEE)
    if day is None or not 0 <= place < len(openings.OPENINGS) or sees < Reach.FIELD:
        await say(context, update, sentences.STALE_BUTTON)
        return
    opening = openings.OPENINGS[place]
    if opening in openings.OF_THE_OFFICE and sees < Reach.ALL:
        await say(context, update, sentences.STALE_BUTTON)
        return
    span = openings.week_of(day, now=context.now, policy=context.office.policy)
    await status.answer(update, context, await openings.asked_by(context.session, opening, span))


async def others(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """The figures of a report that have no button of their own under it, counted anew."""
    day, sees = _day(numbers[0]), reach(context.person.roles, Action.SEE)
    if day is None or sees < Reach.FIELD:
        await say(context, update, sentences.STALE_BUTTON)
        return
    office, policy, now = sees is Reach.ALL, context.office.policy, context.now
    chosen = Filter() if office else Filter(field=context.person.field_ids)
    span = openings.week_of(day, now=now, policy=policy)
    counted = await survey.figures(context.session, chosen, now=now, policy=policy)
    happened = await week(context.session, since=span.since, until=span.until, chosen=chosen)
    _, short = await weekly_head.measured(context.session, chosen, now=now, policy=policy)
    found = await weekly_head.opening(
        context.session, counted, happened, chosen, day=day, now=now, policy=policy, office=office, short=short
    )
    rows = texts.others(found, day)
    if not rows:
        await say(context, update, texts.NOTHING_MORE)
        return
    await queue(context, update, PlainPayload(texts.MORE_HEAD, buttons=buttons_of(rows)))


def _day(digits: int) -> date | None:
    try:
        return datetime.strptime(f"{digits:08d}", "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None
