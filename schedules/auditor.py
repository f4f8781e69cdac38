"""The laws of the design, asked of the live ledger: by the timetable every ten minutes, and by `huiyin doctor`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from db import agenda, audit, journal, tasks
from schedules import ladder
from schedules.facts import facts_of
from schedules.policy import Policy
from schedules.steps.desk import Desk, breath

log = structlog.get_logger(__name__)

PATIENCE = timedelta(minutes=10)  # what waits longer than this has been forgotten
LOOK_BACK = timedelta(days=2)


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
    """What a law is asked with."""

    session: AsyncSession
    now: datetime
    policy: Policy


Law = Callable[[Look], Awaitable[Sequence[int]]]


async def _agenda_differs(look: Look) -> Sequence[int]:
    """Recompute the agenda from task, policy and calendar: where it differs a step forgot to replan."""
    living = await tasks.matching(look.session, tasks.Filter(unfinished=True))
    facts = await facts_of(look.session, living)
    standing = await agenda.all_standing(look.session)
    coming: dict[int, dict[tuple[int, str, str], datetime]] = defaultdict(dict)
    for row in standing.waiting:
        coming[row.task_id][row.round, row.rung, row.occurrence] = row.at
    found = []
    for place, task in enumerate(living):
        await breath(place)
        planned = ladder.plan(facts[task.id], look.policy, look.policy.calendar)
        wanted = {
            (task.round, each.rung.value, each.occurrence): each.at
            for each in planned
            if (task.id, each.rung.value, each.occurrence) not in standing.taken
        }
        if coming[task.id] != wanted:
            found.append(task.id)
    return found


LAWS: tuple[tuple[int, str, Law], ...] = (
    (1, "未办结事项没有下一次提醒", lambda look: audit.without_a_next_date(look.session)),
    (2, "收到的消息超过十分钟未处理", lambda look: audit.unserved(look.session, before=look.now - PATIENCE)),
    (2, "已处理的消息没有答复", lambda look: audit.unanswered(look.session, since=look.now - LOOK_BACK)),
    (3, "提醒计划与重新计算的不一致", _agenda_differs),
    (3, "已办结或中止的事项仍有提醒", lambda look: audit.finished_with_a_next_date(look.session)),
    (4, "发送中的消息超过十分钟没有结果", lambda look: audit.stuck(look.session, now=look.now, patience=PATIENCE)),
    (4, "已结束的消息缺少编号或原因", lambda look: audit.without_a_proper_end(look.session)),
    (4, "结果不明的消息未按规定重发", lambda look: audit.not_sent_again(look.session)),
    (4, "没有缘由的重复消息", lambda look: audit.doubled(look.session)),
    (5, "较早的提醒晚于较新的提醒送达", lambda look: audit.out_of_order(look.session, since=look.now - LOOK_BACK)),
    (7, "流水重演所得状态与台账不一致", lambda look: audit.replayed_otherwise(look.session)),
    (7, "流水的封签已被改动", lambda look: journal.broken_blocks(look.session)),
)


async def breaches(session: AsyncSession, *, now: datetime, policy: Policy) -> list[Breach]:
    """Every law that does not hold now."""
    look = Look(session, now, policy)
    found = [(number, what, await law(look)) for number, what, law in LAWS]
    return [Breach(number, what, tuple(ids)) for number, what, ids in found if ids]


async def audit_laws(desk: Desk) -> int:
    """The tick: breaches go to the log each time, to the coordinators once a day each. How many there are."""
    found = await breaches(desk.session, now=desk.now, policy=desk.policy)
    for breach in found:
        log.error("law.broken", law=breach.law, what=breach.what, ids=breach.ids[:20])
        await desk.tell_coordinators(
            {"what": "breach", "text": breach.text}, key=f"breach:{breach.law}:{breach.what}:{desk.today}"
        )
    return len(found)
