"""批示, difficulties put to another department, what a red line reported: who has it, and when is he asked again?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.simulation.oracle.days import Days

AGAIN = 2  # working days
LONG = 4  # working days after which the office is asked too about what has no day


@dataclass(slots=True)
class Matter:
    """`holder`: the head who has it; None: the office. `since`: the day on which it came to whoever has it, `raised`:
    on which it was raised. `by`: its own day. `answered`: the day on which the answer was brought to the leader, with
    whom it is from then on."""

    label: str
    since: date
    holder: str | None = None
    by: date | None = None
    answered: date | None = None
    raised: date = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.raised = self.raised or self.since

    def asked(self, days: Days, day: date) -> bool:
        """Whether whoever has it is asked on this day."""
        if not days.working(day):
            return False
        if self.by is not None and self.answered is None:
            own = days.at_or_before(self.by)
            if days.before(self.by, 3) == day and day > self.since:
                return True
            return day > self.since and _every_second(days, self._from(days, own), day)
        return _every_second(days, days.after(self.answered or self.since, AGAIN), day)

    def _from(self, days: Days, own: date) -> date:
        """Its own day; where that is over when it comes to him, the second working day after."""
        return own if own > self.since else days.after(self.since, AGAIN)

    def of_the_office(self, days: Days, day: date) -> str:
        """`asked`: the office is asked on this day; `may`: it stands where a list goes out for other reasons."""
        if self.holder is None:
            return "asked" if self.asked(days, day) else "may" if day > self.since else ""
        over = day > self.by if self.by is not None else days.since(self.raised, day) > LONG
        return ("asked" if self.asked(days, day) else "may") if over else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """批示 that was read back and not confirmed."""

    number: int
    leader: str
    on: date


def drafts_shown(drafts: list[Draft], days: Days, leader: str, day: date) -> Iterator[int]:
    """Once more, on the next working day."""
    for each in drafts:
        if each.leader == leader and days.after(each.on) == day:
            yield each.number


def _every_second(days: Days, first: date, day: date) -> bool:
    return day >= first and days.since(first, day) % 2 == 0
