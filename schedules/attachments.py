"""The files that go with the weekly report: ordered in its transaction, queued in the one that records what was made.

Whoever draws them does so between the two, outside any transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from db import attachments, people
from db.messages import Rank
from db.models import Attachment, Drawn, Person, Role
from db.payloads import AttachmentPayload, Notice, NoticePayload, Scope
from schedules.steps.context import StepContext

log = structlog.get_logger(__name__)

TRIES = 3  # then the report has gone without them
_NAMES = {
    Drawn.CHART: "挂图作战_{slot}.png",
    Drawn.WORKBOOK: "督查台账_{slot}.xlsx",
    Drawn.DIFFERENCE: "台账比对_{slot}.xlsx",
}


async def order(context: StepContext, slot: str, readers: Sequence[tuple[Person, Scope]]) -> None:
    """Coordinators the office's chart and workbook, each leader the chart of his own field; nothing for heads."""
    if not context.policy.digest_attach:
        return
    await attachments.forget_unmade(context.session)
    if any(scope is Scope.OFFICE for _, scope in readers):
        await _order(context, slot, Drawn.CHART, None)
        await _order(context, slot, Drawn.WORKBOOK, None)
    leading = {each.id for each in await people.with_role(context.session, Role.LEADER)}
    for person, scope in readers:
        if scope is Scope.LEADER and person.id in leading:
            await _order(context, slot, Drawn.CHART, person.id)


async def _order(context: StepContext, slot: str, kind: Drawn, leader_id: int | None) -> None:
    field = "office" if leader_id is None else f"leader:{leader_id}"
    name = _NAMES[kind].format(slot=slot)
    key = f"{kind.value}:{slot}:{field}"
    await attachments.forget(context.session, key)  # of the same slot, by a clock that stood ahead
    context.session.add(
        Attachment(key=key, kind=kind, slot=slot, leader_id=leader_id, name=name, ordered_at=context.now, attempts=0)
    )


async def order_for(
    context: StepContext,
    person: Person,
    kind: Drawn,
    *,
    chosen: str = "",
    name: str = "",
    key: str,
    at: datetime | None = None,
) -> int:
    """What somebody asked for, at any hour and for him alone. `chosen`: which tasks, in his words, or which paper;
    `name`: of the file, where its kind gives it none; `at`: the hour at which it is to be made and sent."""
    name = name or _NAMES[kind].format(slot=context.today.isoformat())
    ordered = Attachment(
        key=f"{kind.value}:{key}",
        kind=kind,
        slot=context.today.isoformat(),
        person_id=person.id,
        chosen=chosen[:100],
        name=name[:120],
        ordered_at=context.now,
        not_before=at,
        attempts=0,
    )
    context.session.add(ordered)
    await context.session.flush()
    return ordered.id


async def hand_over(context: StepContext, person: Person, kind: Drawn, content: bytes, *, name: str, key: str) -> None:
    """A file that is made already."""
    attachment = Attachment(
        key=f"{kind.value}:{key}",
        kind=kind,
        slot=context.today.isoformat(),
        person_id=person.id,
        name=name[:120],
        content=content,
        ordered_at=context.now,
        made_at=context.now,
        attempts=0,
    )
    context.session.add(attachment)
    await context.session.flush()
    payload = AttachmentPayload(attachment.key)
    await context.tell(person, payload, key=f"{attachment.key}:{person.id}", rank=Rank.ANSWER, waits=False)


async def wanted(
    session: AsyncSession, *, asked_for: bool = False, now: datetime | None = None
) -> Sequence[Attachment]:
    """What is still to be made. `asked_for`: only what a person waits for; `now`: only that whose hour has come."""
    return await attachments.unmade(session, tries=TRIES, asked_for=asked_for, now=now)


async def keep(context: StepContext, ordered: Attachment, content: bytes) -> int:
    """What was made, and one message for each reader; how many are new."""
    if not await attachments.made(context.session, ordered.id, content, now=context.now):
        return 0
    readers = await _readers(context.session, ordered)
    asked = ordered.person_id is not None
    for person in readers:
        key = f"{ordered.key}:{person.id}:{ordered.ordered_at.timestamp():.0f}"
        rank = Rank.ANSWER if asked else Rank.BULK
        await context.tell(person, AttachmentPayload(ordered.key), key=key, rank=rank, waits=not asked)
    if asked and not readers:
        text = f"“{ordered.name}”已生成，但收件人现已联系不上或已不在任，未能发出。"
        await context.tell_coordinators(NoticePayload(Notice.ATTACHMENTS, text=text), key=f"not_sent:{ordered.key}")
    context.note("attachment", key=ordered.key, readers=len(readers))
    return len(readers)


async def _readers(session: AsyncSession, made: Attachment) -> Sequence[Person]:
    his = made.person_id or made.leader_id
    if his is None:
        return await people.coordinators(session)
    found = (await people.by_ids(session, [his])).values()
    return [person for person in found if person.reachable]


async def not_made(context: StepContext, missing: Sequence[Attachment]) -> None:
    """Count the failure; the last one is told to the coordinators, once."""
    await attachments.not_made(context.session, [each.id for each in missing])
    given_up = [each for each in missing if each.attempts + 1 >= TRIES]
    weekly = [each for each in given_up if each.person_id is None]
    if given_up:
        log.error("attachments.given_up", slot=given_up[0].slot, keys=[each.key for each in given_up])
    for each in given_up:
        if each.person_id is not None:
            person = (await people.by_ids(context.session, [each.person_id]))[each.person_id]
            text = f"“{each.name}”未能生成，请稍后再试；仍不行的，请运维查看日志。"
            payload = NoticePayload(Notice.ATTACHMENTS, text=text)
            await context.tell(person, payload, key=f"not_made:{each.key}", rank=Rank.ANSWER, waits=False)
    if weekly:
        slot = weekly[0].slot
        text = f"{slot}周报的作战图或台账附件未能生成，文字周报不受影响；请运维查看日志。"
        await context.tell_coordinators(NoticePayload(Notice.ATTACHMENTS, text=text), key=f"attachments:{slot}")
