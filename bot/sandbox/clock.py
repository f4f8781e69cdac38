"""The sandbox's clock: the wall clock, or a virtual one that only control moves."""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable

Cancel = Callable[[], None]


class Clock:
    """Seconds since 1970. Virtual from the moment it is given a time."""

    def __init__(self, moment: float | None = None) -> None:
        self._moment = moment
        self._alarms: list[tuple[float, int, Callable[[], None]]] = []
        self._gone: set[int] = set()
        self._numbers = itertools.count()
        self._armed = asyncio.Event()

    @property
    def virtual(self) -> bool:
        return self._moment is not None

    def now(self) -> float:
        return time.time() if self._moment is None else self._moment

    def set(self, moment: float) -> None:
        """Stand at this moment, earlier ones included; what is due by then rings."""
        self._moment = moment
        while self._alarms and self._alarms[0][0] <= moment:
            _, number, ring = heapq.heappop(self._alarms)
            if number not in self._gone:
                ring()
            self._gone.discard(number)

    def advance(self, seconds: float) -> None:
        self.set(self.now() + seconds)

    def alarm(self, seconds: float, ring: Callable[[], None]) -> Cancel:
        """Call `ring` once so many seconds from now; the answer cancels it."""
        if self._moment is None:
            return asyncio.get_running_loop().call_later(seconds, ring).cancel
        number = next(self._numbers)
        heapq.heappush(self._alarms, (self._moment + seconds, number, ring))
        self._armed.set()
        return lambda: self._gone.add(number)

    async def armed(self, *, seconds: float) -> bool:
        """Wait until something waits for this clock, for so many seconds of the wall clock at most."""
        if not any(number not in self._gone for _, number, _ in self._alarms):
            self._armed.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._armed.wait()
        except TimeoutError:
            return False
        return True

    async def sleep(self, seconds: float) -> None:
        rung = asyncio.Event()
        cancel = self.alarm(seconds, rung.set)
        try:
            await rung.wait()
        finally:
            cancel()
