"""Who read the replies of a time, in one sentence for the office's digest and for `doctor`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.second_reader.language_model.kept import unpacked
from bot.texts import reading_figures as texts
from db import reading_figures


async def told(session: AsyncSession, *, since: datetime, until: datetime) -> str:
    """Empty where nothing was read."""
    outcomes = await reading_figures.outcomes(session, since=since, until=until)
    overruled = await reading_figures.overruled(session, since=since, until=until)
    kept = [unpacked(each) for each in await reading_figures.supplements(session, since=since, until=until)]
    asked = [each for each in kept if each is not None]
    seconds = [each.seconds for each in asked if each.answer is not None]
    return texts.sentence(outcomes, seconds, len(asked) - len(seconds), overruled=overruled)
