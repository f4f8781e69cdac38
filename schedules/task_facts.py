"""What the rules of time know of one task: facts of the ledger, nothing computed from the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from db.lifecycle import State


# Not frozen: it would take three times as long to make, and a look at the ledger makes tens of thousands.
@dataclass(slots=True, kw_only=True)
class TaskFacts:
    """Never changed once made. All moments are aware.

    A step that leaves 已交办 sets `signed_at`; one that asks for a new signing clears it.
    """

    state: State
    mode: str  # deadline | recurring
    began_at: datetime  # of the present round: rungs before it are not planned
    urgent: bool = False
    category: str = ""
    source: str = ""
    person: str = ""  # who owns it
    department: str = ""  # that leads it
    due: date | None = None
    milestones: tuple[tuple[int, str, date], ...] = ()  # position, name, due
    parts: tuple[tuple[int, str, date], ...] = ()  # id, title, due of each open sub-item with a day of its own
    report_every: str | None = None
    report_day: int | None = None
    handed_out_at: datetime | None = None
    signed_at: datetime | None = None
    asked_at: datetime | None = None  # first ask the head has not answered
    reported_at: datetime | None = None  # last report of any kind
    substance_at: datetime | None = None  # last report of substance
    claimed_at: datetime | None = None  # of the waiting or the accepted claim
    extension_asked: bool = False
    overdue_on: date | None = None  # day of the last OVERDUE or PERIOD_MISSED rung taken in this round
    repeated_on: Mapping[str, date] = field(default_factory=dict)  # rung and what it is of → day it was last taken on
    reported_periods: frozenset[str] = frozenset()
    promises: tuple[tuple[int, date, datetime], ...] = ()  # id, the day promised, made at
    open_requests: tuple[tuple[int, datetime], ...] = ()
    percent: float | None = None
    plan_from: date | None = None  # where the plan's line starts; the hand-out (or the round) when not known

    @property
    def recurring(self) -> bool:
        return self.mode == "recurring"
