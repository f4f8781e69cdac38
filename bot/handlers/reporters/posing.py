"""Words in the name of a leader or of the office, by somebody who is neither: told to the office, read as no report."""

from __future__ import annotations

from telegram import Update

from bot.handlers import report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import say
from bot.reading.acts.acts import HeadAct, of_head
from bot.texts import reporters as texts
from db.matter_verbs import MatterKind
from db.rights import Action, may


async def told_office(update: Update, context: BoundContext, said: str) -> bool:
    """代市长批示：8号同意销号. Whoever may direct, order, enter or relay speaks for himself."""
    roles = context.person.roles
    if any(may(roles, each) for each in (Action.ORDER, Action.DIRECT, Action.ENTER, Action.PASS_WORD)):
        return False
    if HeadAct.POSES not in of_head(said):
        return False
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.LETTER, saying)
    await say(context, update, texts.NOT_IN_THAT_NAME)
    return True
