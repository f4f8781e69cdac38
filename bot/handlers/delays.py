"""What somebody sets off in quiet hours waits for their end: he is told when it is delivered."""

from __future__ import annotations

from bot.handlers.update_scope import UpdateScope
from bot.texts import delays as texts
from db import outbox
from db.messages import Kind

# To whom it is addressed by what he did, and not told beside it.
_ADDRESSED = frozenset({Kind.URGE, Kind.MATTER, Kind.OUTCOME, Kind.PLAIN, Kind.CLAIM, Kind.REQUEST})
_ANSWERS = (Kind.PLAIN, Kind.QUESTION, Kind.TASK_CARD, Kind.ECHO, Kind.EDIT_ECHO)


async def say_when(scope: UpdateScope) -> None:
    """Under the last answer to him."""
    policy, now, person = scope.office.policy, scope.now, scope.person
    if person is None or not policy.quiet(now):
        return
    queued = outbox.queued_here(scope.session)
    waits = [
        each.not_before
        for each in queued
        if each.not_before is not None
        and each.not_before > now
        and each.kind in _ADDRESSED
        and each.person_id not in (None, person.id)
    ]
    answers = [each.row_id for each in queued if each.kind in _ANSWERS and each.chat_id == person.chat_id]
    if waits and answers and answers[-1] is not None:
        text = texts.delivered(policy.local(min(waits)), policy.local(now))
        await outbox.add_addendum(scope.session, answers[-1], text)
