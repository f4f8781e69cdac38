"""The table of acts tells one thing and the reader of wants surely another: he is asked which, with both as buttons."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.office import slots as finding
from bot.handlers.wants import office
from bot.handlers.wants.hearing import heard
from bot.handlers.wants.serving import BY_ACTS
from bot.reading.acts.office import OfficeAct
from bot.second_reader.wants.labels import LOOKS_UP, Want
from bot.texts import wanting

ALONE = 0.85  # of a want that only looks something up: answered, and nothing is lost by it


async def settled(update: Update, context: BoundContext, said: str, told: Sequence[OfficeAct]) -> bool:
    wanted = heard(context, said)
    assert wanted is not None, "it spoke against the acts"
    if wanted.best in LOOKS_UP and wanted.shares[wanted.best] >= ALONE:
        return await office.do(update, context, wanted.best, await finding.found(context, said))
    either = [wanted.best, *(want for act in told[:2] for want in _served(act))]
    likely = list(dict.fromkeys(want for want in either if want in wanting.LABELS))
    if len(likely) < 2:
        return False
    await office.ask_which(update, context, said, likely)
    return True


def _served(act: OfficeAct) -> list[Want]:
    """What the act does first of all."""
    return [want for want, acts in BY_ACTS.items() if acts[0] is act][:1]
