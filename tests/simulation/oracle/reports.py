"""Who gets the report of the week."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.oracle.office import Clerk

NEAR = 7  # working days: with the second reminder a date is near


def of_the_week(clerk: Clerk, day: date) -> tuple[set[str], set[str]]:
    """Who gets it, and who may: of a head only where something is behind or due."""
    must = {*clerk.coordinators, *(case.leader for case in clerk.cases.values() if case.leader)}
    may = set()
    for case in clerk.cases.values():
        if case.closed:
            continue
        deputy = clerk.answers_for(case.owner, day)
        late = case.due is not None and (day > case.due or clerk.days.since(day, case.due) <= NEAR)
        if late and not case.claim and case.handed_out and deputy == case.owner:
            must.add(case.owner)
        if late or case.hollow or case.percent is not None or case.every or case.claim:
            may |= {case.owner, deputy}  # whose it is while he is away, the page does not say
    return must, must | may
