"""The row of a task for which time is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.asks import causes, obstacles
from bot.reading.claims import summary
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FactKind
from bot.reading.rows.matters import Found, Matter
from bot.reading.rows.questions import query_of
from bot.reading.rows.task_rows import spanned
from bot.reading.text.patterns import later
from db.reading_facts import Doubt, Query, Row, Said


def extension_row(found: Found, ref: int | None, matter: Matter, facts: list[Fact]) -> tuple[Row | None, list[Query]]:
    heard, ask = found.heard, matter.ask
    assert ask is not None
    title = heard.titles.get(ref or 0, "")
    cause = obstacles.cause(heard, matter.clauses) or causes.beside(heard, matter.clauses, title, request=True)
    asking = next((c for c in matter.clauses if c.start <= ask.start < c.end), None)
    if cause is None and asking is not None:
        cause = causes.around(heard, asking, ask.start, ask.end, title)
    kept = [
        f
        for f in facts
        if f.kind in _BESIDE
        and f.rule not in ("act", "progress-noun", "step")
        and not (cause and cause.start <= f.start < cause.end)
        and not _of_its_reason(heard, f)
        and (f.kind is not FactKind.LATE or _MISSED.search(heard.masked, f.start, f.end))
    ]
    total = summary.add_up(heard, [f for f in kept if f.kind is not FactKind.PROMISE])
    day, fault = ask.day, ask.fault
    if day is None and fault is None:
        promised = summary.add_up(heard, [f for f in facts if f.kind is FactKind.PROMISE]).expected
        day = (
            promised
            if promised and not (heard.due.get(ref or 0) and promised <= (heard.due.get(ref or 0) or promised))
            else None
        )
        fault = None if day else Doubt.NO_NEW_DATE
    row = Row(ref, state=total.state or Said.DELAYED, percent=total.percent, new_deadline=day)
    row = spanned(found, row, "new_deadline", ask.start, ask.end, "extension")
    if cause and not (cause.start >= ask.start and cause.end <= ask.end):
        row = replace(row, reason=heard.said.words(cause.start, cause.end))
        row = spanned(found, row, "reason", cause.start, cause.end, cause.rule)
    queries = [query_of(heard, ref, doubt, start, end, row) for doubt, start, end in total.doubts]
    if fault:
        queries.append(query_of(heard, ref, fault, ask.start, ask.end, row))
    return row, queries


_MISSED = later("[按如]期|[按准]时|完不成|完不了|办不完")  # the task itself; 滞后 may be its reason


def _of_its_reason(heard: Heard, fact: Fact) -> bool:
    """发动机还在海关查验: what something else is going through tells why, not how the task stands."""
    if fact.rule.startswith("plainly-"):
        return True
    return fact.kind is FactKind.PROGRESS and not _PLAIN.search(heard.masked, fact.start, fact.end)


_PLAIN = later("推进|进行|施工|正常|有序|稳步|顺利|平稳|按计划|开展|加快|全力")


_BESIDE = (
    FactKind.LATE,
    FactKind.PERCENT,
    FactKind.BLOCKED,
    FactKind.NOT_STARTED,
    FactKind.DONE,
    FactKind.PROGRESS,
    FactKind.EITHER,
    FactKind.HEDGE,
    FactKind.IMPOSSIBLE_PERCENT,
    FactKind.PROMISED,
)
