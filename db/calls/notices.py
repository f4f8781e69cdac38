"""What somebody is to act on: alike notices share a message, and nobody is flooded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.messages import Rank
from db.models import OPEN, OutboxRow
from db.outbox import Queued, add_items, queue_message, queued_here
from db.payloads import MatterPayload, RequestPayload
from db.session import connection

_IS_NOTICE = text("outbox.kind IN ('claim', 'matter', 'request')")  # in the words of the partial index
TOGETHER = timedelta(minutes=1)  # notices of one kind within it share a message
PER_HOUR = 20  # more notices to one person wait for the next hour, in lists


_TABLE: Any = OutboxRow.__table__
_KNOWN = select(_TABLE.c.id).where(_TABLE.c.key == bindparam("key"))
_RECENT = (
    select(OutboxRow)
    .where(_IS_NOTICE, OutboxRow.person_id == bindparam("person_id"), OutboxRow.queued_at > bindparam("since"))
    .order_by(OutboxRow.id.desc())
)


async def queue_notice(
    session: AsyncSession,
    payload: MatterPayload | RequestPayload,
    *,
    now: datetime,
    cause: str,
    person_id: int,
    key: str,
    task_ids: Sequence[int] = (),
    not_before: datetime | None = None,
    urgent: bool = False,
    at_once: bool = False,
) -> None:
    """Something to be acted on. Notices of one kind within a minute become one message with a list; beyond so many in
    an hour they wait for the next, so that nobody is flooded. Queued before under this key: nothing.

    `urgent`: of a 急件, which joins no list that waits for the morning. `at_once`: a red line, which waits for
    nothing."""
    if (await (await connection(session)).execute(_KNOWN, {"key": key})).first() is not None:
        return
    if urgent and payload.sort:
        payload = replace(payload, sort=f"{payload.sort}:urgent")
    recent = await _recent_notices(session, person_id, since=now - timedelta(hours=1))
    alike = [row for row in recent if row.kind == payload.kind.value and row.facts.get("sort") == payload.sort]
    open_one = next((row for row in alike if _may_join(row, cause, now)), None) if not at_once else None
    if open_one is not None and payload.sort:
        number = payload.matter_id if isinstance(payload, MatterPayload) else payload.request_id
        if number not in (open_one.facts.get("matter_id"), open_one.facts.get("request_id")):
            open_one.facts = {**open_one.facts, "more": [*open_one.facts.get("more", []), number]}
            await add_items(session, open_one.id, task_ids)
            queued_here(session).append(Queued(payload.kind.value, person_id, None, open_one.id, open_one.not_before))
        return
    moments = [not_before] if not_before is not None else []
    if alike and payload.sort and not at_once and now - alike[0].queued_at < TOGETHER:
        moments.append(alike[0].queued_at + TOGETHER)
    if len(recent) >= PER_HOUR and not at_once:
        moments.append(recent[-1].queued_at + timedelta(hours=1))
    await queue_message(
        session,
        payload,
        now=now,
        cause=cause,
        rank=Rank.BULK,
        person_id=person_id,
        key=key,
        items=task_ids,
        not_before=max(moments, default=None),
    )


def _may_join(row: OutboxRow, cause: str, now: datetime) -> bool:
    waits = row.not_before is not None and row.not_before > now
    return row.state in OPEN and (row.cause == cause or waits)


async def _recent_notices(session: AsyncSession, person_id: int, *, since: datetime) -> Sequence[OutboxRow]:
    """Newest first."""
    return (await session.scalars(_RECENT, {"person_id": person_id, "since": since})).all()


async def requests_put_to(session: AsyncSession, person_id: int, request_ids: Sequence[int]) -> set[int]:
    """Which of these requests a message has put before this person."""
    query = select(OutboxRow.facts).where(_IS_NOTICE, OutboxRow.person_id == person_id)
    facts = [each for each in await session.scalars(query) if "request_id" in each]
    return {each for known in facts for each in (known["request_id"], *known.get("more", ()))} & set(request_ids)
