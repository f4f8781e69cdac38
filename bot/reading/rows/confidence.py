"""Is what was read of a task sure enough to be stored unasked? Otherwise the likelier reading is proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.reading.claims.days import plain_promises
from bot.reading.claims.standstill import GOING
from bot.reading.claims.summary import Sum
from bot.reading.clauses.facts import Fact, unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import OPEN, FactKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.rows.done_proof import unproved
from bot.reading.rows.matters import Matter
from bot.reading.text.patterns import later
from bot.reading.text.spans import within
from db.reading_facts import Doubt, Row, Said


@dataclass(frozen=True, slots=True)
class Doubted:
    """Why a row is not sure, about which words, what of it is stored, and what is proposed."""

    doubt: Doubt
    start: int
    end: int
    stored: Row | None
    proposed: Row


def doubted(heard: Heard, matter: Matter, total: Sum, row: Row) -> Doubted | None:
    if row.ref is None or total.doubts:
        return None
    plain = [clause for clause in matter.clauses if not (clause.asked or clause.supposed)]
    if row.state is Said.DONE_CLAIMED:
        return _perhaps_not_done(heard, plain, total, row)
    if row.state is Said.DELAYED:
        return None  # what is late goes on
    if row.state is not Said.IN_PROGRESS:
        return _perhaps_going(heard, plain, total, row)
    return _perhaps_promised(heard, plain, total, row) or _perhaps_done(heard, plain, total, row)


def _perhaps_going(heard: Heard, clauses: list[Clause], total: Sum, row: Row) -> Doubted | None:
    """A standstill in plain words beside work that goes on may be a part's."""
    stands = total.spans.get("state")
    if stands is None or not stands.rule.startswith("plainly-"):
        return None
    beside = [c for c in clauses if not c.start <= stands.start < c.end]
    if not any(
        GOING.search(heard.masked, c.start, c.end) and not _IDLE.search(heard.masked, c.start, c.end) for c in beside
    ):
        return None
    going = replace(row, state=Said.IN_PROGRESS)
    return Doubted(Doubt.CONTRADICTION, stands.start, stands.end, None, going)


_IDLE = later(
    "在(?:抢修|修复|排[队期]|等|协调|沟通|催|找|联系|谈|申请|商量|想办法|报案|追|外[地省]|别处|邻[市县]|镀|路上|厂里)"
)  # no work on the task itself


def _perhaps_not_done(heard: Heard, clauses: list[Clause], total: Sum, row: Row) -> Doubted | None:
    """治好了，就是味道还有一点: what does not fit the claim makes it a question."""
    found = unproved(heard, clauses, heard.titles[row.ref or 0], total.facts)
    if found is None:
        return None
    if found.against:
        going = replace(row, state=Said.IN_PROGRESS, percent=None)
        return Doubted(Doubt.CONTRADICTION, found.start, found.end, None, going)
    return Doubted(Doubt.HEDGE, found.start, found.end, None, row)


def _perhaps_promised(heard: Heard, clauses: list[Clause], total: Sum, row: Row) -> Doubted | None:
    """包你端午前看到新的骑楼: a day is meant for something, and it names neither a step nor somebody else."""
    if row.expected_date or row.promise or any(fact.kind in _AHEAD for fact in total.facts):
        return None
    day = perhaps_by(heard, clauses, heard.titles[row.ref or 0])
    if day is None:
        return None
    return Doubted(Doubt.UNREADABLE, clauses[0].start, clauses[-1].end, None, replace(row, expected_date=day))


def perhaps_by(heard: Heard, clauses: list[Clause], title: str) -> date | None:
    """The day that may be meant for the whole."""
    for clause in clauses:
        for day in within(heard.days, clause.start, clause.end):
            if day.day and day.day > heard.today and plain_promises.perhaps(heard, clause, day, title):
                return day.day
    return None


_AHEAD = (FactKind.LATER_PART, FactKind.PROMISED, FactKind.LATE)


def _perhaps_done(heard: Heard, clauses: list[Clause], total: Sum, row: Row) -> Doubted | None:
    """增容完成送电，运行正常: the last that is said has an end, and nothing is left open."""
    ends = [fact for fact in total.facts if _is_end(fact.kind, fact.rule)]
    if not ends or row.percent is not None or row.expected_date or row.blocker or row.help_from:
        return None
    if any(fact.kind in OPEN or fact.kind in _STILL or fact.rule in _GOES_ON for fact in total.facts):
        return None
    if any(_UNFINISHED.search(heard.masked, c.start, c.end) for c in clauses):
        return None
    end = next((fact for fact in ends if _is_bare(heard, clauses, fact, heard.titles[row.ref or 0])), None)
    if end is None:
        return None
    return Doubted(Doubt.HEDGE, end.start, end.end, None, replace(row, state=Said.DONE_CLAIMED))


def _is_bare(heard: Heard, clauses: list[Clause], end: Fact, title: str) -> bool:
    """Whether its clause says nothing but that, of nothing but the task, and of no period."""
    clause = next((clause for clause in clauses if clause.start <= end.start < clause.end), None)
    if (
        clause is None
        or within(heard.periods, clause.start, clause.end)
        or _OF_A_TIME.search(heard.text, clause.start, clause.end)
    ):
        return False
    beside = heard.masked[clause.start : end.start] + " " + heard.masked[end.end : clause.end]
    return len([letter for letter in unexplained(beside, title) if letter not in title]) <= 1


_OF_A_TIME = later("今[天日年]|昨[天日]|本?[周月季]|[上下]半年|步|期|楼|段")


def _is_end(kind: FactKind, rule: str) -> bool:
    return (kind is FactKind.PART and rule in _ENDS) or (kind is FactKind.PROGRESS and rule == "act")


_ENDS = ("done", "verb-done", "done-whole", "act")
_STILL = (FactKind.TROUBLE, FactKind.PROMISE, FactKind.LATER_PART, FactKind.PLAN, FactKind.LATE)
_GOES_ON = ("progress", "step")
_UNFINISHED = any_of(Words.UNFINISHED_BESIDE)
