"""How a task stands at a moment: the one function behind `/status`, digest, chart and export.

Lamps warn: 红 overdue or far behind, 黄 behind or hollow, 蓝 near its date. 绿 is as planned or closed;
灰 has no lamp: nothing reported yet, or 中止. Lateness exists only here, as a question put to the clock.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from db.lifecycle import State
from schedules import periods
from schedules.ladder import Rung, asked, first_period
from schedules.periods import Period
from schedules.policy import Policy
from schedules.task_facts import TaskFacts
from schedules.workdays import Calendar


class Lamp(StrEnum):
    """Worst first."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    GREY = "grey"
    GREEN = "green"

    @property
    def label(self) -> str:
        return {"red": "红", "yellow": "黄", "blue": "蓝", "grey": "灰", "green": "绿"}[self.value]

    @property
    def mark(self) -> str:
        return {"red": "🔴", "yellow": "🟡", "blue": "🔵", "grey": "⚪", "green": "🟢"}[self.value]


class Pace(StrEnum):
    AHEAD = "超进度"
    ON_PLAN = "达进度"
    BEHIND = "欠进度"
    UNREPORTED = "未报进度"
    DONE = "已完成"
    OTHER = "其它"


class Closing(StrEnum):
    """Timeliness of a closed task: by when its accepted claim was made."""

    EARLY = "提前完成"
    IN_TIME = "按期完成"
    LATE = "超期完成"


@dataclass(slots=True, kw_only=True)  # as of the facts: never changed, and made by the thousand
class Standing:
    state: State
    lamp: Lamp
    pace: Pace
    due: date | None = None  # what it runs for: its date, or the deadline of the open period
    period: str | None = None  # key of the open period of a recurring task
    days_left: int | None = None  # calendar days, negative when overdue; None when it no longer runs
    workdays_left: int | None = None
    overdue: bool = False  # 超期
    sign_late: bool = False  # 领办逾期
    report_late: bool = False  # 反馈逾期
    missed_on: date | None = None  # the day by which the last report of a recurring task did not come
    hollow: bool = False  # the last report was 无实质内容
    percent: float | None = None  # as reported; a claim says 100
    planned_percent: float | None = None
    closing: Closing | None = None

    @property
    def gap(self) -> float | None:
        """Points ahead of the plan, negative behind it."""
        if self.percent is None or self.planned_percent is None:
            return None
        return round(self.percent - self.planned_percent, 6)


def worst_first(standing: Standing) -> tuple[int, int, float]:
    """Sort key for lists of tasks."""
    days = standing.days_left if standing.days_left is not None else 10**6
    return list(Lamp).index(standing.lamp), days, standing.gap or 0.0


def standing(facts: TaskFacts, now: datetime, policy: Policy, calendar: Calendar) -> Standing:
    if facts.state is State.STOPPED:
        return Standing(state=facts.state, lamp=Lamp.GREY, pace=Pace.OTHER, percent=facts.percent)
    if facts.state is State.CLOSED:
        closing = _closing(facts, policy)
        return Standing(state=facts.state, lamp=Lamp.GREEN, pace=Pace.DONE, percent=100.0, closing=closing)
    policy = policy.of(facts)
    today = policy.today(now)
    found = (_recurring if facts.recurring else _deadline)(facts, today, policy, calendar)
    if facts.state is State.BLOCKED and found.lamp not in (Lamp.RED, Lamp.YELLOW):
        found = replace(found, lamp=Lamp.YELLOW)  # 受阻 is at least yellow everywhere
    if facts.asked_at is None and facts.signed_at is not None and facts.state is not State.HANDED_OUT:
        return found  # nobody owes a word
    rungs = asked(facts, policy, calendar)
    sign_late = _sign_late(facts, rungs.get(Rung.SIGN), now, policy)
    silent = Rung.SILENCE_2 in rungs and rungs[Rung.SILENCE_2] <= now
    if not sign_late and not silent:
        return found
    return replace(found, sign_late=sign_late, report_late=found.report_late or silent)


class Judged(Protocol):
    """What of a task tells how it stands, but for what stands beside it."""

    @property
    def state(self) -> State: ...
    @property
    def mode(self) -> str: ...
    @property
    def due(self) -> date | None: ...
    @property
    def plan_from(self) -> date | None: ...
    @property
    def percent(self) -> float | None: ...
    @property
    def signed_at(self) -> datetime | None: ...
    @property
    def asked_at(self) -> datetime | None: ...
    @property
    def reported_at(self) -> datetime | None: ...
    @property
    def substance_at(self) -> datetime | None: ...
    @property
    def claimed_at(self) -> datetime | None: ...


def alike(task: Judged, policy: Policy) -> Hashable | None:
    """Running tasks of which this is the same stand the same, as long as they have no milestones; None where more tells
    it. In a large ledger many share their dates and their percent."""
    if policy.rules or task.state in _OVER or task.mode == "recurring" or task.plan_from is None:
        return None
    if task.asked_at is not None or task.signed_at is None or task.state is State.HANDED_OUT:
        return None  # somebody owes a word: by the hour and the day
    return task.state, task.due, task.plan_from, task.percent, task.claimed_at, _hollow(task)


_OVER = (State.CLOSED, State.STOPPED)


def _closing(facts: TaskFacts, policy: Policy) -> Closing:
    if facts.due is None or facts.claimed_at is None or facts.recurring:
        return Closing.IN_TIME
    claimed = policy.today(facts.claimed_at)
    if claimed > facts.due:
        return Closing.LATE
    return Closing.EARLY if claimed < facts.due else Closing.IN_TIME


