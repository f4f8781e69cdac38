"""The row of a task that somebody else takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.asks import absences, delegates
from bot.reading.asks.delegates import Delegate
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.rows.matters import Matter
from bot.reading.text.patterns import later
from db.reading_facts import Row, Said


def about_persons(heard: Heard, matter: Matter, named: Delegate) -> list[Clause]:
    """The clauses that say who takes over, why, and whom to turn to."""
    start, end = _sentence(heard.text, named.start)
    return [
        c
        for c in matter.clauses
        if c.start <= named.start < c.end
        or delegates.is_contact(heard.text, c.start, c.end)
        or (start <= c.start < end and _CHANGE_OF_DUTY.search(heard.text, c.start, c.end))
    ]


def beside_absence(heard: Heard, clauses: Sequence[Clause], facts: list[Fact]) -> list[Fact]:
    """Only what is said of the work: not why, how long and how to reach whoever stands in."""
    apart = [c for c in clauses if absences.speaks_of_absence(heard, c.start, c.end) or _stands_in(heard, c)]
    return [f for f in facts if not any(c.start <= f.start < c.end for c in apart)]


def _stands_in(heard: Heard, clause: Clause) -> bool:
    return absences.stand_in(heard, clause.start, clause.end) is not None


def _sentence(text: str, place: int) -> tuple[int, int]:
    ends = [at for mark in "。;!?\n" if (at := text.find(mark, place)) >= 0]
    return max(text.rfind(mark, 0, place) for mark in "。;!?\n") + 1, min(ends, default=len(text))


_CHANGE_OF_DUTY = later(r"职能|职责|分工|机构|责任|岗位|人事|人员|调[动离走任整岗]|离任|退休|挂职|休假|生病|出差|借调")


_HANDED_IN = later(r"移交|交付|交给|交由|移送")


def only_handed_in(heard: Heard, row: Row, named: Delegate) -> bool:
    """已完工并移交城管局管护: handing over what is finished moves no duty."""
    start, _ = _sentence(heard.text, named.start)
    return row.state is Said.DONE_CLAIMED and _HANDED_IN.search(heard.text, start, named.start) is not None


_PASSES = later("请(?:转|径转|改送|发)")  # 请转市场科办理: no help is asked for


def of_delegation(heard: Heard, row: Row, matter: Matter, named: Delegate) -> Row:
    """Why it is handed over is no obstacle, and whoever is to be turned to is not asked for help."""
    spans = dict(row.spans)
    start, end = _sentence(heard.text, named.start)
    first, last = heard.said.as_written(start, end)
    blocker, help_from = spans.get("blocker"), spans.get("help_from")
    if blocker and blocker.rule == "because" and first <= blocker.start < last:
        row = replace(row, blocker=None)
    contact = [
        c
        for c in matter.clauses
        if delegates.is_contact(heard.text, c.start, c.end)
        or c.start <= named.start < c.end
        or _PASSES.search(heard.text, c.start, c.end)
    ]
    places = [heard.said.as_written(c.start, c.end) for c in contact]
    if help_from and any(a <= help_from.start < b for a, b in places):
        row = replace(row, help_from=())
    return row
