"""The story a visitor moves: people act at once, as by telephone; one worker lets the office answer and time pass.

What somebody types while the clock runs reaches Telegram at that moment of the story and is served at the next stop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.page.switches import Switches
from bot.playground.script import ScriptFault
from bot.playground.service_process import ServiceDied, StepFailed
from bot.playground.stage import Stage

RETRIES = timedelta(minutes=20)  # what could not be sent is tried again by then
_RECOVERY = "恢复"
_PAUSE = 0.5  # seconds until a step that failed is tried again

Leap = Callable[[], Awaitable[None]]


class Halted(Exception):
    """The visitor wants the clock to stand."""


class Impossible(Exception):
    """The text says why, to the visitor."""


@dataclass(slots=True)
class Progress:
    """Of a leap of the clock, or of the preparations."""

    label: str
    begun: datetime
    now: datetime
    target: datetime

    @property
    def share(self) -> float:
        span = (self.target - self.begun).total_seconds()
        return min(1.0, (self.now - self.begun).total_seconds() / span) if span > 0 else 1.0


class Story:
    def __init__(self, stage: Stage, changed: Callable[[], None]) -> None:
        self.stage = stage
        self.changed = changed
        self.switches = Switches(stage)
        self.progress: Progress | None = None
        self.passed_over: list[ScriptFault] = []  # lines of the script that did not fit the visitor's story
        self.trouble = ""  # what the service said of the last step that failed
        self.working = False
        self._leap: tuple[str, datetime, Leap] | None = None
        self._halted = False
        self._again = False  # to recover once the clock stands
        self._wake = asyncio.Event()
        self._rest = asyncio.Event()
        self._rest.set()
        stage.between = self._between

    # what the visitor wants

    def stir(self) -> None:
        """Somebody has done something: let the office answer."""
        self._rest.clear()
        self._wake.set()
        self.changed()

    def leap(self, label: str, target: datetime, how: Leap | None = None) -> None:
        """Raises Impossible while the clock runs already."""
        if self.moving:
            raise Impossible("时钟正在走，请等它停下，或先按“停”")
        self._halted = False
        self._leap = label, target, how or (lambda: self._until(target))
        self.stir()

    def halt(self) -> None:
        self._halted = True

    @property
    def recovering(self) -> bool:
        labels = (self._leap and self._leap[0], self.progress and self.progress.label)
        return _RECOVERY in labels

    @property
    def moving(self) -> bool:
        return self._leap is not None or self.progress is not None

    async def at_rest(self) -> None:
        """Once everything that was asked for is done. For tests."""
        await self._rest.wait()

    # the worker

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            self.working = True
            try:
                await self._work()
                self.trouble = ""
            except (Halted, ServiceDied):
                self.trouble = ""
            except StepFailed as fault:
                await self._failed(fault)
            except Exception as fault:  # the story stands still, the page goes on
                self.trouble = f"{type(fault).__name__}：{fault}"
            finally:
                self.working, self.progress = False, None
            if self._again:
                self._again = False
                self.recover()
            if not self._wake.is_set():
                self._rest.set()
            self.changed()

    async def _work(self) -> None:
        leap, self._leap = self._leap, None
        if leap is None:
            await self.stage.settle()
            return
        label, target, how = leap
        now = self.stage.clock.now
        self.progress = Progress(label, now, now, target)
        self.changed()
        await how()
        await self.stage.settle()  # what came while the clock ran is served where it stands now

    async def _until(self, target: datetime) -> None:
        """A dead service does nothing meanwhile; Telegram and the people live on."""
        try:
            await self.stage.until(target)
        except ServiceDied:
            await self.stage.move(target)

    async def _between(self, now: datetime, _target: datetime) -> None:
        if self.progress is not None:
            self.progress.now = now
        self.changed()
        await asyncio.sleep(0)  # the page is served meanwhile
        if self._halted:
            raise Halted

    async def _failed(self, fault: StepFailed) -> None:
        self.trouble = str(fault)
        self.changed()
        await asyncio.sleep(_PAUSE)
        self._wake.set()  # the service would be started anew by its watchdog

    # faults

    async def switch(self, name: str, *, on: bool) -> None:
        """Raises Impossible for an unknown name."""
        if name not in self.switches.thrown:
            raise Impossible("没有这个开关")
        await (self.switches.on(name) if on else self.switches.off(name))
        self.changed()
        if not on:
            self.recover()

    def recover(self) -> None:
        """Serve what waited, and send what waits for another try; then look whether anything is missing."""
        if self.moving:
            self._again = True
            return
        self._leap = _RECOVERY, self.stage.clock.now + RETRIES, self._catch_up
        self.stir()

    async def _catch_up(self) -> None:
        limit = self.stage.clock.now + RETRIES
        await self.switches.revive()
        await self.stage.settle()
        while (held := await self.stage.steps.deliver(self.stage.clock.now)) is not None and held <= limit:
            await self.stage.move(max(held, self.stage.clock.now + timedelta(milliseconds=1)))
            await self.stage.settle()
        if not any(self.switches.thrown.values()):
            await self.switches.look()
