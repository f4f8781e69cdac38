"""Which reminders of one task fall on a morning, and which of them its owner hears."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.simulation.oracle.days import DAY, Days, morning
from tests.simulation.oracle.facts import Case
from tests.simulation.oracle.periods import following, period_of

EARLY = {"before_15", "before_7", "before_3", "milestone_3"}
# Worst first; where the page ranks nothing, what names a date goes before what names none.
ORDER = (
    *("hand_out", "overdue", "due", "milestone", "before_1", "promise", "period_missed", "sign", "period_1"),
    *("before_3", "milestone_3", "before_7", "period_5", "before_15", "idle"),
)


@dataclass(frozen=True, slots=True)
class Rung:
    kind: str
    about: str = ""  # the date it names, where it names one
    optional: bool = False  # it may be said: the page is silent


def falling_on(case: Case, day: date, days: Days) -> list[Rung]:
    """Worst first. Nothing of a task that is closed or claimed."""
    if case.closed or case.claim or morning(day) < case.began:
        return []
    if case.handed_out is None and (case.urgent or days.next_morning(case.imported) > day):
        return []  # a 急件 does not wait for the morning
    handing_out = [Rung("hand_out")] if case.handed_out is None else []
    found = [each for each in _all(case, day, days) if not _merged(each, day, case.fell, case.began)]
    return sorted([*handing_out, *found], key=lambda each: ORDER.index(each.kind))


def _all(case: Case, day: date, days: Days) -> Iterator[Rung]:
    if case.signed is None and case.sign_next == day:
        yield Rung("sign")
    if case.due is not None:
        yield from _deadline(case, case.due, day, days)
    for place, date_ in enumerate(case.milestones):
        if days.at_or_before(date_) == day:
            yield Rung("milestone", f"milestone {place}")
        elif days.before(date_, 3) == day:
            yield Rung("milestone_3", f"milestone {place}")
    for place, promise in enumerate(case.promises):
        if promise.ask_on == day and not promise.asked:
            yield Rung("promise", f"promise {place}")
    if case.every:
        yield from _periods(case, case.every, day, days)


def _deadline(case: Case, due: date, day: date, days: Days) -> Iterator[Rung]:
    """Of a 急件 days off are days: its own day, the day before it and every day after it."""
    last = due if case.urgent else days.at_or_before(due)
    if day == last:
        yield Rung("due", "due")
    for n in (15, 7, 3, 1):
        before = due - DAY if case.urgent and n == 1 else days.before(due, n)
        if before == day and day != last:
            yield Rung(f"before_{n}", "due")
    if day > due and case.extension is None:
        yield Rung("overdue", "due")
    ahead = due >= day or case.extension is not None
    stuck = case.difficulty is not None and case.extension is None  # others are asked meanwhile
    if case.signed and case.idle_from and ahead and not stuck and days.after(case.idle_from, 10) == day:
        yield Rung("idle")


def _periods(case: Case, every: str, day: date, days: Days) -> Iterator[Rung]:
    period = period_of(day - timedelta(days=40), every, case.report_day)
    while period.first <= day + timedelta(days=40):
        if case.first_period and period >= case.first_period and period not in case.reported:
            name = f"period {period.first}"
            begun = day >= period.first  # whether one is asked about what has not begun, the page does not say
            if days.before(period.report_day, 5) == day:
                yield Rung("period_5", name, optional=not begun)
            if days.before(period.report_day, 1) == day:
                yield Rung("period_1", name, optional=not begun)
            if days.after(period.report_day) == day:
                yield Rung("period_missed", name)
        period = following(period, every, case.report_day)


def _merged(rung: Rung, day: date, earlier: list[tuple[date, str]], since: datetime) -> bool:
    """An early reminder is not said where one about another date of the task fell on one of the three days before."""
    return rung.kind in EARLY and any(
        about.startswith(("due", "milestone"))
        and about != rung.about
        and timedelta(0) < day - said <= timedelta(days=3)
        and morning(said) >= since
        for said, about in earlier
    )
