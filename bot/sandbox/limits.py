"""How much Telegram bears: overall, per chat, per group, and uploads of one size in a row."""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import Refused, refuse
from bot.sandbox.world import Chat

COUNTED = frozenset(
    [
        "sendmessage",
        "sendphoto",
        "senddocument",
        "sendmediagroup",
        "editmessagetext",
        "editmessagecaption",
        "editmessagemedia",
        "editmessagereplymarkup",
    ]
)
UNLOCKED = frozenset({"getupdates", "getme"})
"""What even a locked-out bot may call."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`soft` refuses what is too much; `hard` then refuses everything for `lock_seconds`."""

    mode: Literal["off", "soft", "hard"] = "soft"
    per_second: float = 30
    burst: int = 30
    chat_per_second: float = 1
    chat_burst: int = 1
    group_per_minute: int = 20
    same_size_uploads: int = 5
    same_size_seconds: float = 10
    same_size_floor: int = 100_000
    lock_seconds: float = 30


OFF = Limits(mode="off")


@dataclass(slots=True)
class Bucket:
    """Tokens that grow with time; an album may take the level below nothing, but only from a whole token."""

    rate: float
    size: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        self.level = min(self.size, self.level + max(0.0, now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.level) / self.rate) if self.level < 1 - 1e-9 else 0.0


@dataclass(slots=True)
class Window:
    """So many in so many seconds."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return self.times[0] + self.seconds - now if len(self.times) >= self.most else 0.0


class Meter:
    def __init__(self, limits: Limits, clock: Clock) -> None:
        self.clock = clock
        self.set(limits)

    def set(self, limits: Limits) -> None:
        """New limits, with everything counted so far forgotten."""
        self.limits = limits
        self.locked_until = -math.inf
        self._all = self._bucket(limits.per_second, limits.burst)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}
        self._sizes: dict[int, Window] = {}

    def _bucket(self, rate: float, size: float) -> Bucket:
        return Bucket(rate, size, size, self.clock.now())

    def check(self, method: str, chat: Chat | None, *, count: int = 1, sizes: tuple[int, ...] = ()) -> None:
        """Raises Refused 429 with retry_after where this call is one too many."""
        if self.limits.mode == "off" or method in UNLOCKED:
            return
        now = self.clock.now()
        if now < self.locked_until:
            raise _too_many(self.locked_until - now)
        if chat is None or method not in COUNTED:
            return
        wait = self._wait(chat, sizes, now)
        if wait > 0:
            raise self._overshot(wait, now)
        self._count(chat, count, sizes, now)

    def _wait(self, chat: Chat, sizes: tuple[int, ...], now: float) -> float:
        waits = [self._all.wait(now), self._chat(chat).wait(now)]
        if chat.user is None:
            waits.append(self._group(chat).wait(now))
        return max([*waits, *(self._size(size).wait(now) for size in self._heavy(sizes))])

    def _overshot(self, wait: float, now: float) -> Refused:
        if self.limits.mode == "hard":
            wait = self.limits.lock_seconds
            self.locked_until = now + wait
        return _too_many(wait)

    def _count(self, chat: Chat, count: int, sizes: tuple[int, ...], now: float) -> None:
        self._all.level -= count
        self._chat(chat).level -= count
        if chat.user is None:
            self._group(chat).times.extend([now] * count)
        for size in self._heavy(sizes):
            self._size(size).times.append(now)

    def _chat(self, chat: Chat) -> Bucket:
        if chat.id not in self._chats:
            self._chats[chat.id] = self._bucket(self.limits.chat_per_second, self.limits.chat_burst)
        return self._chats[chat.id]

    def _group(self, chat: Chat) -> Window:
        return self._groups.setdefault(chat.id, Window(self.limits.group_per_minute, 60))

    def _size(self, size: int) -> Window:
        return self._sizes.setdefault(size, Window(self.limits.same_size_uploads, self.limits.same_size_seconds))

    def _heavy(self, sizes: tuple[int, ...]) -> list[int]:
        return [size for size in sizes if size >= self.limits.same_size_floor]


def _too_many(seconds: float) -> Refused:
    whole = max(1, math.ceil(seconds - 1e-9))
    return refuse("retry", {"retry_after": whole}, seconds=whole)
