"""What the clerk notes of 批示, difficulties and red lines, and who is told at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from tests.simulation.oracle.days import local_day
from tests.simulation.oracle.facts import Case, Telling
from tests.simulation.oracle.matters import Draft, Matter

if TYPE_CHECKING:
    from tests.simulation.oracle.office import Clerk

ANSWERED_WITHIN = 5  # working days: a 批示 that names no day


def directed(clerk: Clerk, number: int, at: datetime, by: date | None) -> None:
    """A leader has confirmed a 批示: its head and the office hear of it."""
    case = clerk.cases[number]
    today = local_day(at)
    case.directive = Matter("批示", today, case.owner, by or clerk.days.after(today, ANSWERED_WITHIN))
    _tells(clerk, [_now(clerk, case.owner, at), *clerk.coordinators], "批示", case, at)


def drafted(clerk: Clerk, number: int, at: datetime, leader: str) -> None:
    clerk.drafts.append(Draft(number, leader, local_day(at)))


def sent_back(clerk: Clerk, number: int, at: datetime) -> None:
    case = clerk.cases[number]
    assert case.directive is not None
    case.directive.answered, case.directive.since = None, local_day(at)
    _tells(clerk, [_now(clerk, str(case.directive.holder), at), *clerk.coordinators], "批示退回", case, at)


def read(clerk: Clerk, number: int) -> None:
    """已阅: that is the end of it."""
    clerk.cases[number].directive = None


def carried_out(clerk: Clerk, case: Case, at: datetime) -> None:
    """With the closing its 批示 is over, of which its leader hears."""
    if case.directive is not None:
        _tells(clerk, [str(case.leader)], "outcome", case, at)
        case.directive = None


def heard_of(clerk: Clerk, case: Case, at: datetime, *, substance: bool) -> None:
    """A report: it answers a 批示 and is brought to its leader (as the first answer hollow words too), and of a red
    line more is told at any hour."""
    if case.directive is not None and (substance or case.directive.answered is None):
        _tells(clerk, [str(case.leader)], "批示反馈", case, at)
        case.directive.answered = local_day(at)
    if case.red_line is not None:
        _rings(clerk, case, at)


def happened(clerk: Clerk, number: int, at: datetime) -> None:
    """有: the office's until it is settled."""
    case = clerk.cases[number]
    case.red_line = Matter("红线", local_day(at))
    _rings(clerk, case, at)


def settled(clerk: Clerk, number: int) -> None:
    clerk.cases[number].red_line = None


def met(clerk: Clerk, number: int, at: datetime) -> None:
    """困难: the office's, until it is put to somebody."""
    case = clerk.cases[number]
    case.difficulty = Matter("困难", local_day(at))
    _tells(clerk, clerk.coordinators, "困难协调", case, at)


def put(clerk: Clerk, number: int, at: datetime, holder: str) -> None:
    """To another department, by the office or by the one that had it."""
    case = clerk.cases[number]
    assert case.difficulty is not None
    case.difficulty.holder, case.difficulty.since = holder, local_day(at)
    _tells(clerk, [_now(clerk, holder, at)], "请协调", case, at)


def cannot_help(clerk: Clerk, number: int, at: datetime) -> None:
    """暂不能: it is the office's again, and its head hears of it."""
    case = clerk.cases[number]
    assert case.difficulty is not None
    case.difficulty = Matter("困难", local_day(at), raised=case.difficulty.raised)
    _tells(clerk, clerk.coordinators, "困难协调", case, at)


def helped(clerk: Clerk, number: int, at: datetime) -> None:
    """已协调: its head goes on, and a new round begins."""
    case = clerk.cases[number]
    case.difficulty, case.began, case.idle_from = None, at, local_day(at)


def taken_over(case: Case, former: str, new: str) -> None:
    """What a head had is his successor's."""
    for matter in case.matters:
        if matter.holder == former:
            matter.holder = new


def _now(clerk: Clerk, person: str, at: datetime) -> str:
    return clerk.answers_for(person, local_day(at))


def _tells(clerk: Clerk, people: list[str], what: str, case: Case, at: datetime) -> None:
    """Outside quiet hours at once."""
    allowed = clerk.days.urgent_allowed if case.urgent else clerk.days.allowed
    clerk.tellings += [Telling(each, what, case.number, allowed(at)) for each in people]


def _rings(clerk: Clerk, case: Case, at: datetime) -> None:
    people = [*clerk.coordinators, *([case.leader] if case.leader else [])]
    clerk.tellings += [Telling(each, "红线报告", case.number, at) for each in people]
