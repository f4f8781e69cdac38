"""When this office speaks, how often, and when it keeps quiet. The values and their sources: `policy.toml`.

Moments go in and out as aware UTC; the zone is applied here and nowhere else in `schedules/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from db.system_reasons import reason
from schedules import given_file
from schedules.policy_file import PolicyFault, values
from schedules.policy_rules import Kind, Rule
from schedules.task_types import TaskTypes, shipped
from schedules.workdays import Calendar

__all__ = ["Policy", "PolicyFault", "load"]

_DAY = timedelta(days=1)
_KEPT = 20_000  # moments remembered


@dataclass(frozen=True)
class Policy:
    zone: str = "Asia/Shanghai"
    morning: time = time(9)
    morning_items: int = 10
    quiet_night: tuple[time, time] = (time(20), time(8))
    quiet_noon: tuple[time, time] = (time(12), time(14))
    urgent_window: tuple[time, time] = (time(8), time(21))
    urgent_evening: time = time(18)
    urgent_sign_hours: int = 2
    urgent_to_leader: bool = False
    deadline_before: tuple[int, ...] = (15, 7, 3, 1)
    near_days: int = 7
    milestone_before: int = 3
    merge_days: int = 3
    period_before: tuple[int, ...] = (5, 1)
    period_first_needs: int = 5
    sign_days: int = 1
    sign_again: int = 2
    ahead_points: int = 10
    behind_points: int = 10
    far_behind_points: int = 30
    silence_list_days: int = 2
    silence_order_days: int = 4
    silence_leader_days: int = 6
    silence_again: int = 1
    order_reply_days: int = 2
    issue_by_coordinator: tuple[str, ...] = ()
    office_name: str = "市政府督查室"
    silence_to_leader_unasked: bool = False
    silence_never_to: tuple[str, ...] = ("市长",)
    idle_days: int = 10
    look_back_days: int = 30
    look_back_sources: tuple[str, ...] = ("领导批示",)
    look_back_categories: tuple[str, ...] = ()
    age_days: int = 10
    burden_week: int = 8
    keep_updates: int = 30
    keep_sent: int = 400
    keep_questions: int = 90
    types: TaskTypes = field(default_factory=shipped)
    waiting_days: int = 2
    waiting_again: int = 2
    extension_days: int = 10
    extension_times: int = 1
    digest_weekday: int = 5
    digest: time = time(16)
    digest_attach: bool = True
    bulletin_every: str = "none"
    bulletin_weekday: int = 5
    bulletin_day: int = 1
    bulletin: time = time(9)
    reader_trust: str = "propose"
    reader_seconds: float = 5.0
    reader_at_a_time: int = 4
    reader_long: int = 12
    rules: tuple[Rule, ...] = ()
    calendar: Calendar = field(default_factory=Calendar.standard, compare=False, repr=False)

    def __post_init__(self) -> None:
        faults = [said for wrong, said in self._quarrels() if wrong]
        if faults:
            raise PolicyFault(faults)

    def _quarrels(self) -> list[tuple[bool, str]]:
        """Values that are right alone and wrong together."""
        return [
            (
                self.silence_list_days >= self.silence_order_days,
                "silence.order 应大于 silence.list：先电话催办，再发督办单",
            ),
            (
                self.silence_order_days >= self.silence_leader_days,
                "silence.leader 应大于 silence.order：先发督办单，再报领导",
            ),
            (self.behind_points >= self.far_behind_points, "lamp.far_behind 应大于 lamp.behind：先黄灯，后红灯"),
            (self._hushed(self.morning) is not None, "morning.at 不应落在 quiet 的免打扰时段之内；请改早间消息的时刻"),
        ]

    # A plan asks for some ten mornings and days, and the same ones for every task.
    @cached_property
    def _moments(self) -> dict[tuple[date, time], datetime]:
        return {}

    @cached_property
    def _days(self) -> dict[datetime, date]:
        return {}

    def of(self, task: Kind) -> Policy:
        """As it is for this task: of several rules that fit, the later one has the last word, value by value."""
        if not self.rules:
            return self
        fitting = tuple(place for place, rule in enumerate(self.rules) if rule.fits(task))
        if not fitting:
            return self._plain
        if fitting not in self._variants:
            given = {name: value for place in fitting for name, value in self.rules[place].given}
            self._variants[fitting] = replace(self._plain, **given)
        return self._variants[fitting]

    @cached_property
    def told_apart(self) -> frozenset[str]:
        """What its rungs go by beside the dates of a task: what a rule asks of it, and what the ladder itself does."""
        return frozenset({"urgent", "mode"}.union(*[dict(rule.when) for rule in self.rules]))

    @cached_property
    def _plain(self) -> Policy:
        return replace(self, rules=())

    @cached_property
    def _variants(self) -> dict[tuple[int, ...], Policy]:
        return {}

    @cached_property
    def planned_before(self) -> dict[Any, Any]:
        """For the rules of time: what they have worked out by this policy."""
        return {}

    def local(self, now: datetime) -> datetime:
        return now.astimezone(ZoneInfo(self.zone))

    def today(self, now: datetime) -> date:
        found = self._days.get(now)
        if found is None:
            if len(self._days) >= _KEPT:
                self._days.clear()
            found = self._days[now] = self.local(now).date()
        return found

    def at(self, day: date, clock: time | str) -> datetime:
        """That local time of day, as aware UTC."""
        clock = time.fromisoformat(clock) if isinstance(clock, str) else clock
        found = self._moments.get((day, clock))
        if found is None:
            if len(self._moments) >= _KEPT:
                self._moments.clear()
            found = datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC)
            self._moments[day, clock] = found
        return found

    def morning_at_or_after(self, moment: datetime) -> datetime:
        """The next morning message of a working day."""
        day = self.calendar.at_or_after(self.today(moment))
        found = self.at(day, self.morning)
        return found if found >= moment else self.at(self.calendar.forward(day, 1), self.morning)

    def urgent_at_or_after(self, moment: datetime) -> datetime:
        """The moment itself inside the window of 急件, else the window's next opening, on whatever day."""
        opens, closes = self.urgent_window
        local = self.local(moment)
        if local.time() < opens:
            return self.at(local.date(), opens)
        return moment if local.time() < closes else self.at(local.date() + _DAY, opens)

    def quiet(self, now: datetime, urgent: bool = False) -> bool:
        return self.allowed_at_or_after(now, urgent) != now

    def allowed_at_or_after(self, moment: datetime, urgent: bool = False) -> datetime:
        """The first moment from this one on at which a message may ring."""
        if urgent:
            return self.urgent_at_or_after(moment)
        end = self._end_of_quiet(moment)
        while end is not None:
            moment = end
            end = self._end_of_quiet(moment)
        return moment

    def _end_of_quiet(self, moment: datetime) -> datetime | None:
        local = self.local(moment)
        day, clock = local.date(), local.time()
        if not self.calendar.is_workday(day):
            return self.at(self.calendar.at_or_after(day), time.min)
        ends = self._hushed(clock)
        if ends is None:
            return None
        return self.at(day if ends > clock else day + _DAY, ends)

    def _hushed(self, clock: time) -> time | None:
        """When the quiet hours around this time of day end."""
        for starts, ends in (self.quiet_noon, self.quiet_night):
            inside = starts <= clock < ends if starts <= ends else clock >= starts or clock < ends
            if inside:
                return ends
        return None

    def digest_day(self, day: date) -> date | None:
        """The digest's day in the week of this day: Friday, else the last working day; None in a week without any."""
        return self.day_in_week(day, self.digest_weekday)

    def day_in_week(self, day: date, weekday: int) -> date | None:
        """That day of the week of this day, else its last working day; None in a week without any."""
        monday = day - timedelta(days=day.weekday())
        week = [monday + timedelta(days=n) for n in range(7)]
        usual = week[weekday - 1]
        worked = [each for each in week if self.calendar.is_workday(each)]
        return usual if usual in worked else max(worked, default=None)

    def digest_at_or_after(self, moment: datetime) -> datetime:
        day = self.today(moment)
        for week in range(6):
            found = self.digest_day(day + timedelta(weeks=week))
            if found is not None and self.at(found, self.digest) >= moment:
                return self.at(found, self.digest)
        raise PolicyFault(["六周之内没有工作日；请核对 calendar 目录中的假日安排"])


def load(path: Path | None = None, *, calendar: Calendar | None = None) -> Policy:
    """The defaults, with what the office's own file changes; PolicyFault names keys and remedies."""
    calendar = calendar or Calendar.standard()
    if path is None:
        return Policy(calendar=calendar)
    try:
        text = given_file.text(path)
    except (OSError, UnicodeDecodeError) as error:
        why = "不是 UTF-8 编码" if isinstance(error, UnicodeDecodeError) else reason(error)
        raise PolicyFault([f"无法读取策略文件 {path}（{why}）；请核对路径，并以 UTF-8 保存"]) from error
    policy = Policy(**values(text), calendar=calendar)
    for place, rule in enumerate(policy.rules, 1):
        try:
            replace(policy, rules=(), **rule.values)
        except PolicyFault as fault:
            raise PolicyFault([f"第{place}条 rule：{each}" for each in fault.faults]) from None
    return policy
