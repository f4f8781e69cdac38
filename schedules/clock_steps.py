"""What the machine's clock does when it is set, by seconds or by years, kept from the bells of APScheduler."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

log = structlog.get_logger(__name__)


class Every(BaseTrigger):  # type: ignore[misc]
    """So many seconds after the last ring. APScheduler's interval counts every ring a step of the clock has passed
    over: 1.7 million after 400 days, for seconds in which the loop stands still."""

    def __init__(self, seconds: int) -> None:
        self._interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now if previous is None else max(previous, now) + self._interval


class ClockSteps:
    """Finds that the machine's clock was set, by a clock nobody sets. After a step back APScheduler would not ring
    before that moment comes again."""

    NOTEWORTHY = 5.0  # seconds: slewing changes less between two looks

    def __init__(
        self,
        scheduler: AsyncIOScheduler,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._scheduler, self._wall, self._steady = scheduler, wall, steady
        self._ahead = wall() - steady()

    def look(self) -> bool:
        """Whether it was set since the last look; every bell then rings at once."""
        was, self._ahead = self._ahead, self._wall() - self._steady()
        if abs(self._ahead - was) < self.NOTEWORTHY:
            return False
        log.warning("clock.stepped", seconds=round(self._ahead - was))
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=datetime.fromtimestamp(self._wall(), UTC))
        return True