def _deadline(facts: TaskFacts, today: date, policy: Policy, calendar: Calendar) -> Standing:
    claimed = facts.state is State.CLAIMED
    percent = 100.0 if claimed else facts.percent
    planned = planned_percent(facts, today, policy)
    judged_on = policy.today(facts.claimed_at) if claimed and facts.claimed_at else today
    overdue = facts.due is not None and judged_on > facts.due
    workdays_left = calendar.between(today, facts.due) if facts.due else None
    gap = None if percent is None or planned is None else round(percent - planned, 6)
    hollow = _hollow(facts)
    near = not claimed and workdays_left is not None and workdays_left <= policy.near_days
    return Standing(
        state=facts.state,
        lamp=_lamp(overdue, gap, hollow, near, percent, policy),
        pace=_pace(percent, gap, policy),
        due=facts.due,
        days_left=(facts.due - today).days if facts.due else None,
        workdays_left=workdays_left,
        overdue=overdue,
        hollow=hollow,
        percent=percent,
        planned_percent=planned,
    )


def _lamp(overdue: bool, gap: float | None, hollow: bool, near: bool, percent: float | None, policy: Policy) -> Lamp:
    behind = -gap if gap is not None else 0.0
    if overdue or behind > policy.far_behind_points:
        return Lamp.RED
    if hollow or behind > policy.behind_points:
        return Lamp.YELLOW
    if near:
        return Lamp.BLUE
    return Lamp.GREY if percent is None else Lamp.GREEN


def _pace(percent: float | None, gap: float | None, policy: Policy) -> Pace:
    if percent is None:
        return Pace.UNREPORTED  # counted apart, never as 0
    if gap is None:
        return Pace.ON_PLAN
    if gap > policy.ahead_points:
        return Pace.AHEAD
    return Pace.BEHIND if -gap > policy.behind_points else Pace.ON_PLAN


def planned_percent(facts: TaskFacts, today: date, policy: Policy) -> float | None:
    """Where the plan's line stands today: straight from hand-out to due, or through i/n at milestone i."""
    if facts.due is None:
        return None
    start = facts.plan_from or policy.today(facts.handed_out_at or facts.began_at)
    if not facts.milestones and start <= today < facts.due:
        return 100.0 * (today - start).days / (facts.due - start).days
    days = sorted(due for _, _, due in facts.milestones) or [facts.due]
    corners = [(start, 0.0), *((day, 100.0 * place / len(days)) for place, day in enumerate(days, 1))]
    return _reached(corners, today) if today >= start else 0.0


def _reached(corners: list[tuple[date, float]], today: date) -> float:
    passed = [corner for corner in corners if corner[0] <= today]
    ahead = [corner for corner in corners if corner[0] > today]
    low_day, low = max(passed, key=lambda corner: corner[1])
    if not ahead:
        return low
    high_day, high = ahead[0]
    return low + (high - low) * (today - low_day).days / (high_day - low_day).days


def _recurring(facts: TaskFacts, today: date, policy: Policy, calendar: Calendar) -> Standing:
    first = first_period(facts, policy, calendar)
    running = max(first, periods.reporting(facts.report_every, today, facts.report_day))
    pace = _period_pace(facts, first, running)
    waiting = running.next() if running.key in facts.reported_periods else running
    due = waiting.deadline(facts.report_day)
    workdays_left = calendar.between(today, due)
    near = facts.state is not State.CLAIMED and workdays_left <= policy.period_before[0]
    return Standing(
        state=facts.state,
        lamp=_period_lamp(pace, hollow=_hollow(facts), near=near),
        pace=pace,
        due=due,
        period=waiting.key,
        days_left=(due - today).days,
        workdays_left=workdays_left,
        report_late=pace is Pace.BEHIND,
        missed_on=_before(running).deadline(facts.report_day) if pace is Pace.BEHIND else None,
        hollow=_hollow(facts),
        percent=facts.percent,
    )


def _period_pace(facts: TaskFacts, first: Period, running: Period) -> Pace:
    """The running period's report, else the last one whose deadline has passed."""
    before = _before(running)
    if running.key in facts.reported_periods:
        return Pace.ON_PLAN
    if before < first:
        return Pace.UNREPORTED
    return Pace.ON_PLAN if before.key in facts.reported_periods else Pace.BEHIND


def _before(period: Period) -> Period:
    return periods.of(period.kind, period.first - timedelta(days=1))


def _period_lamp(pace: Pace, *, hollow: bool, near: bool) -> Lamp:
    if pace is Pace.BEHIND or hollow:
        return Lamp.YELLOW
    if near:
        return Lamp.BLUE
    return Lamp.GREY if pace is Pace.UNREPORTED else Lamp.GREEN


def _hollow(facts: Judged) -> bool:
    """The last word on the task said nothing; a claim is looked at by the office instead."""
    if facts.reported_at is None or facts.state is State.CLAIMED:
        return False
    return facts.substance_at is None or facts.substance_at < facts.reported_at


def _sign_late(facts: TaskFacts, asked_at: datetime | None, now: datetime, policy: Policy) -> bool:
    """急件 by the hour, everything else by the end of the day on which it is asked about."""
    if asked_at is None:
        return False
    return now > asked_at if facts.urgent else policy.today(now) > policy.today(asked_at)
