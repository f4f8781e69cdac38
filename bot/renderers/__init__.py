"""From a row of the outbox to the call that goes out. One function per kind; a test demands one for every kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers import answers, attaching, noticing, reminding, requesting, weekly
from bot.renderers.envelope import Writing
from db.messages import Call, Kind, NotNeeded, NotYet, Nowhere
from db.models import OutboxRow
from db.payloads import payload_of
from schedules.policy import Policy

Letter = Call | NotNeeded | Nowhere | NotYet

LETTERS: dict[Kind, Callable[[Writing, Any], Awaitable[Letter]]] = {
    Kind.PLAIN: answers.plain,
    Kind.WELCOME: answers.plain,
    Kind.ECHO: answers.echoed,
    Kind.QUESTION: answers.plain,
    Kind.TASK_CARD: answers.plain,
    Kind.LISTING: reminding.listing,
    Kind.REACTION: answers.reaction,
    Kind.MENU: answers.menu,
    Kind.EDIT_ECHO: answers.edited,
    Kind.EDIT_BUTTONS: answers.edited_buttons,
    Kind.MORNING: reminding.merged,
    Kind.URGENT: reminding.merged,
    Kind.DESK: reminding.desk,
    Kind.URGE: reminding.urged,
    Kind.CLAIM: requesting.put,
    Kind.REQUEST: requesting.put,
    Kind.OUTCOME: requesting.outcome,
    Kind.DIGEST: weekly.digest,
    Kind.ATTACHMENT: attaching.attachment,
    Kind.NOTICE: noticing.notice,
}


class Letters:
    """What delivery calls to have a row written, with the office's rules in hand."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    async def write(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Letter:
        payload = payload_of(row.kind, row.facts)
        return await LETTERS[payload.kind](Writing(session, row, now, self._policy, again=bool(payload.again)), payload)
