"""Which call does a row of the outbox become? One function per kind; a test demands one for every kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers import (
    answers,
    attachments,
    desk,
    evidence,
    matters,
    notices,
    posts,
    reminders,
    requests,
    sharing,
    weekly,
)
from bot.renderers.text_message import Rendering
from db.messages import Call, Kind, NotNeeded, NotYet, Nowhere
from db.models import OutboxRow
from db.payloads import payload_of
from schedules.policy import Policy

Rendered = Call | NotNeeded | Nowhere | NotYet

RENDERERS: dict[Kind, Callable[[Rendering, Any], Awaitable[Rendered]]] = {
    Kind.PLAIN: answers.plain,
    Kind.WELCOME: answers.plain,
    Kind.ECHO: answers.echoed,
    Kind.QUESTION: answers.plain,
    Kind.TASK_CARD: answers.plain,
    Kind.LISTING: reminders.listing,
    Kind.REACTION: answers.reaction,
    Kind.MENU: answers.menu,
    Kind.EDIT_ECHO: answers.edited,
    Kind.EDIT_BUTTONS: answers.edited_buttons,
    Kind.DELETION: answers.deleted,
    Kind.MORNING: reminders.merged,
    Kind.URGENT: reminders.merged,
    Kind.DESK: desk.desk,
    Kind.URGE: reminders.urged,
    Kind.CLAIM: requests.put,
    Kind.REQUEST: requests.put,
    Kind.OUTCOME: requests.outcome,
    Kind.DIGEST: weekly.digest,
    Kind.ATTACHMENT: attachments.attachment,
    Kind.MATTER: matters.put,
    Kind.EVIDENCE: evidence.shown,
    Kind.FOLLOW_UP: matters.follow_up,
    Kind.PARTNER: sharing.partners,
    Kind.POST: posts.news,
    Kind.NOTICE: notices.notice,
}


class Renderer:
    """What delivery calls to make a call of a row, by the office's rules."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    async def render(self, session: AsyncSession, row: OutboxRow, now: datetime) -> Rendered:
        payload = payload_of(row.kind, row.facts)
        return await RENDERERS[payload.kind](
            Rendering(session, row, now, self._policy, again=bool(payload.again)), payload
        )
