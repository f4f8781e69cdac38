"""Views of a department and of the whole, read from the ledger with the same standings as every list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import unit_views as texts
from bot.texts import words
from db import record, reports, requests, tasks
from db.lifecycle import UNFINISHED, State
from db.models import RequestKind, Task
from db.record import Fact
from db.tasks import Filter
from schedules.policy import Policy
from schedules.rungs import Rung
from schedules.survey import survey
from schedules.tally import Tally, tally, tally_by

_MOTION = re.compile(r"建议|提案|议案")


async def fact_sheet(session: AsyncSession, department_id: int, name: str, *, now: datetime, policy: Policy) -> str:
    known = await known_of(session, Filter(department_id=department_id), now=now, policy=policy)
    return texts.fact_sheet(name, known, policy.today(now))


async def known_of(session: AsyncSession, chosen: Filter, *, now: datetime, policy: Policy) -> list[texts.Known]:
    """情况、症结、办法 of every task that runs, for the message and for the paper alike."""
    found = [each for each in await tasks.matching(session, chosen) if each.state in UNFINISHED]
    ids = [task.id for task in found]
    newest = await reports.latest(session, ids)
    hard = {each.task_id: each for each in await reports.open_problems(session, ids)}
    promised = {each.task_id: each for each in await reports.open_promises(session, ids)}
    asked = {each.task_id: each for each in await requests.open_for(session, ids)}
    today = policy.today(now)
    known = []
    for task in found:
        report, saying = newest.get(task.id, (None, None))
        problem, promise, request = hard.get(task.id), promised.get(task.id), asked.get(task.id)
        trouble = f"{problem.obstacle}（{words.day(policy.today(problem.since), today=today)}起）" if problem else ""
        known.append(
            texts.Known(
                task.number,
                task.title,
                task.state.label,
                saying.words if saying is not None else "",
                policy.today(report.at) if report is not None else None,
                trouble,
                _way(task, promise.by if promise else None, promise.percent if promise else None, request, today),
            )
        )
    return known


_WAITS = {
    RequestKind.DECISION: "已请示，待领导决定",
    RequestKind.EXTENSION: "已申请延期，待批",
    RequestKind.CLOSURE: "已申请办结，待核查",
}


def _way(task: Task, by: date | None, percent: float | None, request, today: date) -> str:  # type: ignore[no-untyped-def]
    if request is not None and request.kind in _WAITS:
        return _WAITS[request.kind]
    if by is not None:
        goal = f"达到{words.percent(percent)}" if percent is not None else "完成"
        return f"承诺{words.day(by, today=today)}前{goal}"
    ahead = next((stone for stone in task.milestones if stone.due >= today), None)
    return f"下一节点：{words.day(ahead.due, today=today)}{ahead.name}" if ahead is not None else ""


async def record_of(session: AsyncSession, department_id: int, name: str, *, now: datetime, policy: Policy) -> str:
    """On time, late, sent back, silent: a recount by hand gives the same."""
    today = policy.today(now)
    closed = [_point(each, policy) for each in await record.closed(session, department_id)]
    running = await survey(session, Filter(department_id=department_id, unfinished=True), now=now, policy=policy)
    titles = {each.id: each for each in await tasks.named(session, Filter(department_id=department_id))}
    overdue = [
        texts.Point(task.number, titles[task.id].title, standing.due, (today - standing.due).days)
        for task, standing in running
        if standing.overdue and standing.due is not None
    ]
    points = {
        "按期办结": [each for each in closed if not each.days],
        "超期办结": [each for each in closed if each.days],
        "超期未办结": overdue,
        "退回重办": [_point(each, policy) for each in await record.returned(session, department_id)],
        "催而未报": [
            _point(each, policy) for each in await record.asked_in_vain(session, department_id, (Rung.SILENCE_2,))
        ],
        "漏报周期": [
            _point(each, policy) for each in await record.asked_in_vain(session, department_id, (Rung.PERIOD_MISSED,))
        ],
    }
    return texts.record(name, points, today)


def _point(fact: Fact, policy: Policy) -> texts.Point:
    on = policy.today(fact.at)
    late = (on - fact.due).days if fact.due is not None else 0
    return texts.Point(fact.number, fact.title, on, max(late, 0))


@dataclass(frozen=True, slots=True)
class ForPublic:
    """Counts of areas and of motions; nothing that names a person or tells a reason."""

    whole: Tally
    areas: Mapping[str, Tally]
    motions: Sequence[tuple[int, date | None]]  # with the day of the answer


async def for_public(session: AsyncSession, *, now: datetime, policy: Policy) -> str:
    found = await public_figures(session, now=now, policy=policy)
    return texts.for_public(policy.today(now), found.whole, found.areas, found.motions)


async def public_figures(session: AsyncSession, *, now: datetime, policy: Policy) -> ForPublic:
    stood = await survey(session, Filter(), now=now, policy=policy)
    whole = tally(found for _, found in stood)
    areas = tally_by((task.category or "其他", found) for task, found in stood)
    return ForPublic(whole, areas, await _motions(session, policy))


async def _motions(session: AsyncSession, policy: Policy) -> Sequence[tuple[int, date | None]]:
    found = [task for task in await tasks.matching(session, Filter()) if _MOTION.search(task.title + task.category)]
    return [
        (task.number, policy.today(task.closed_at) if task.state is State.CLOSED and task.closed_at else None)
        for task in found
    ]
