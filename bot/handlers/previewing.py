"""/preview: what the next morning will say, to whom and why; with a name his message, word for word."""

from __future__ import annotations

from telegram import Update

from bot.commands.preview import held_of, told_of
from bot.handlers.context import BoundContext
from bot.handlers.replying import say, today_of
from bot.renderers import foresight
from bot.texts import preview as texts
from bot.texts import task_answers, words
from db.rights import Action, may
from schedules.calendar_gaps import missing_years

SHOWN = 20
HELD = 8


async def on_preview(update: Update, context: BoundContext) -> None:
    await shown(update, context, "".join(context.args or ()))


async def shown(update: Update, context: BoundContext, name: str = "") -> None:
    if not may(context.person.roles, Action.URGE):
        await say(context, update, task_answers.FOR_THE_OFFICE)
        return
    policy, now = context.office.policy, context.now
    moment = policy.morning_at_or_after(now)
    seen = await foresight.foresee(
        context.session, policy, now=now, moment=moment, with_words=lambda each: bool(name) and name in each
    )
    told = told_of(seen, policy)
    if name:
        his = [texts.whole(each) for each in told if name in each.to]
        await say(context, update, words.cut("\n\n".join(his) or texts.nobody(name)))
        return
    missing = words.missing_years(await missing_years(context.session, policy, now))
    rows = [texts.head(policy.local(moment), told, today_of(context)), *map(texts.brief, told[:SHOWN])]
    rows += [f"其余{len(told) - SHOWN}条略"] if len(told) > SHOWN else []
    parts = [
        "\n".join(rows) if told else texts.NOTHING,
        texts.held(held_of(seen), HELD),
        missing,
        texts.HOW if told else "",
    ]
    await say(context, update, words.cut("\n\n".join(part for part in parts if part)))
