"""Working days, mornings and quiet hours, counted one day at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
MORNING = time(9)
OPENS, CLOSES = time(8), time(21)  # 急件, on any day
EVENING, ASKED_BY = time(18), time(16)  # the list of 急件, and what stands on it
QUIET = ((time(0), time(8)), (time(12), time(14)), (time(20), time(23, 59, 59, 999999)))


@dataclass(frozen=True, slots=True)
class Days:
    """`working`: whether somebody works on that day."""

    working: Callable[[date], bool]

    def after(self, day: date, n: int = 1) -> date:
        """The n-th working day after it, which never counts itself."""
        for _ in range(n):
            day += DAY
            while not self.working(day):
                day += DAY
        return day

    def before(self, day: date, n: int) -> date:
        for _ in range(n):
            day -= DAY
            while not self.working(day):
                day -= DAY
        return day

    def at_or_before(self, day: date) -> date:
        return day if self.working(day) else self.before(day, 1)

    def at_or_after(self, day: date) -> date:
        return day if self.working(day) else self.after(day)

    def since(self, day: date, today: date) -> int:
        """How many working days have begun after `day`, up to and with `today`."""
        n = 0
        while day < today:
            day += DAY
            n += self.working(day)
        return n

    def next_morning(self, moment: datetime) -> date:
        """The first morning at or after it."""
        local = moment.astimezone(ZONE)
        day = local.date() if local.time() <= MORNING else local.date() + DAY
        return self.at_or_after(day)

    def quiet(self, moment: datetime) -> bool:
        local = moment.astimezone(ZONE)
        return not self.working(local.date()) or any(first <= local.time() < last for first, last in QUIET)

    def allowed(self, moment: datetime) -> datetime:
        """The first moment at or after it that is not quiet."""
        while self.quiet(moment):
            local = moment.astimezone(ZONE)
            ends = next((last for first, last in QUIET if first <= local.time() < last), time(8))
            if not self.working(local.date()) or ends > time(20):
                moment = datetime.combine(self.after(local.date()), time(8), ZONE)
            else:
                moment = datetime.combine(local.date(), ends, ZONE)
        return moment

    def urgent_allowed(self, moment: datetime) -> datetime:
        """急件: the first moment at or after it between 08:00 and 21:00, on any day."""
        local = moment.astimezone(ZONE)
        if local.time() < OPENS:
            return datetime.combine(local.date(), OPENS, ZONE)
        return moment if local.time() < CLOSES else datetime.combine(local.date() + DAY, OPENS, ZONE)

    def ends_week(self, day: date) -> bool:
        """Friday, or the last working day of a week whose Friday is off."""
        monday = day - timedelta(days=day.weekday())
        if not self.working(day):
            return False
        friday = monday + timedelta(days=4)
        if self.working(friday):
            return day == friday
        return day == max(each for each in (monday + DAY * n for n in range(7)) if self.working(each))


def morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, ZONE)


def evening(day: date) -> datetime:
    return datetime.combine(day, EVENING, ZONE)


def local_day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()
