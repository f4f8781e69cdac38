"""One piece of work of a sentence: where it stands, whose it is, by when, how much. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.drafting import times
from bot.drafting.sentences import Sentence
from bot.drafting.units import Actors


@dataclass
class Row:
    sentence: Sentence
    start: int
    end: int
    due: str = ""
    target: list[str] = field(default_factory=list)
    units: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    leader: str = ""
    bare: bool = False  # no day, no rhythm, no figure yet
    lent: bool = False  # its day was said of the work before

    @property
    def title(self) -> str:
        return self.sentence.text[self.start : self.end]

    @property
    def dated(self) -> bool:
        return not self.lent and not times.is_weak(self.due)

    @property
    def owned(self) -> bool:
        return bool(self.units or self.unknown)


@dataclass
class Reading:
    """Of one sentence: its rows, and an owner that it names for what was said before."""

    rows: list[Row]
    owner: Actors | None = None


def give(row: Row, owner: Actors) -> None:
    row.units, row.unknown = owner.units, owner.unknown
    row.partners = (*owner.partners, *row.partners)
