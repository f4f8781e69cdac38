"""What the service does for itself: it notes that it lives, says after a silence that it is back, and throws away
what was served long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from db import attachments, inbox, outbox
from db.models import Mark
from schedules.steps.desk import Desk

log = structlog.get_logger(__name__)

ALIVE = "alive"
SILENCE = timedelta(minutes=15)  # a shorter one is a restart, which nobody need hear of


async def pulse(desk: Desk) -> None:
    """Note that we live; after a silence the coordinators hear how long nobody was served."""
    last = await _last(desk.session)
    await _note(desk.session, desk.now)
    if last is None or desk.now - last < SILENCE:
        return
    log.warning("service.returned", since=last.isoformat())
    since, until = desk.policy.local(last), desk.policy.local(desk.now)
    text = f"服务自{since:%m月%d日%H:%M}至{until:%m月%d日%H:%M}中断，现已恢复。"
    await outbox.tell_coordinators(
        desk.session,
        {"what": "outage", "text": text + "其间收到的消息已补办，错过的提醒按当前进度补发一次，较早的不再补发。"},
        now=desk.now,
        cause=desk.cause,
        key=f"outage:{last.isoformat(timespec='seconds')}",
        not_before=desk.policy.loud_at_or_after(desk.now),
    )


async def _last(session: AsyncSession) -> datetime | None:
    mark = await session.get(Mark, ALIVE)
    return mark.at if mark else None


async def _note(session: AsyncSession, now: datetime) -> None:
    mark = await session.get(Mark, ALIVE)
    if mark is None:
        session.add(Mark(name=ALIVE, value="", at=now))
    else:
        mark.at = now


async def purge(desk: Desk) -> None:
    gone = await inbox.purge(desk.session, now=desk.now)
    if gone:
        log.info("inbox.purged", rows=gone)
    forgotten = await attachments.purge(desk.session, now=desk.now)
    if forgotten:
        log.info("attachments.purged", files=forgotten)
