"""What stands on the lists of a morning and of the evening, and whose 专报 goes up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from tests.simulation.oracle.days import ASKED_BY, ZONE, Days, local_day
from tests.simulation.oracle.facts import Case
from tests.simulation.oracle.matters import drafts_shown
from tests.simulation.oracle.rungs import Rung

if TYPE_CHECKING:
    from tests.simulation.oracle.office import Clerk

WAITS = 3  # the working day after it was made on which a claim or request stands on the list
LISTED = 2  # working days of silence
ORDERED = 4  # a 督办单 may be issued
PUT_UP = 6  # the leader may be told

Line = tuple[str, int]  # what waits, and the number of its task
Heard = dict[str, dict[int, list[Rung]]]  # person → number of the task → the rungs of which he hears the worst


@dataclass(slots=True)
class Desk:
    """`silent`: owner → days of silence by number; `unsigned`: 急件 that stand there besides. `waiting`: lines that
    must stand there; `may`: that may besides.
    `put_up`: owner → numbers, of the 专报. `optional`: whether the list goes out, the page leaves open."""

    silent: dict[str, dict[int, int]] = field(default_factory=dict)
    unsigned: dict[str, dict[int, int]] = field(default_factory=dict)
    waiting: set[Line] = field(default_factory=set)
    may: set[Line] = field(default_factory=set)
    put_up: dict[str, set[int]] = field(default_factory=dict)
    optional: bool = False


@dataclass(slots=True)
class Morning:
    """`urgent`: in a message of its own. `held`: person → what he has and is asked about."""

    reminders: Heard = field(default_factory=lambda: defaultdict(dict))
    urgent: Heard = field(default_factory=lambda: defaultdict(dict))
    desk: dict[str, Desk] = field(default_factory=dict)
    held: dict[str, set[Line]] = field(default_factory=lambda: defaultdict(set))


def of_the_morning(clerk: Clerk, found: Morning, day: date) -> None:
    silent = silent_on(clerk, day)
    office = _waiting(clerk, day, leader=None, silent=bool(silent))
    office.silent, office.unsigned = silent, unsigned_on(clerk, day)
    if silent or office.waiting or office.may:
        office.optional = office.optional and not silent
        found.desk = dict.fromkeys(clerk.coordinators, office)
    for leader in sorted({case.leader for case in clerk.cases.values() if case.leader}):
        desk = _waiting(clerk, day, leader=leader)
        desk.put_up = _put_up(clerk, day, leader)
        if desk.put_up or not desk.optional:
            desk.optional = False
            found.desk[leader] = desk
    for case in clerk.cases.values():
        if case.order and not case.closed and _every_second(clerk.days, case.order.day, day):
            found.held[clerk.answers_for(case.owner, day)].add(("督办单", case.number))
        for matter in case.matters:
            if matter.holder and matter.answered is None and matter.asked(clerk.days, day):
                found.held[clerk.answers_for(matter.holder, day)].add((matter.label, case.number))


def silent_on(clerk: Clerk, day: date) -> dict[str, dict[int, int]]:
    silent: dict[str, dict[int, int]] = defaultdict(dict)
    for case in clerk.cases.values():
        since = case.silent_since
        if since is not None and (n := clerk.days.since(since, day)) >= LISTED:
            silent[case.owner][case.number] = n
    return dict(silent)


def unsigned_on(clerk: Clerk, day: date) -> dict[str, dict[int, int]]:
    """急件 nobody signed for, from the morning after the evening list that named them."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for case in clerk.cases.values():
        since = case.silent_since
        if case.urgent and case.signed is None and case.sign_next and since is not None and case.sign_next <= day:
            n = clerk.days.since(since, day)
            if n < LISTED:
                found[case.owner][case.number] = n
    return dict(found)


def _waiting(clerk: Clerk, day: date, *, leader: str | None, silent: bool = False) -> Desk:
    """Optional unless a line of it is to be said today. Where only matters ring, they may go out by themselves."""
    desk, rings, made_rings = Desk(), False, False
    undecided: set[Line] = set()
    for case in clerk.cases.values():
        for label, made in _made(case, leader):
            n = clerk.days.since(made, day)
            if n >= WAITS:
                undecided.add((label, case.number))
                made_rings = made_rings or (n - WAITS) % 2 == 0
        for label, asked in _of_case(clerk, case, leader, day):
            (desk.waiting if asked == "asked" else desk.may).add((label, case.number))
            rings = rings or asked == "asked"
    for number in drafts_shown(clerk.drafts, clerk.days, leader or "", day):
        desk.waiting.add(("批示", number))
        rings = True
    (desk.waiting if made_rings or silent else desk.may).update(undecided)
    desk.optional = not (rings or made_rings)
    return desk


def _made(case: Case, leader: str | None) -> Iterator[tuple[str, date]]:
    for label, each in case.waiting:
        if leader is None or (each.leader and case.leader == leader):
            yield label, local_day(each.made)


def _of_case(clerk: Clerk, case: Case, leader: str | None, day: date) -> Iterator[tuple[str, str]]:
    """What the coordinators, or its leader, are asked about this morning, and what may stand on a list that goes out
    for other reasons. Of a 督办单 when its holder is asked again, and from the day after its day."""
    days = clerk.days
    if leader is not None:
        if case.leader == leader and case.directive is not None and case.directive.answered is not None:
            yield case.directive.label, "asked" if case.directive.asked(days, day) else "may"
        return
    own = []
    if case.order and not case.closed:
        own.append(("督办单", days.after(case.order.day, 2), days.after(case.order.day)))
    if case.look_back:
        own.append(("回头看", case.look_back, case.look_back))
    for label, first, listed in own:
        if day >= listed:
            yield label, "asked" if _every_second(days, first, day) else "may"
    for matter in case.matters:
        if asked := matter.of_the_office(days, day):
            yield matter.label, asked


def _every_second(days: Days, first: date, day: date) -> bool:
    return day >= first and days.since(first, day) % 2 == 0


def _put_up(clerk: Clerk, day: date, leader: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for case in clerk.cases.values():
        if case.leader == leader and case.put_up == day and not case.urgent and case.silent_since:
            found[case.owner].add(case.number)
    return dict(found)


def of_the_evening(clerk: Clerk, day: date) -> dict[str, dict[int, set[str]]]:
    """The office hears of each of which something was asked or made by 16:00, with all that is open about it; a leader
    of his field's silence."""
    found: dict[str, dict[int, set[str]]] = defaultdict(dict)
    for case in clerk.cases.values():
        if case.closed or not case.urgent:
            continue
        silent = not case.claim and _by_then(case.asked_at, day)
        what = {label for label, _ in case.waiting} | ({"未反馈"} if case.asked_at and not case.claim else set())
        if not silent and not any(_by_then(each.made, day) for _, each in case.waiting):
            continue
        for person in clerk.coordinators:
            found[person][case.number] = what
        if silent and case.leader and case.leader != clerk.never_to:
            found[case.leader][case.number] = {"未反馈"}
    return dict(found)


def _by_then(moment: datetime | None, day: date) -> bool:
    return moment is not None and moment <= datetime.combine(day, time(ASKED_BY.hour), ZONE)
