"""How much we ask of whom: the figure of the burden, opened by person."""

from __future__ import annotations

from telegram import Update

from bot.commands import openings
from bot.handlers.context import BoundContext
from bot.handlers.replying import say
from bot.texts import weekly_head as texts
from db.week import asked_most

EVERYBODY = 20


async def asked_people(update: Update, context: BoundContext) -> None:
    """Whom we have reminded in the last seven days, and how often he has answered: 减负 is watched by person."""
    until = context.now
    span = openings.week_of(context.office.policy.today(until), now=until, policy=context.office.policy)
    found = await asked_most(context.session, since=span.since, until=until, more_than=0)
    await say(context, update, texts.asked(found, EVERYBODY))
