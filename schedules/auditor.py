"""The laws of the design, asked of the live ledger: by the timetable every ten minutes, and by `huiyin doctor`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from db import agenda, audit, indicators, items, journal, matters, sending
from db.payloads import Notice, NoticePayload
from db.task_columns import TaskColumns
from db.tasks import Filter
from schedules import ladder
from schedules.facts import facts_of
from schedules.health import Health
from schedules.policy import Policy
from schedules.steps.context import StepContext, yield_to_loop
from schedules.survey import pages

log = structlog.get_logger(__name__)

PATIENCE = timedelta(minutes=10)  # what waits longer than this has been forgotten
HELD_UP = timedelta(minutes=30)  # a call that may go: many that wait for their turn take some minutes
LOOK_BACK = timedelta(days=2)
CALLS = 20_000  # the newest of them are asked about every ten minutes, the older ones were asked about then
CHATS = 10_000
UNTOLD = "未能处理的消息没有告知督查员"


@dataclass(frozen=True, slots=True)
class Breach:
    """A law that does not hold: its number in the design, what is wrong in words for people, and the ids."""

    law: int
    what: str
    ids: tuple[int, ...]

    @property
    def text(self) -> str:
        shown = "、".join(map(str, self.ids[:10])) + (" 等" if len(self.ids) > 10 else "")
        return f"{self.what}：共 {len(self.ids)} 处（内部编号 {shown}）。请运维运行 huiyin doctor 核查。"


@dataclass(frozen=True, slots=True)
class Look:
    """What a law is asked with. A running service looks at what is new, and knows since when it runs."""

    session: AsyncSession
    now: datetime
    policy: Policy
    health: Health | None = None
    chain: journal.Checked = field(default_factory=journal.Checked)
    after: int = 0  # the newest call that was looked at often enough


Key = tuple[int, str, str]  # round, rung, occurrence
Law = Callable[[Look], Awaitable[Sequence[int]]]


async def _not_taken(look: Look) -> Sequence[int]:
    """Rows long due that a ring has passed by or could not take; those that a start has just made due are not."""
    tried = look.health.tried("agenda") if look.health else None
    if tried is None:
        return []  # no service rings: `huiyin doctor` says how long they wait
    late = min(look.now - PATIENCE, tried)
    return [row.id for row in await agenda.coming(look.session, until=late)]


async def _held_up(look: Look) -> Sequence[int]:
    """Calls that nothing holds back. One that is tried again and again has its moment put off each time."""
    if look.health is None or not look.health.sends(PATIENCE.total_seconds()):
        return []  # no service sends, or it has only begun to; in the dark one call at a time is tried
    ready = await sending.ready(look.session, now=look.now, limit=CHATS)
    return await audit.waiting_since(look.session, [row.id for row in ready], before=look.now - HELD_UP)


async def _agenda_differs(look: Look) -> Sequence[int]:
    """Recompute the agenda from task, policy and calendar: where it differs a step forgot to replan."""
    found: list[int] = []
    async for page in pages(look.session, Filter(unfinished=True)):
        found += await _differ(look, page)
    return found


async def _differ(look: Look, tasks: Sequence[TaskColumns]) -> list[int]:
    facts = await facts_of(look.session, tasks)
    standing: dict[int, dict[Key, datetime]] = {task.id: {} for task in tasks}
    for row in await agenda.waiting_of(look.session, standing):
        standing[row.task_id][row.round, row.rung, row.occurrence] = row.at
    wanted: dict[int, dict[Key, datetime]] = {}
    for place, task in enumerate(tasks):
        await yield_to_loop(place)
        planned = ladder.wanted(facts[task.id], look.policy, look.policy.calendar)
        wanted[task.id] = {(task.round, rung, occurrence): at for (rung, occurrence), at in planned.items()}
    await _leave_out_taken(look, wanted, standing)
    return [task.id for task in tasks if wanted[task.id] != standing[task.id]]


async def _leave_out_taken(
    look: Look, wanted: Mapping[int, dict[Key, datetime]], standing: Mapping[int, Mapping[Key, datetime]]
) -> None:
    """What is wanted and does not wait may have been taken."""
    missing = {task_id: each.keys() - standing[task_id].keys() for task_id, each in wanted.items()}
    asked = [task_id for task_id, keys in missing.items() if keys]
    if not asked:
        return
    since = min(wanted[task_id][key] for task_id in asked for key in missing[task_id])
    taken = await agenda.taken_of(look.session, asked, since=since)
    for task_id in asked:
        for key in missing[task_id]:
            if (task_id, key[1], key[2]) in taken:
                del wanted[task_id][key]


async def _matters_without_a_date(look: Look) -> Sequence[int]:
    return await matters.without_a_next_date(look.session, today=look.policy.today(look.now))


async def _promises_without_a_day(look: Look) -> Sequence[int]:
    return await audit.promises_without_a_day(look.session, today=look.policy.today(look.now))


async def _closed_with_open_items(look: Look) -> Sequence[int]:
    hindering = [kind.name for kind in look.policy.types.kinds if not (kind.office or kind.turn)]
    return await items.closed_with_open(look.session, hindering) if hindering else []


LAWS: tuple[tuple[int, str, Law], ...] = (
    (1, "未办结事项没有下一次提醒", lambda look: audit.without_a_next_date(look.session)),
    (9, "未签收的事项没有下一次催签", lambda look: audit.unsigned_without_a_next_date(look.session)),
    (9, "未反馈的事项没有列入督查员清单的日期", lambda look: audit.silent_without_a_next_date(look.session)),
    (9, "未解决的困难不在任何人手上", lambda look: audit.problems_of_nobody(look.session)),
    (9, "未办结的来信、困难或批示没有下一个日期", _matters_without_a_date),
    (9, "待定的申请、请示没有下一个日期", lambda look: audit.requests_without_a_next_date(look.session)),
    (9, "未到期的承诺没有询问日期", _promises_without_a_day),
    (2, "收到的消息超过十分钟未处理", lambda look: audit.unserved(look.session, before=look.now - PATIENCE)),
    (2, UNTOLD, lambda look: audit.poison_untold(look.session)),
    (2, "已处理的消息没有答复", lambda look: audit.unanswered(look.session, since=look.now - LOOK_BACK)),
    (3, "到期超过十分钟的提醒没有处理", _not_taken),
    (3, "提醒计划与重新计算的不一致", _agenda_differs),
    (3, "已办结或中止的事项仍有提醒", lambda look: audit.finished_with_a_next_date(look.session)),
    (4, "发送中的消息超过十分钟没有结果", lambda look: audit.stuck(look.session, now=look.now, patience=PATIENCE)),
    (4, "可以发送的消息超过三十分钟没有发出", _held_up),
    (4, "已结束的消息缺少编号或原因", lambda look: audit.without_a_proper_end(look.session, after=look.after)),
    (4, "结果不明的消息未按规定重发", lambda look: audit.not_sent_again(look.session, after=look.after)),
    (4, "没有缘由的重复消息", lambda look: audit.doubled(look.session, after=look.after)),
    (
        5,
        "较早的提醒晚于较新的提醒送达",
        lambda look: audit.out_of_order(look.session, since=look.now - LOOK_BACK, after=look.after),
    ),
    (7, "已销号事项仍有未清的子项", _closed_with_open_items),
    (7, "指标数据与其反馈不属于同一事项", lambda look: indicators.astray(look.session)),
    (7, "流水重演所得状态与台账不一致", lambda look: audit.replayed_otherwise(look.session)),
    (7, "流水的封签已被改动", lambda look: journal.broken_blocks(look.session, look.chain)),
)


async def breaches(session: AsyncSession, *, now: datetime, policy: Policy) -> list[Breach]:
    """Every law that does not hold now, asked of the whole ledger."""
    return await _broken(Look(session, now, policy))


async def _broken(look: Look) -> list[Breach]:
    found = []
    for number, what, law in LAWS:
        ids = await law(look)
        if ids:
            found.append(Breach(number, what, tuple(ids)))
        await asyncio.sleep(0)
    return found


async def look(context: StepContext, health: Health) -> Sequence[Breach]:
    """Every law that does not hold now, asked of what is new since the last look; the chain as a whole once a day."""
    if health.chain_day != context.today:
        health.chain, health.chain_day = journal.Checked(), context.today
    after = await audit.newest_calls(context.session, many=CALLS)
    return await _broken(Look(context.session, context.now, context.policy, health, health.chain, after))


async def tell(context: StepContext, found: Sequence[Breach]) -> None:
    """Breaches go to the log each time, to the coordinators once a day each; what nobody was told of is told."""
    for breach in found:
        log.error("law.broken", law=breach.law, what=breach.what, ids=breach.ids[:20])
        if breach.what == UNTOLD:
            await _tell_of_poison(context, breach.ids)
            continue
        await context.tell_coordinators(
            NoticePayload(Notice.BREACH, text=breach.text), key=f"breach:{breach.law}:{breach.what}:{context.today}"
        )


async def _tell_of_poison(context: StepContext, ids: Sequence[int]) -> None:
    """By the keys of the notices that were due when it was set aside: then it has been told."""
    for row_id in ids:
        await context.tell_coordinators(NoticePayload(Notice.POISON, inbox_id=row_id), key=f"poison:{row_id}")
