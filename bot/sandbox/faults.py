"""Trouble on purpose: by script (the next so many calls that fit) and by seed (a share of all calls)."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, fields
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.given import Given
from bot.sandbox.refusals import Refused

BEFORE = ("error", "bad_gateway", "latency", "hang_before", "cut_before")
AFTER = ("error_after", "hang_after", "cut_after", "half_json")
UPDATES = ("bad_update", "repeat_updates", "shuffle_updates")
KINDS = (*BEFORE, *AFTER, *UPDATES)
BY_THEMSELVES = tuple(kind for kind in KINDS if kind not in {"latency", "hang_before", "hang_after"})
"""What a seed draws from unless told: kinds that end without control."""
WORDS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {seconds}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}
PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class Cut(Exception):
    """The connection ends here, without an answer."""


class Page(Exception):
    """An answer that is not the Bot API's: a proxy's page."""


@dataclass(slots=True)
class Fault:
    """One row of the script. Empty criteria fit every call; `times` below zero never ends."""

    kind: str
    method: str = ""
    chat_id: int | None = None
    text: str = ""
    times: int = 1
    code: int = 500
    description: str = ""
    retry_after: int | None = None
    seconds: float = 1.0
    then: str = "cut"
    """After a hang before applying is released: `cut` the connection, or `go` on."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(KINDS)}")

    def fits(self, method: str, given: Given) -> bool:
        if self.kind in UPDATES and method != "getupdates":
            return False
        return (
            self.times != 0
            and (not self.method or self.method.lower() == method)
            and (self.chat_id is None or given.text("chat_id") == str(self.chat_id))
            and (not self.text or self.text in given.text("text") + given.text("caption"))
        )

    def refused(self) -> Refused:
        if self.code == 429 and self.retry_after is None:
            self.retry_after = 1
        words = self.description or WORDS.get(self.code, "Error").format(seconds=self.retry_after)
        return Refused(self.code, words, {"retry_after": self.retry_after} if self.retry_after is not None else None)


@dataclass(slots=True)
class Seeded:
    """Of all calls this share goes wrong in one of these ways, the same calls for the same seed."""

    seed: int
    rate: float
    kinds: tuple[str, ...] = BY_THEMSELVES
    methods: tuple[str, ...] = ()
    codes: tuple[int, ...] = (429, 500, 502)
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def drawn(self, method: str) -> Fault | None:
        if self.methods and method not in {name.lower() for name in self.methods}:
            return None
        if self.dice.random() >= self.rate:
            return None
        fault = Fault(self.dice.choice(self.kinds), code=self.dice.choice(self.codes))
        return fault if fault.fits(method, Given({})) else None


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
