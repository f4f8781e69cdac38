"""The log of what the bot asked for and was told."""

import asyncio
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.given import Given
from bot.sandbox.world import Wire


@dataclass(slots=True)
class Call:
    seq: int
    at: float
    method: str
    given: Given
    answer: Wire | None = None
    fault: str = ""
    applied: bool = False
    done: bool = False
    violations: list[str] = field(default_factory=list)

    def wire(self) -> Wire:
        return {
            "seq": self.seq,
            "time": self.at,
            "method": self.method,
            "parameters": {name: _plain(value) for name, value in self.given.values.items()},
            "files": {name: len(file.content) for name, file in self.given.files.items()},
            "answer": self.answer,
            "ok": bool(self.answer and self.answer.get("ok")),
            "applied": self.applied,
            "done": self.done,
            "fault": self.fault,
            "violations": self.violations,
        }


def _plain(value: Any) -> Any:
    """Objects that came as JSON inside a form are shown as objects."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


class Calls:
    def __init__(self) -> None:
        self.entries: list[Call] = []
        self._numbers = itertools.count(1)
        self._finished = 0
        self._more = asyncio.Event()

    def add(self, at: float, method: str, given: Given) -> Call:
        call = Call(next(self._numbers), at, method, given)
        self.entries.append(call)
        return call

    def answered(self) -> None:
        """Wake whoever waits for an answer to be on record."""
        self._finished += 1
        self._more.set()
        self._more.clear()

    def wire(self, *, method: str = "", after: int = 0) -> list[Wire]:
        name = method.lower()
        return [call.wire() for call in self.entries[after:] if not name or call.method.lower() == name]

    async def until(self, true: Callable[[], bool], *, seconds: float) -> bool:
        """True as soon as an answered call makes it so; False after so many seconds of the wall clock."""
        try:
            async with asyncio.timeout(seconds):
                while not true():
                    await self._more.wait()
        except TimeoutError:
            return False
        return True

    async def wait(self, *, method: str, after: int, count: int, seconds: float) -> list[Wire]:
        """Answered calls once there are so many, or what there is after so many seconds of the wall clock."""
        try:
            async with asyncio.timeout(seconds):
                while (missing := count - len(self._done(method, after))) > 0:
                    await self._finish(missing)
        except TimeoutError:
            pass
        return [call.wire() for call in self._done(method, after)]

    async def _finish(self, count: int) -> None:
        """So many more calls have been answered; only then is the log worth reading again."""
        goal = self._finished + count
        while self._finished < goal:
            await self._more.wait()

    def _done(self, method: str, after: int) -> list[Call]:
        name = method.lower()
        return [c for c in self.entries[after:] if c.done and (not name or c.method.lower() == name)]
