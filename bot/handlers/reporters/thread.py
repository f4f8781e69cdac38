"""The task a head is in the middle of: of what he has just said, what he was last sent, or what he was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.handlers import named_tasks, waits_with
from bot.handlers.context import BoundContext
from bot.texts.task_answers import FROM_OFFICE
from db import matters, outbox, reports
from db.models import Saying
from db.open_questions import Asked, read_stored
from db.open_tasks import KnownTask
from db.payloads import PlainPayload

OWN_WORDS = timedelta(hours=24)
SENT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Thread:
    """`saying`: his own last words on it; `from_office`: a coordinator has written to him last."""

    task: KnownTask | None = None
    saying: Saying | None = None
    from_office: bool = False


async def in_hand(context: BoundContext, found: Sequence[KnownTask], said: str = "") -> Thread:
    """What came last counts; what he was asked long ago counts where nothing came since. 延 answers what asks of it."""
    if "延" in said and (late := await _asked(context, found, kind=Asked.LATE)) is not None:
        return Thread(late)
    own, sent = await _said(context, found), await _sent(context, found)
    newest = max((each for each in (own, sent) if each is not None), key=lambda each: each[0], default=None)
    if newest is not None:
        return newest[1]
    asked = await _asked(context, found)
    return Thread(asked) if asked is not None else Thread()


async def _said(context: BoundContext, found: Sequence[KnownTask]) -> tuple[datetime, Thread] | None:
    saying = await reports.last_saying(context.session, context.person.id, since=context.now - OWN_WORDS)
    if saying is None:
        return None
    about = {each.task_id for each in await reports.of_saying(context.session, saying.id)}
    about |= {each.task_id for each in await matters.of_saying(context.session, saying.id) if each.task_id}
    meant = [task for task in found if task.id in about] or named_tasks.named(context, saying.words, found)
    return (saying.at, Thread(meant[0], saying)) if len(meant) == 1 else None


async def _sent(context: BoundContext, found: Sequence[KnownTask]) -> tuple[datetime, Thread] | None:
    """The last message to him about one task of his, or in the name of the office."""
    for message in await outbox.last_sent(context.session, context.person.id, since=context.now - SENT):
        payload, at = message.payload, message.row.ended_at or message.row.queued_at
        office = isinstance(payload, PlainPayload) and payload.text.startswith(FROM_OFFICE)
        meant = [task for task in found if task.id in message.task_ids]
        if office:
            return at, Thread(meant[0] if len(meant) == 1 else None, from_office=True)
        if len(message.task_ids) == 1 and meant:
            return at, Thread(meant[0])
    return None


async def _asked(context: BoundContext, found: Sequence[KnownTask], *, kind: str = "") -> KnownTask | None:
    """The only task of which a question of ours stands open."""
    asked = await waits_with.open_questions(context)
    refs = {ref for each in asked if not kind or each.kind == kind for ref in _refs(each.facts)}
    meant = [task for task in found if task.number in refs]
    return meant[0] if len(meant) == 1 else None


def _refs(facts) -> tuple[int, ...]:  # type: ignore[no-untyped-def]
    return read_stored(facts).refs
