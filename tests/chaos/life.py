"""One life of the service, from its start to the instruction at which it is killed: a plan that is plain data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

# Where a life can end. Of the database: a transaction begins, is about to commit, is committed. Of a ring that takes
# what is due: between two of its slices. Of each kind of call: it is about to leave, its first bytes have left, its
# last byte has, its answer has been read. Of a language model: it has been asked, it has answered.
POINTS = (
    "begin",
    "commit",
    "committed",
    "slice",
    "poll.sent",
    "poll.read",
    "confirm.sent",
    "confirm.read",
    "send.leaves",
    "send.begun",
    "send.sent",
    "send.read",
    "tap.sent",
    "model.sent",
    "model.read",
)


@dataclass(frozen=True, slots=True)
class Life:
    """`kill`: a point and which passing of it. `alarm`: killed after so many seconds wherever it stands.

    `ahead`: seconds by which the service's clock is ahead of the machine's. `step`: the clock steps by so many seconds
    at its n-th reading. `trouble`: what the database refuses, at which transaction.
    """

    database: str  # its address
    api_url: str
    token: str
    log: str
    ahead: float
    kill: tuple[str, int] | None = None
    alarm: float | None = None
    step: tuple[int, float] | None = None
    trouble: tuple[str, int] | None = None
    planted: str | None = None
    to_the_end: bool = False
    model_url: str | None = None
    path: list[str] = field(default_factory=list)

    def dumps(self) -> str:
        return json.dumps(asdict(self))


def loads(text: str) -> Life:
    facts = json.loads(text)
    for name in ("kill", "step", "trouble"):
        facts[name] = tuple(facts[name]) if facts[name] else None
    return Life(**facts)
