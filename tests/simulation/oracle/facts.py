"""What has happened to a task, as an office clerk would note it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.simulation.oracle.days import local_day
from tests.simulation.oracle.matters import Matter
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
    """A claim, an extension or a 请示 that somebody has to decide. `leader`: he alone may."""

    made: datetime
    by: str
    leader: bool = False
    wanted: date | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """督办单: which in the order of issuing, who issued it, and the day by which it is to be answered."""

    place: int
    by: str
    day: date


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
    urgent: bool = False
    source: str = ""

    began: datetime = None  # type: ignore[assignment]  # of the present round
    handed_out: date | None = None
    signed: datetime | None = None
    sign_next: date | None = None
    asked_at: datetime | None = None  # the first ask nobody has answered
    idle_from: date | None = None  # signing, the last word of substance, or the last idle rung
    claim: Waiting | None = None
    extension: Waiting | None = None
    decision: Waiting | None = None
    extended: int = 0
    hand_out_at: datetime | None = None  # of a 急件: the moments of its hand-out and of the first word about signing
    sign_at: datetime | None = None
    order: Order | None = None
    put_up: date | None = None  # the morning on which its leader is told of this silence
    difficulty: Matter | None = None
    directive: Matter | None = None
    asks_whether: bool = False  # 有无
    red_line: Matter | None = None  # what was reported with 有
    look_back: date | None = None  # the morning on which it is looked at again
    closed: bool = False
    left: bool = False  # closed by a head who has been replaced since
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
    def asked_on(self) -> date | None:
        return None if self.asked_at is None else local_day(self.asked_at)

    @property
    def silent_since(self) -> date | None:
        return None if self.closed or self.claim else self.asked_on

    @property
    def waiting(self) -> list[tuple[str, Waiting]]:
        """What somebody has to decide, by the name the lists give it."""
        asked = (("办结申请", self.claim), ("延期申请", self.extension), ("请示", self.decision))
        return [] if self.closed else [(label, each) for label, each in asked if each is not None]

    @property
    def matters(self) -> list[Matter]:
        return [each for each in (self.directive, self.difficulty, self.red_line) if each is not None]

    @property
    def deadline(self) -> bool:
        return self.every is None
