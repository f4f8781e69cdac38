"""Faults at work: picked for a call, and done to it before or after it is applied."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import fields
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Fault, Seeded
from bot.sandbox.given import Given

PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class Cut(Exception):
    """The connection ends here, without an answer."""


class Page(Exception):
    """An answer that is not the Bot API's: a proxy's page."""


class Faults:
    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.script: list[Fault] = []
        self.seeded: Seeded | None = None
        self.hanging = 0
        self._released = asyncio.Event()
        self._more = asyncio.Event()

    def add(self, **facts: Any) -> Fault:
        known = {row.name for row in fields(Fault)}
        unknown = set(facts) - known
        if unknown:
            raise ValueError(f"no such field of a fault: {', '.join(sorted(unknown))}")
        fault = Fault(**facts)
        self.script.append(fault)
        return fault

    def sow(self, *, seed: int, rate: float, **facts: Any) -> None:
        """Faults by seed from now on; the script goes first."""
        lists = {name: tuple(values) for name, values in facts.items()}
        self.seeded = Seeded(seed, rate, **lists)

    def clear(self) -> None:
        self.script.clear()
        self.seeded = None

    def pick(self, method: str, given: Given) -> Fault | None:
        if not self.script and self.seeded is None:
            return None
        fault = next((row for row in self.script if row.fits(method, given)), None)
        if fault is None:
            return self.seeded.drawn(method) if self.seeded else None
        fault.times -= 1
        return fault

    def release(self) -> int:
        """Let everything that hangs go on."""
        count = self.hanging
        self._released.set()
        self._released = asyncio.Event()
        return count

    async def hang(self) -> None:
        await self._held(self._released.wait())

    async def delay(self, seconds: float) -> None:
        await self._held(self.clock.sleep(seconds))

    async def _held(self, end: Coroutine[Any, Any, object]) -> None:
        self.hanging += 1
        self._more.set()
        self._more = asyncio.Event()
        try:
            await end
        finally:
            self.hanging -= 1

    async def wait_hanging(self, count: int, seconds: float) -> int:
        """How many hang, once there are so many or so many seconds of the wall clock are over."""
        try:
            async with asyncio.timeout(seconds):
                while self.hanging < count:
                    await self._more.wait()
        except TimeoutError:
            pass
        return self.hanging

    async def before(self, fault: Fault) -> None:
        await _BEFORE.get(fault.kind, _nothing)(self, fault)

    async def after(self, fault: Fault) -> None:
        await _AFTER.get(fault.kind, _nothing)(self, fault)


async def _nothing(faults: Faults, fault: Fault) -> None:
    return None


async def _refuse(faults: Faults, fault: Fault) -> None:
    raise fault.refused()


async def _cut(faults: Faults, fault: Fault) -> None:
    raise Cut


async def _page(faults: Faults, fault: Fault) -> None:
    raise Page


async def _late(faults: Faults, fault: Fault) -> None:
    await faults.delay(fault.seconds)


async def _hang_before(faults: Faults, fault: Fault) -> None:
    await faults.hang()
    if fault.then == "cut":
        raise Cut


async def _hang_after(faults: Faults, fault: Fault) -> None:
    await faults.hang()


_Trouble = Callable[[Faults, Fault], Awaitable[None]]
_BEFORE: dict[str, _Trouble] = {
    "error": _refuse,
    "bad_gateway": _page,
    "latency": _late,
    "hang_before": _hang_before,
    "cut_before": _cut,
}
_AFTER: dict[str, _Trouble] = {"error_after": _refuse, "hang_after": _hang_after, "cut_after": _cut}


def half(answer: bytes) -> bytes:
    return answer[: len(answer) // 2]
