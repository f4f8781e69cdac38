"""What can go wrong: a row of the script (the next so many calls that fit), or by seed (a share of all calls)."""

import random
from dataclasses import dataclass, field

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
