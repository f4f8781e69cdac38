"""The rungs a task can stand on, whom each is for, and which one speaks when several have come."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal, NamedTuple, Protocol, TypeVar


class Rung(StrEnum):
    """Numbers in the names are the default distances in working days; the policy may move them."""

    HAND_OUT = "hand_out"
    SIGN = "sign"
    BEFORE_15 = "before_15"
    BEFORE_7 = "before_7"
    BEFORE_3 = "before_3"
    BEFORE_1 = "before_1"
    DUE = "due"
    OVERDUE = "overdue"  # without end: one coming row, the next when it is taken
    MILESTONE_3 = "milestone_3"
    MILESTONE = "milestone"
    PERIOD_5 = "period_5"
    PERIOD_1 = "period_1"
    PERIOD_MISSED = "period_missed"
    PROMISE = "promise"
    SILENCE_2 = "silence_2"
    SILENCE_4 = "silence_4"
    TO_LEADER = "to_leader"  # the silence is put before the leader
    SILENCE_MORE = "silence_more"  # every day from the day after SILENCE_2 until it is answered
    EVENING = "evening"  # 急件: what is still open at 18:00
    IDLE = "idle"
    CLAIM_WAITS = "claim_waits"
    REQUEST_WAITS = "request_waits"


class Planned(NamedTuple):
    """One rung of the present round. `occurrence` tells apart what a rung can have several of:
    a day, a period's key, a milestone's position, the id of a promise or request."""

    rung: Rung
    occurrence: str
    at: datetime  # aware UTC


Audience = Literal["owner", "coordinator", "leader"]

FOR_LEADERS: Final = frozenset({Rung.TO_LEADER})
FOR_COORDINATORS: Final = frozenset(
    {Rung.SILENCE_2, Rung.SILENCE_4, Rung.SILENCE_MORE, Rung.CLAIM_WAITS, Rung.REQUEST_WAITS, Rung.EVENING}
)
# Asked again until somebody acts: one coming row, the next when it is taken.
REPEATED: Final = frozenset({Rung.SIGN, Rung.SILENCE_MORE, Rung.CLAIM_WAITS, Rung.REQUEST_WAITS, Rung.EVENING})
FOR_OFFICE: Final = FOR_COORDINATORS | FOR_LEADERS  # the lists of a morning, taken together
FOR_OWNERS: Final = frozenset(Rung) - FOR_OFFICE
# What the present round says in its own time. A hand-out, a milestone, a promise, idling are said by one round only.
OF_A_ROUND: Final = frozenset(
    {Rung.SIGN, Rung.BEFORE_15, Rung.BEFORE_7, Rung.BEFORE_3, Rung.BEFORE_1, Rung.DUE, Rung.OVERDUE}
    | {Rung.PERIOD_5, Rung.PERIOD_1, Rung.PERIOD_MISSED}
)

WORST_FIRST: Final = (
    Rung.EVENING,
    Rung.TO_LEADER,
    Rung.SILENCE_4,
    Rung.CLAIM_WAITS,
    Rung.REQUEST_WAITS,
    Rung.SILENCE_2,
    Rung.SILENCE_MORE,
    Rung.OVERDUE,
    Rung.DUE,
    Rung.PERIOD_MISSED,
    Rung.PROMISE,
    Rung.MILESTONE,
    Rung.BEFORE_1,
    Rung.PERIOD_1,
    Rung.SIGN,
    Rung.BEFORE_3,
    Rung.MILESTONE_3,
    Rung.PERIOD_5,
    Rung.IDLE,
    Rung.BEFORE_7,
    Rung.BEFORE_15,
    Rung.HAND_OUT,
)
# Asked some thousand times a tick: found by the word alone, for a StrEnum is one.
_RANK: Final[dict[str, int]] = {rung: place for place, rung in enumerate(WORST_FIRST)}
_AUDIENCE: Final[dict[str, Audience]] = {
    **dict.fromkeys(FOR_OWNERS, "owner"),
    **dict.fromkeys(FOR_COORDINATORS, "coordinator"),
    **dict.fromkeys(FOR_LEADERS, "leader"),
}


# Of a task's own dates.
DATED: Final = frozenset(
    {
        Rung.BEFORE_15,
        Rung.BEFORE_7,
        Rung.BEFORE_3,
        Rung.BEFORE_1,
        Rung.DUE,
        Rung.MILESTONE_3,
        Rung.MILESTONE,
        Rung.PROMISE,
    }
)
# Said early, before a day of which more is said on it and right before it.
_EARLY: Final = frozenset({Rung.BEFORE_15, Rung.BEFORE_7, Rung.BEFORE_3, Rung.MILESTONE_3})


def merged(rows: Iterable[tuple[str, Planned]], *, since: datetime, within: timedelta) -> Iterator[Planned]:
    """Without the early reminders that come within these days of an earlier one of the task, which is about another of
    its dates and names theirs too. What lies before `since` is said by nobody."""
    said: list[tuple[str, datetime]] = []
    for about, each in sorted(rows, key=lambda row: (row[1].at, -rank(row[1].rung))):
        near = any(other != about and timedelta() < each.at - at <= within for other, at in said)
        if each.rung in _EARLY and near:
            continue
        if each.at >= since:
            said.append((about, each.at))
        yield each


def since(occurrence: str) -> str:
    """What a rung that is asked again is of: the day, or the request, that its first one named."""
    return occurrence.partition("/")[0]


def repeated(rung: Rung | str, occurrence: str) -> str:
    """Under which name the day is kept on which it was last asked."""
    return f"{rung}:{since(occurrence)}"


def audience(rung: Rung | str) -> Audience:
    return _AUDIENCE[rung]


def rank(rung: Rung | str) -> int:
    """0 is the worst news."""
    return _RANK[rung]


class RungRow(Protocol):
    """A row of the agenda, or anything shaped like it."""

    @property
    def task_id(self) -> int: ...
    @property
    def rung(self) -> str: ...
    @property
    def occurrence(self) -> str: ...
    @property
    def at(self) -> datetime: ...


AnyRow = TypeVar("AnyRow", bound=RungRow)


def worst_first(row: RungRow) -> tuple[int, datetime, int]:
    """Sort key: the worst news on top, of two alike the older."""
    return rank(row.rung), row.at, row.task_id


def newer(row: RungRow, other: RungRow) -> bool:
    """Whether this row speaks for the other one of its task: the later, at the same moment the worse.

    A hand-out always speaks: whatever else has come, the task must be shown and signed for.
    """
    return _newness(row) > _newness(other)


def superseded(at: datetime, newest: datetime | None) -> bool:
    """Whether a later rung of its round has been said. `newest`: the latest of that round queued for the owner.

    Of a hand-out too: whatever comes later shows the task, and asks for the signing that is wanting.
    """
    return newest is not None and newest > at


def newest_per_task(rows: Iterable[AnyRow]) -> tuple[list[AnyRow], list[AnyRow]]:
    """(the rows that speak, the older ones they speak for), each in the order given.

    The owner hears one rung of a task; coordinators hear of a silence, a claim and each request apart, leaders of a
    silence that is put before them.
    """
    rows = list(rows)
    speakers: dict[Hashable, AnyRow] = {}
    for row in rows:
        matter = row.task_id if _AUDIENCE[row.rung] == "owner" else _matter(row)
        best = speakers.get(matter)
        if best is None or newer(row, best):
            speakers[matter] = row
    chosen = {id(row) for row in speakers.values()}
    return [row for row in rows if id(row) in chosen], [row for row in rows if id(row) not in chosen]


def _matter(row: RungRow) -> Hashable:
    """Of what is not the owner's."""
    rung = Rung(row.rung)
    if rung in (Rung.TO_LEADER, Rung.EVENING):
        return row.task_id, rung
    if rung is Rung.REQUEST_WAITS:
        return row.task_id, rung, since(row.occurrence)
    return row.task_id, "claim" if rung is Rung.CLAIM_WAITS else "silence"


def _newness(row: RungRow) -> tuple[bool, datetime, int]:
    return row.rung == Rung.HAND_OUT, row.at, -rank(row.rung)
