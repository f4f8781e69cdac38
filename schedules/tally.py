"""Counts of standings: the figures of digest, chart and export, from one recount."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Any

from db.lifecycle import State
from schedules.standing import Closing, Lamp, Pace, Standing


def half_up(percent: float) -> float:
    """To one decimal place as people round: 1.25 is 1.3, where `round` would go to the even 1.2."""
    return float(Decimal(str(percent)).quantize(Decimal("0.1"), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Tally:
    """Every lamp, class and state is present, with 0 where nothing counts."""

    total: int
    lamps: Mapping[Lamp, int]
    paces: Mapping[Pace, int]
    states: Mapping[State, int]
    closings: Mapping[Closing, int]  # empty where the closed ones were only counted
    overdue: int
    sign_late: int
    report_late: int
    hollow: int

    @property
    def closed(self) -> int:
        return self.states[State.CLOSED]

    @property
    def unfinished(self) -> int:
        return self.total - self.closed - self.states[State.STOPPED]

    @property
    def closed_share(self) -> float | None:
        """Percent closed of those not stopped; None when there is none to close."""
        counted = self.total - self.states[State.STOPPED]
        return half_up(100 * self.closed / counted) if counted else None

    def worst_first(self) -> tuple[int, ...]:
        """Sort key: more red lamps first, then more that is behind or unanswered, then yellow, blue, open work.

        Whoever has not signed or reported in time is no better than whoever answers with hollow words."""
        red, yellow, blue = (self.lamps[lamp] for lamp in (Lamp.RED, Lamp.YELLOW, Lamp.BLUE))
        wanting = max(0, yellow - self.hollow) + self.sign_late + self.report_late
        return -red, -wanting, -yellow, -blue, -self.unfinished


def tally(standings: Iterable[Standing]) -> Tally:
    counted = Counter(map(_COUNTED, standings))  # few ways to stand, however many tasks

    def by(place: int) -> Counter[Any]:
        found: Counter[Any] = Counter()
        for stands, many in counted.items():
            found[stands[place]] += many
        return found

    lamps, paces, states, closings, *flags = (by(place) for place in range(8))
    overdue, sign_late, report_late, hollow = (each[True] for each in flags)
    return Tally(
        total=counted.total(),
        lamps={lamp: lamps[lamp] for lamp in Lamp},
        paces={pace: paces[pace] for pace in Pace},
        states={state: states[state] for state in State},
        closings={closing: closings[closing] for closing in Closing},
        overdue=overdue,
        sign_late=sign_late,
        report_late=report_late,
        hollow=hollow,
    )


_COUNTED = attrgetter("lamp", "pace", "state", "closing", "overdue", "sign_late", "report_late", "hollow")


def finished(*, closed: int, stopped: int) -> Tally:
    """Of finished tasks by their number alone."""
    lamps, paces = {Lamp.GREEN: closed, Lamp.GREY: stopped}, {Pace.DONE: closed, Pace.OTHER: stopped}
    states = {State.CLOSED: closed, State.STOPPED: stopped}
    return Tally(
        total=closed + stopped,
        lamps={lamp: lamps.get(lamp, 0) for lamp in Lamp},
        paces={pace: paces.get(pace, 0) for pace in Pace},
        states={state: states.get(state, 0) for state in State},
        closings=dict.fromkeys(Closing, 0) if not closed else {},
        overdue=0,
        sign_late=0,
        report_late=0,
        hollow=0,
    )


def whole(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies that share no task."""
    parts = list(tallies)
    return Tally(
        total=sum(part.total for part in parts),
        lamps={lamp: sum(part.lamps[lamp] for part in parts) for lamp in Lamp},
        paces={pace: sum(part.paces[pace] for part in parts) for pace in Pace},
        states={state: sum(part.states[state] for part in parts) for state in State},
        closings={closing: sum(part.closings[closing] for part in parts) for closing in Closing}
        if all(part.closings for part in parts)
        else {},
        overdue=sum(part.overdue for part in parts),
        sign_late=sum(part.sign_late for part in parts),
        report_late=sum(part.report_late for part in parts),
        hollow=sum(part.hollow for part in parts),
    )


def tally_by(pairs: Iterable[tuple[str, Standing]]) -> dict[str, Tally]:
    """One tally per name (department, leader, category), worst first, names in order where they are alike."""
    groups: defaultdict[str, list[Standing]] = defaultdict(list)
    for name, standing in pairs:
        groups[name].append(standing)
    return in_order({name: tally(group) for name, group in groups.items()})


def in_order(counted: Mapping[str, Tally]) -> dict[str, Tally]:
    """Worst first, names in order where they are alike."""
    return dict(sorted(counted.items(), key=lambda item: (item[1].worst_first(), item[0])))
