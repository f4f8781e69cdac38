"""What waits with whoever writes: our questions to him, and the matters that lie with him. Read once per update."""

from __future__ import annotations

from bot.handlers.context import BoundContext
from bot.handlers.replying import today_of
from db import matters, requests, waits_with
from db.models import Matter, MatterState, Question


async def open_questions(context: BoundContext) -> list[Question]:
    """Whatever he was asked before these words and has not answered, oldest first."""
    await _read(context)
    return [each for each in context.scope.questions or () if each.closed_at is None]


async def held(context: BoundContext) -> list[Matter]:
    """Every open matter that lies with him or with those he stands in for."""
    await _read(context)
    return [each for each in context.scope.held or () if each.state is MatterState.OPEN]


async def _read(context: BoundContext) -> None:
    scope, session = context.scope, context.session
    if scope.held is not None:
        return
    holders = context.person.answers_for(today_of(context))
    found = await waits_with.any_of(session, context.person.id, holders)
    scope.questions = await requests.questions_of(session, context.person.id) if found.questions else ()
    scope.held = await matters.held_by(session, holders) if found.matters else ()
