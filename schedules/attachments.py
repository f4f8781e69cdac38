"""The files that go with the weekly report: ordered in its transaction, queued in the one that records what was made.

Whoever draws them does so between the two, outside any transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from db import attachments, people
from db.models import Attachment, Drawn, Person
from db.payloads import AttachmentPayload, Notice, NoticePayload, Scope
from schedules.steps.context import StepContext

log = structlog.get_logger(__name__)

TRIES = 3  # then the report has gone without them
_NAMES = {Drawn.CHART: "挂图作战_{slot}.png", Drawn.WORKBOOK: "督查台账_{slot}.xlsx"}


async def order(context: StepContext, slot: str, readers: Sequence[tuple[Person, Scope]]) -> None:
    """Coordinators the office's chart and workbook, each leader the chart of his own field; nothing for heads."""
    if not context.policy.digest_attach:
        return
    await attachments.forget_unmade(context.session)
    if any(scope is Scope.OFFICE for _, scope in readers):
        await _order(context, slot, Drawn.CHART, None)
        await _order(context, slot, Drawn.WORKBOOK, None)
    for person, scope in readers:
        if scope is Scope.LEADER:
            await _order(context, slot, Drawn.CHART, person.id)


async def _order(context: StepContext, slot: str, kind: Drawn, leader_id: int | None) -> None:
    field = "office" if leader_id is None else f"leader:{leader_id}"
    name = _NAMES[kind].format(slot=slot)
    key = f"{kind.value}:{slot}:{field}"
    await attachments.forget(context.session, key)  # of the same slot, by a clock that stood ahead
    context.session.add(
        Attachment(key=key, kind=kind, slot=slot, leader_id=leader_id, name=name, ordered_at=context.now, attempts=0)
    )


async def wanted(session: AsyncSession) -> Sequence[Attachment]:
    """What is still to be made."""
    return await attachments.unmade(session, tries=TRIES)


async def keep(context: StepContext, ordered: Attachment, content: bytes) -> int:
    """What was made, and one message for each reader; how many are new."""
    if not await attachments.made(context.session, ordered.id, content, now=context.now):
        return 0
    readers = await _readers(context.session, ordered)
    for person in readers:
        key = f"{ordered.key}:{person.id}:{ordered.ordered_at.timestamp():.0f}"
        await context.tell(person, AttachmentPayload(ordered.key), key=key)
    context.note("attachment", key=ordered.key, readers=len(readers))
    return len(readers)


async def _readers(session: AsyncSession, made: Attachment) -> Sequence[Person]:
    if made.leader_id is None:
        return await people.coordinators(session)
    found = (await people.by_ids(session, [made.leader_id])).values()
    return [person for person in found if person.reachable]


async def not_made(context: StepContext, missing: Sequence[Attachment]) -> None:
    """Count the failure; the last one is told to the coordinators, once."""
    await attachments.not_made(context.session, [each.id for each in missing])
    given_up = [each for each in missing if each.attempts + 1 >= TRIES]
    if given_up:
        slot = given_up[0].slot
        log.error("attachments.given_up", slot=slot, keys=[each.key for each in given_up])
        text = f"{slot}周报的作战图或台账附件未能生成，文字周报不受影响；请运维查看日志。"
        await context.tell_coordinators(NoticePayload(Notice.ATTACHMENTS, text=text), key=f"attachments:{slot}")
