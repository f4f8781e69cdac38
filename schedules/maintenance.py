"""What the service does for itself: it notes that it lives, says after a silence that it is back, and throws away
what was served long ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from db import attachments, inbox, metadata
from db.models import Mark
from db.payloads import Notice, NoticePayload
from schedules.health import Trouble, Vitals
from schedules.steps import clock_rollback
from schedules.steps.context import Desk

log = structlog.get_logger(__name__)

ALIVE = "alive"  # at: the last pulse; value: a later moment of one by a clock that was set back a little
TAKEN = "taken"  # at: the latest moment by which rungs or runs were taken
DRIFT = timedelta(hours=1)  # how far two clocks that are right may be apart
SILENCE = timedelta(minutes=15)  # a shorter one is a restart, which nobody need hear of


async def note_moment(desk: Desk) -> None:
    """Whoever takes rungs or runs notes, in the same transaction, how far the clock had come.

    Killed or set right before the next pulse, a clock that stood ahead would leave no other trace.
    """
    mark = await _mark(desk, TAKEN)
    mark.at = max(mark.at, desk.now)


async def pulse(desk: Desk) -> None:
    """Note that we live; after a silence the coordinators hear how long nobody was served."""
    alive, taken = await _mark(desk, ALIVE), await _mark(desk, TAKEN)
    furthest = max(taken.at, datetime.fromisoformat(alive.value) if alive.value else alive.at)
    if furthest - desk.now >= clock_rollback.NOTEWORTHY:
        if await _behind(desk):
            return  # nothing is noted meanwhile, so that its return is no silence
        await _was_ahead(desk, furthest)
        furthest = taken.at = desk.now
    last, alive.at = alive.at, desk.now
    alive.value = furthest.isoformat() if furthest > desk.now else ""
    if not await _restored(desk) and desk.now - last >= SILENCE:  # never after a pulse of the wrong date: it lies ahead
        await _returned(desk, last)


async def _mark(desk: Desk, name: str) -> Mark:
    """The first is of this very moment."""
    mark = await desk.session.get(Mark, name)
    if mark is None:
        mark = Mark(name=name, value="", at=desk.now)
        desk.session.add(mark)
    return mark


async def _behind(desk: Desk) -> datetime | None:
    """Either the clock stood ahead before or it is behind now: what Telegram has put on messages decides.

    The moment it has put there, where our clock is behind that.
    """
    said = await inbox.last_said(desk.session)
    if said is None or desk.now >= said - DRIFT:
        return None
    log.error("clock.behind", told=said.isoformat())
    return said


async def _was_ahead(desk: Desk, furthest: datetime) -> None:
    tasks = await clock_rollback.turn_back(desk)
    log.warning("clock.was_ahead", since=furthest.isoformat(), tasks=tasks)
    until = desk.policy.local(furthest)
    text = f"本机时钟曾走到{until:%Y年%m月%d日%H:%M}，现已回到正确时间；其间发出的提醒日期有误，请以此后的提醒为准。"
    await desk.tell_coordinators(
        NoticePayload(Notice.CLOCK, text=text + f"{tasks}件事项的提醒已按正确日期重新安排，请运维检查系统对时。"),
        key=f"clock:{furthest.isoformat(timespec='seconds')}:{desk.now.isoformat(timespec='seconds')}",
    )


async def _restored(desk: Desk) -> bool:
    """After a restore the coordinators hear once from when to when nothing is known: nothing of it was made up for."""
    mark = await desk.session.get(Mark, metadata.RESTORED)
    if mark is None:
        return False
    log.warning("ledger.restored", since=mark.value, at=mark.at.isoformat())
    since, until = desk.policy.local(datetime.fromisoformat(mark.value)), desk.policy.local(mark.at)
    text = f"台账已由备份恢复，{since:%Y年%m月%d日%H:%M}至{until:%Y年%m月%d日%H:%M}之间的情况没有记录："
    text += "其间收到的汇报、申请和所作的审批，请向有关人员重新了解，请其再报一次；其间已发出的提醒和周报可能再次发出。"
    key = f"restored:{mark.at.isoformat(timespec='seconds')}"
    await desk.tell_coordinators(NoticePayload(Notice.RESTORED, text=text), key=key)
    await desk.session.delete(mark)
    return True


async def _returned(desk: Desk, last: datetime) -> None:
    log.warning("service.returned", since=last.isoformat())
    since, until = desk.policy.local(last), desk.policy.local(desk.now)
    text = f"服务自{since:%m月%d日%H:%M}至{until:%m月%d日%H:%M}中断，现已恢复。"
    await desk.tell_coordinators(
        NoticePayload(
            Notice.OUTAGE, text=text + "其间收到的消息已补办，错过的提醒按当前进度补发一次，较早的不再补发。"
        ),
        key=f"outage:{last.isoformat(timespec='seconds')}",
    )


async def troubles(desk: Desk, vitals: Vitals) -> Sequence[Trouble]:
    """What keeps the service from its work and breaks no law."""
    found = vitals.troubles(desk.now, desk.policy)
    said = await _behind(desk)
    if said is not None:
        ours, theirs = desk.policy.local(desk.now), desk.policy.local(said)
        text = f"本机时钟（{ours:%Y年%m月%d日%H:%M}）慢于消息上的时间（{theirs:%Y年%m月%d日%H:%M}），"
        found.append(Trouble("clock", text + "到期提醒会推迟发出，请运维立即校准系统时间。"))
    vitals.troubled = bool(found)
    return found


async def report(desk: Desk, found: Sequence[Trouble]) -> None:
    """To the log each time, to the coordinators once a day each, unless it has passed before they may be told."""
    for trouble in found:
        log.error("service.trouble", name=trouble.name, text=trouble.text)
        await metadata.put(desk.session, metadata.trouble(trouble.name), "", now=desk.now)
        await desk.tell_coordinators(
            NoticePayload(Notice.TROUBLE, name=trouble.name, text=trouble.text),
            key=f"trouble:{trouble.name}:{desk.today}",
        )


async def purge(desk: Desk) -> None:
    gone = await inbox.purge(desk.session, now=desk.now)
    if gone:
        log.info("inbox.purged", rows=gone)
    forgotten = await attachments.purge(desk.session, now=desk.now)
    if forgotten:
        log.info("attachments.purged", files=forgotten)
