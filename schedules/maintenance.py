"""What the service does for itself: it notes that it lives, says after a silence that it is back, and throws away
what was served long ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from db import attachments, inbox, metadata
from db.models import Mark
from db.payloads import Notice, NoticePayload
from db.upkeep import retention
from schedules import moments
from schedules.health import Health, Trouble
from schedules.steps import clock_rollback
from schedules.steps.context import StepContext

log = structlog.get_logger(__name__)

ALIVE = "alive"  # at: the last pulse; value: a later moment of one by a clock that was set back a little
DRIFT = timedelta(hours=1)  # how far two clocks that are right may be apart
SILENCE = timedelta(minutes=15)  # a shorter one is a restart, which nobody need hear of


async def note_moment(context: StepContext) -> None:
    """Whoever takes rungs or runs notes, in the same transaction, how far the clock had come.

    Killed or set right before the next pulse, a clock that stood ahead would leave no other trace.
    """
    await metadata.advance(context.session, metadata.TAKEN, context.now)


async def pulse(context: StepContext) -> None:
    """Note that we live; after a silence the coordinators hear how long nobody was served."""
    alive, taken = await _mark(context, ALIVE), await _mark(context, metadata.TAKEN)
    furthest = max(taken.at, datetime.fromisoformat(alive.value) if alive.value else alive.at)
    if furthest - context.now >= clock_rollback.NOTEWORTHY:
        if await _behind(context):
            return  # nothing is noted meanwhile, so that its return is no silence
        await _was_ahead(context, furthest)
        furthest = taken.at = context.now
    last, alive.at = alive.at, context.now
    alive.value = furthest.isoformat() if furthest > context.now else ""
    if (
        not await _restored(context) and context.now - last >= SILENCE
    ):  # never after a pulse of the wrong date: it lies ahead
        await _returned(context, last)


async def _mark(context: StepContext, name: str) -> Mark:
    """The first is of this very moment."""
    mark = await context.session.get(Mark, name)
    if mark is None:
        mark = Mark(name=name, value="", at=context.now)
        context.session.add(mark)
    return mark


async def _behind(context: StepContext) -> datetime | None:
    """Either the clock stood ahead before or it is behind now: what Telegram has put on messages decides.

    The moment it has put there, where our clock is behind that.
    """
    said = await inbox.last_said(context.session)
    if said is None or context.now >= said - DRIFT:
        return None
    log.error("clock.behind", told=said.isoformat())
    return said


async def _was_ahead(context: StepContext, furthest: datetime) -> None:
    tasks = await clock_rollback.recover(context)
    log.warning("clock.was_ahead", since=furthest.isoformat(), tasks=tasks)
    until = context.policy.local(furthest)
    text = f"本机时钟曾走到{moments.in_year(until)}，现已回到正确时间；其间发出的提醒日期有误，请以此后的提醒为准。"
    await context.tell_coordinators(
        NoticePayload(Notice.CLOCK, text=text + f"{tasks}件事项的提醒已按正确日期重新安排，请运维检查系统对时。"),
        key=f"clock:{furthest.isoformat(timespec='seconds')}:{context.now.isoformat(timespec='seconds')}",
    )


async def _restored(context: StepContext) -> bool:
    """After a restore the coordinators hear once from when to when nothing is known: nothing of it was made up for."""
    mark = await context.session.get(Mark, metadata.RESTORED)
    if mark is None:
        return False
    log.warning("ledger.restored", since=mark.value, at=mark.at.isoformat())
    since, until = context.policy.local(datetime.fromisoformat(mark.value)), context.policy.local(mark.at)
    text = f"台账已由备份恢复，{moments.in_year(since)}至{moments.in_year(until)}之间的情况没有记录："
    text += "其间收到的汇报、申请和所作的审批，请向有关人员重新了解，请其再报一次；其间已发出的提醒和周报可能再次发出。"
    key = f"restored:{mark.at.isoformat(timespec='seconds')}"
    await context.tell_coordinators(NoticePayload(Notice.RESTORED, text=text), key=key)
    await context.session.delete(mark)
    return True


async def _returned(context: StepContext, last: datetime) -> None:
    log.warning("service.returned", since=last.isoformat())
    since, until = context.policy.local(last), context.policy.local(context.now)
    text = f"服务自{moments.moment(since)}至{moments.moment(until)}中断，现已恢复。"
    await context.tell_coordinators(
        NoticePayload(
            Notice.OUTAGE, text=text + "其间收到的消息已补办，错过的提醒按当前进度补发一次，较早的不再补发。"
        ),
        key=f"outage:{last.isoformat(timespec='seconds')}",
    )


async def troubles(context: StepContext, health: Health) -> Sequence[Trouble]:
    """What keeps the service from its work and breaks no law."""
    found = health.troubles(context.now, context.policy)
    said = await _behind(context)
    if said is not None:
        ours, theirs = context.policy.local(context.now), context.policy.local(said)
        text = f"本机时钟（{moments.in_year(ours)}）慢于消息上的时间（{moments.in_year(theirs)}），"
        found.append(Trouble("clock", text + "到期提醒会推迟发出，请运维立即校准系统时间。"))
    health.troubled = bool(found)
    return found


async def report(context: StepContext, found: Sequence[Trouble]) -> None:
    """To the log each time, to the coordinators once a day each, unless it has passed before they may be told."""
    for trouble in found:
        log.error("service.trouble", name=trouble.name, text=trouble.text)
        await metadata.put(context.session, metadata.trouble(trouble.name), "", now=context.now)
        await context.tell_coordinators(
            NoticePayload(Notice.TROUBLE, name=trouble.name, text=trouble.text),
            key=f"trouble:{trouble.name}:{context.today}",
        )


async def purge(context: StepContext) -> None:
    """By the policy's days; the journal keeps how many went, and until which day."""
    session, now, policy = context.session, context.now, context.policy
    days = {"updates": policy.keep_updates, "calls": policy.keep_sent, "questions": policy.keep_questions}
    before = {name: now - timedelta(days=many) for name, many in days.items()}
    gone = {
        "updates": await inbox.purge(session, now=now, kept=timedelta(days=policy.keep_updates)),
        "calls": await retention.calls(session, before=before["calls"]),
        "questions": await retention.questions(session, before=before["questions"]),
        "files": await attachments.purge(session, now=now),
    }
    went = {name: many for name, many in gone.items() if many}
    if went:
        facts: dict[str, Any] = {f"{name}_before": f"{policy.today(before[name])}" for name in went if name in before}
        context.note("purge", **went | facts)
        log.info("ledger.purged", **went)
