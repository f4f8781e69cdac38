"""What has happened to a task, as an office clerk would note it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.simulation.oracle.periods import Period


@dataclass(slots=True)
class Promise:
    by: date
    percent: float
    made: datetime
    ask_on: date
    asked: bool = False


@dataclass(slots=True)
class Waiting:
    """A claim or an extension that somebody has to decide. `leader`: he alone may."""

    made: datetime
    by: str
    leader: bool = False
    wanted: date | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """What goes out because somebody did something: to whom, of which kind and task, from which moment on."""

    person: str
    kind: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Leave:
    """From the first to the last day the deputy hears what the absent head would."""

    absent: str
    deputy: str
    first: date
    last: date


@dataclass(slots=True)
class Case:
    number: int
    title: str
    owner: str
    liaison: str | None
    leader: str | None
    imported: datetime
    due: date | None = None
    milestones: list[date] = field(default_factory=list)
    every: str | None = None
    report_day: int | None = None

    began: datetime = None  # type: ignore[assignment]  # of the present round
    handed_out: date | None = None
    signed: datetime | None = None
    sign_next: date | None = None
    asked_on: date | None = None  # the first ask nobody has answered
    idle_from: date | None = None  # signing, the last word of substance, or the last idle rung
    claim: Waiting | None = None
    extension: Waiting | None = None
    extended: int = 0
    closed: bool = False
    promises: list[Promise] = field(default_factory=list)
    reported: dict[Period, bool] = field(default_factory=dict)  # by period: with substance
    first_period: Period | None = None
    percent: float | None = None
    hollow: bool = False
    said: list[tuple[date, str]] = field(default_factory=list)  # morning, and the date it was about
    fell: list[tuple[date, str]] = field(default_factory=list)  # with what another rung of that morning spoke for

    def __post_init__(self) -> None:
        self.began = self.imported

    @property
    def silent_since(self) -> date | None:
        return None if self.closed or self.claim else self.asked_on

    @property
    def deadline(self) -> bool:
        return self.every is None
