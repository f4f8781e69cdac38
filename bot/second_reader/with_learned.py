"""The grammar's reading after the learned reader has weighed it; the rule itself is `learned.verdict`.

A row that stands has the grammar's words (cause, obstacle, helper, delegate) and the values of the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.second_reader.agreement import Agreed, Outcome, about, same
from bot.second_reader.learned.evidence import Evidence
from bot.second_reader.learned.reading import LearnedReading
from bot.second_reader.learned.verdict import REPORTED, Verdict, verdict
from db.reading_facts import Doubt, Intent, Query, Reading, Row, Said

MOST_UNNAMED = 2  # tasks that may be meant where the grammar has found none named
_ALONE = (Doubt.UNREADABLE, Doubt.DISAGREEMENT)


def weigh(reading: Reading, found: Evidence, learned: LearnedReading) -> Agreed:
    """`reading` is the grammar's own, `found` what it was made of."""
    decided = verdict(found, learned)
    if decided.plain or _only_choices(reading):
        return _as_read(reading, learned)
    if _names_none_of_many(reading, decided):
        return _as_read(_never_talk(reading, learned), learned)
    own = {row.ref: row for row in reading.rows if row.ref is not None}
    doubted = {row.ref: row for query in reversed(reading.queries) for row in _kept(query) if row.ref is not None}
    outcomes: list[tuple[int | None, Outcome]] = []
    rows: list[Row] = []
    spoken_of = _spoken_of(reading)
    for ref, values in decided.stored.items():
        if spoken_of and ref not in spoken_of:
            continue
        row = _row(ref, values, own.get(ref) or doubted.get(ref))
        rows.append(row)
        outcomes.append((ref, Outcome.BOTH if ref in own and same(own[ref], row) else Outcome.SECOND))
    queries = []
    for ref, values in decided.proposed.items():
        if spoken_of and ref not in spoken_of:
            continue
        queries.append(_question(ref, values, reading, own.get(ref), doubted.get(ref)))
        outcomes.append((ref, Outcome.DIFFER if ref in own else Outcome.PROPOSED))
    queries += [query for query in reading.queries if query.span is not None and query.span.rule == "too-long"]
    if decided.doubted:
        left = list(_of_whole(reading, decided, asked={about(query) for query in queries}, rows=rows))
        queries += left
        outcomes += [
            (about(query), Outcome.GRAMMAR if query in reading.queries else Outcome.PROPOSED) for query in left
        ]
    read_by = tuple((ref, each.value) for ref, each in outcomes)
    return Agreed(Reading(_intent(decided, queries), tuple(rows), tuple(queries), read_by), tuple(outcomes))


def _names_none_of_many(reading: Reading, decided: Verdict) -> bool:
    """Words that name no task sound alike of every open one: 那还按6月30来 is asked about once, not item by item."""
    rows = [*reading.rows, *(row for query in reading.queries for row in _kept(query))]
    if any(row.ref is not None for row in rows) or any(len(query.refs) == 1 for query in reading.queries):
        return False
    return len({*decided.stored, *decided.proposed}) > MOST_UNNAMED


def _never_talk(reading: Reading, learned: LearnedReading) -> Reading:
    """Where the grammar found nothing and a report is heard, a question."""
    if reading.rows or reading.queries:
        return reading
    if not learned.hears(REPORTED):
        return reading
    return Reading(Intent.AMBIGUOUS, queries=(Query(Doubt.UNREADABLE),))


def _only_choices(reading: Reading) -> bool:
    """A 请示 and nothing else: its options are the message's own words, of which the learned reader knows nothing."""
    return bool(reading.rows) and not reading.queries and all(row.options and row.state is None for row in reading.rows)


def _spoken_of(reading: Reading) -> set[int]:
    """Where the grammar has found of which tasks he speaks, he speaks of no other: 9号部分专班人选没定 is not said of
    every open one. Empty where it has found none."""
    if not any(row.ref is not None for row in reading.rows):
        return set()
    of_rows = {row.ref for row in reading.rows if row.ref is not None}
    return of_rows | {ref for query in reading.queries for ref in (*query.refs, about(query)) if ref is not None}


def _as_read(reading: Reading, learned: LearnedReading) -> Agreed:
    outcomes = [(row.ref, _read_by(row, learned)) for row in reading.rows]
    outcomes += [(about(query), Outcome.GRAMMAR) for query in reading.queries]
    read_by = tuple((ref, each.value) for ref, each in outcomes)
    return Agreed(replace(reading, read_by=read_by), tuple(outcomes))


def _read_by(row: Row, learned: LearnedReading) -> Outcome:
    other = learned.rows.get(row.ref or 0)
    return Outcome.BOTH if other is not None and same(row, _with_values(row, other.values)) else Outcome.GRAMMAR


def _kept(query: Query) -> Iterator[Row]:
    yield from query.proposed
    if query.kept is not None:
        yield query.kept


def _row(ref: int, values: Mapping[str, Any], own: Row | None) -> Row:
    row = own or Row(ref)
    if own is not None and same(own, _with_values(own, values)):
        return own
    return _with_values(row, values)


def _with_values(row: Row, values: Mapping[str, Any]) -> Row:
    state = values.get("state")
    percent = values.get("percent")
    changed: dict[str, Any] = {
        "state": Said(state) if state is not None else None,
        "percent": float(percent) if percent is not None else None,
        "expected_date": _day(values.get("expected_date")),
        "new_deadline": _day(values.get("new_deadline")),
    }
    read = tuple((name, span) for name, span in row.spans if name not in changed or getattr(row, name) == changed[name])
    return replace(row, **changed, spans=read)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _question(ref: int, values: Mapping[str, Any], reading: Reading, own: Row | None, doubted: Row | None) -> Query:
    """The grammar's own question about the task, if it asked one, with the likeliest row first."""
    row = _row(ref, values, own or doubted)
    other = own or doubted
    rivals = (other,) if other is not None and other.state is not None and not same(other, row) else ()
    asked = next((query for query in reading.queries if about(query) == ref and query.doubt not in _ALONE), None)
    if asked is not None:
        return replace(asked, refs=(ref,), kept=row, proposed=(row,), rivals=rivals)
    doubt = Doubt.DISAGREEMENT if rivals else Doubt.UNREADABLE
    words = next((query.words for query in reading.queries if about(query) == ref), "")
    return Query(doubt, words=words, refs=(ref,), kept=row, proposed=(row,), rivals=rivals)


def _of_whole(reading: Reading, decided: Verdict, *, asked: set[int | None], rows: list[Row]) -> Iterator[Query]:
    """What the grammar asks beside what is asked already; a plain question where it asks nothing."""
    told = asked | {row.ref for row in rows}
    left = [query for query in reading.queries if about(query) not in told or about(query) is None]
    left = [query for query in left if query.span is None or query.span.rule != "too-long"]
    if left:
        yield from left
    elif not asked:
        own = next(iter(reading.queries), None)
        yield own if own is not None else Query(Doubt.UNREADABLE, refs=tuple(row.ref for row in rows if row.ref))


def _intent(decided: Verdict, queries: list[Query]) -> Intent:
    if not decided.stored and queries and decided.intent is not Intent.CORRECTION:
        return Intent.AMBIGUOUS
    return decided.intent
