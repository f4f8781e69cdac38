"""Whether a person can be reached: noted when a message cannot get through, taken back when he writes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db import journal, outbox
from db.models import Person
from db.payloads import Notice, NoticePayload


async def lost(
    session: AsyncSession, person: Person, *, why: str, now: datetime, cause: str, not_before: datetime | None = None
) -> None:
    """Mark him unreachable and tell the coordinators once; a second failure changes nothing."""
    if person.unreachable_since is not None:
        return
    person.unreachable_since, person.unreachable_why = now, why[:200]
    journal.write(session, kind="unreachable", now=now, cause=cause, actor_id=person.id, why=why[:200])
    await outbox.tell_coordinators(
        session,
        NoticePayload(Notice.UNREACHABLE, person_id=person.id, why=why),
        now=now,
        cause=cause,
        key=f"unreachable:{person.id}:{int(now.timestamp())}",
        not_before=not_before,
        except_person=person.id,
    )


def found(session: AsyncSession, person: Person, *, now: datetime, cause: str) -> None:
    """He wrote to us: he can be reached again."""
    if person.unreachable_since is None:
        return
    person.unreachable_since = person.unreachable_why = None
    journal.write(session, kind="reachable", now=now, cause=cause, actor_id=person.id)
