"""The queue of updates: numbered, confirmed by offset, kept for a day, read by one poller."""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import Refused, refuse

KEPT = 24 * 3600
MOST = 100
LONGEST_POLL = 50
REMEMBERED = 3
"""So many confirmed updates can come again by a fault."""
SILENT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only when asked for by name."""


class Waiting(NamedTuple):
    number: int
    at: float
    kind: str
    wire: dict[str, Any]


class Updates:
    def __init__(self, clock: Clock, *, first: int = 100_000_001, seed: int = 1) -> None:
        self.clock = clock
        self.waiting: deque[Waiting] = deque()
        self.allowed: frozenset[str] | None = None
        self.on_push: Callable[[], None] = lambda: None
        self._next = first
        self.issued = 0  # updates so far
        self._random = random.Random(seed)
        self._poll: asyncio.Future[None] | None = None
        self._polling = asyncio.Event()
        self.confirmed: deque[dict[str, Any]] = deque(maxlen=REMEMBERED)

    # what happens

    def push(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queue an update; None where the bot has not asked for its kind."""
        if not self.wanted(kind):
            return None
        number, self._next = self._next, self._next + 1
        self.put(Waiting(number, self.clock.now(), kind, {"update_id": number, kind: body}))
        return number

    def push_bad(self) -> int:
        """An update no library can read: its message is no object."""
        number, self._next = self._next, self._next + 1
        self.put(Waiting(number, self.clock.now(), "message", {"update_id": number, "message": "garbage"}))
        return number

    def put(self, update: Waiting) -> None:
        self.waiting.append(update)
        self.issued += 1
        self.wake()
        self.on_push()

    def wanted(self, kind: str) -> bool:
        return kind not in SILENT if self.allowed is None else kind in self.allowed

    def wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    # what the bot asks for

    def allow(self, kinds: Any) -> None:
        """An empty list brings the default back; nothing given leaves the last setting."""
        if isinstance(kinds, list):
            self.allowed = frozenset(map(str, kinds)) or None

    def take(self, offset: int, limit: int) -> list[dict[str, Any]]:
        self.expire()
        self.confirm(offset)
        limit = limit if 1 <= limit <= MOST else MOST
        return [update.wire for _, update in zip(range(limit), self.waiting, strict=False)]

    def confirm(self, offset: int) -> None:
        """Forget what lies before the offset; a negative one keeps only so many from the end.

        An offset far past the newest number confirms nothing, as with Telegram.
        """
        if offset < 0:
            kept = deque(list(self.waiting)[offset:])
        elif offset and offset <= self._next + 10:
            kept = deque(update for update in self.waiting if update.number >= offset)
        else:
            return
        numbers = {update.number for update in kept}
        self.confirmed.extend(update.wire for update in self.waiting if update.number not in numbers)
        self.waiting = kept

    def expire(self) -> None:
        oldest = self.clock.now() - KEPT
        if self.waiting and self.waiting[0].at < oldest:
            self.waiting = deque(update for update in self.waiting if update.at >= oldest)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Updates, or an empty list after so many seconds of the clock or of the wall, whichever is shorter.

        Raises Refused to the earlier of two pollers.
        """
        self.interrupt(refuse("other_poller"))
        found = self.take(offset, limit)
        if found or seconds <= 0:
            return found
        await self._wait(min(seconds, LONGEST_POLL))
        return self.take(0, limit)

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self._polling.set()
        wall = asyncio.get_running_loop().call_later(seconds, _ring, poll)
        cancel = self.clock.alarm(seconds, lambda: _ring(poll))
        try:
            await poll
        finally:
            wall.cancel()
            cancel()
            if self._poll is poll:
                self._poll = None
                self._polling.clear()

    async def polled(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._polling.wait()
        except TimeoutError:
            return False
        return True

    def interrupt(self, reason: Refused) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(reason)

    # what control does

    def clear(self) -> int:
        count = len(self.waiting)
        self.waiting.clear()
        return count

    def jump(self, to: int | None = None) -> int:
        """Number the next update anew, as Telegram does after a quiet week; at random unless told where."""
        self._next = to if to is not None else self._random.randrange(1, 2**31 - 2_000_000)
        return self._next


def _ring(poll: "asyncio.Future[None]") -> None:
    if not poll.done():
        poll.set_result(None)
