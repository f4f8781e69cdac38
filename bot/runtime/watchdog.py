"""Keeps the service's loops going: one that ends, fails or no longer beats is started again, and it is said."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger(__name__)

LOOK_SECONDS = 5.0
ENDING_SECONDS = 20.0  # how long a loop may take to end before it is left behind


@dataclass(slots=True)
class Loop:
    """One loop: how it runs, what grows while it works, and for how many seconds it may stand still."""

    name: str
    run: Callable[[asyncio.Event], Awaitable[None]]
    steps_done: Callable[[], int]
    patience: float
    task: asyncio.Task[None] | None = field(default=None)
    counted: int = -1
    since: float = 0.0

    def stands_still(self, moment: float) -> bool:
        if self.steps_done() != self.counted:
            self.counted, self.since = self.steps_done(), moment
        return moment - self.since > self.patience


class Watchdog:
    """`on_restart` hears the name of a loop that was started again, and why; `on_well` that none needed it."""

    def __init__(
        self,
        loops: Sequence[Loop],
        *,
        on_restart: Callable[[str, str], None] = lambda name, why: None,
        on_well: Callable[[], None] = lambda: None,
    ) -> None:
        self._loops = loops
        self._on_restart = on_restart
        self._on_well = on_well
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Run all loops until told to stop; then they end by themselves, or are cut off."""
        self._stop = stop
        for loop in self._loops:
            self._start(loop, time.monotonic())
        self._on_well()
        try:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
                if not self.look(time.monotonic()):
                    self._on_well()
        finally:
            await self._end()

    def look(self, moment: float) -> list[str]:
        """One step: the names of the loops that had to be started again."""
        if self._stop.is_set():
            return []
        fallen = [(loop, why) for loop in self._loops if (why := _trouble(loop, moment))]
        for loop, why in fallen:
            log.error("watchdog.restarted", loop=loop.name, why=why)
            if loop.task is not None:
                loop.task.cancel()
            self._start(loop, moment)
            self._on_restart(loop.name, why)
        return [loop.name for loop, _ in fallen]

    def _start(self, loop: Loop, moment: float) -> None:
        loop.task = asyncio.create_task(_running(loop, self._stop), name=loop.name)
        loop.counted, loop.since = loop.steps_done(), moment

    async def _end(self) -> None:
        self._stop.set()
        tasks = [loop.task for loop in self._loops if loop.task is not None]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=ENDING_SECONDS)
            for task in late:
                log.error("watchdog.cut_off", loop=task.get_name())
                task.cancel()


async def _running(loop: Loop, stop: asyncio.Event) -> None:
    try:
        await loop.run(stop)
    except Exception:
        log.exception("loop.failed", loop=loop.name)


def _trouble(loop: Loop, moment: float) -> str | None:
    if loop.task is not None and loop.task.done():
        return "已停止"
    return f"{loop.patience:.0f} 秒没有动静" if loop.stands_still(moment) else None
