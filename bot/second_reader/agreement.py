"""What becomes of a reply that two readers have read. Agreement stores, disagreement asks.

| the grammar | the second reader | then |
|---|---|---|
| certain | says the same, or is silent | stored |
| certain | says something else | a question with both readings |
| certain of done | does not say done | a question with both readings |
| doubts | proposes | its row is the first button; stored under trust = "store", done excepted |
| passes over a task | reports on it | a question; stored under trust = "store", done excepted |
| found no report | hears one | a question, never small talk |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.second_reader.classifier import Guess
from bot.second_reader.opinions import Opinion
from db.reading_facts import Doubt, Intent, Query, Reading, Row, Said

# Chosen on 330 replies by strangers the classifier had not read: lower values ask more and save little harm.
SURE = 0.9
UNHEARD = 0.05
DONE_HEARD = 0.1
_HARD = ("state", "percent", "expected_date", "new_deadline")
_NOTHING_REPORTED = (Intent.ACK, Intent.SMALLTALK, Intent.QUESTION)


class Trust(StrEnum):
    """What a proposal of the second reader may do by itself: the office's policy."""

    PROPOSE = "propose"
    STORE = "store"


class Outcome(StrEnum):
    """Who read what is stored of a task; kept for `explain`, the echo and the figures."""

    GRAMMAR = "grammar"
    BOTH = "both"
    SECOND = "second"
    PROPOSED = "proposed"
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The reading after both have been heard, and how it came about, by number of the task (None: no task named)."""

    reading: Reading
    outcomes: tuple[tuple[int | None, Outcome], ...] = ()


def agree(
    reading: Reading, *, guesses: Mapping[int, Guess], opinion: Opinion | None = None, trust: Trust = Trust.PROPOSE
) -> Agreed:
    """`guesses` are the classifier's, by number of the task; `opinion` is the model's, None where it was not asked."""
    rows: list[Row] = []
    queries: list[Query] = []
    outcomes: list[tuple[int | None, Outcome]] = []
    for row in reading.rows:
        rival, outcome = _rival(row, guesses.get(row.ref or 0), opinion)
        outcomes.append((row.ref, outcome))
        if outcome is Outcome.DIFFER:
            queries.append(_either(row, rival))
        else:
            rows.append(row)
    for query in reading.queries:
        stored, kept, outcome = _doubted(query, reading, opinion, trust)
        outcomes.append((_ref(query), outcome))
        rows.extend(stored)
        queries.extend(kept)
    for row in _passed_over(reading, opinion):
        stored_now = trust is Trust.STORE and row.state is not Said.DONE_CLAIMED
        outcomes.append((row.ref, Outcome.SECOND if stored_now else Outcome.PROPOSED))
        if stored_now:
            rows.append(row)
        else:
            queries.append(_proposal(row))
    if not rows and not queries and (heard := _unheard_report(reading, guesses)) is not None:
        queries.append(heard)
        outcomes.append((_ref(heard), Outcome.PROPOSED))
    together = replace(_reading(reading, rows, queries), read_by=tuple((ref, each.value) for ref, each in outcomes))
    return Agreed(together, tuple(outcomes))


def _rival(row: Row, guess: Guess | None, opinion: Opinion | None) -> tuple[Row | None, Outcome]:
    """What the second reader says instead of a certain row, if it says something else."""
    if opinion is not None:
        other = opinion.row(row.ref)
        if other is not None and same(row, other):
            return None, Outcome.BOTH
        return other, Outcome.DIFFER
    if guess is None:
        return None, Outcome.GRAMMAR
    if not _contradicts(row, guess):
        return None, Outcome.BOTH if guess.state is row.state else Outcome.GRAMMAR
    return (replace(row, state=guess.state, expected_date=None) if guess.state else None), Outcome.DIFFER


def _contradicts(row: Row, guess: Guess) -> bool:
    if row.state is Said.DONE_CLAIMED:
        return guess.of(Said.DONE_CLAIMED) < DONE_HEARD
    if row.state is None or row.delegate or row.options:
        return False
    return guess.state is not row.state and guess.probability >= SURE and guess.of(row.state) < UNHEARD


def same(one: Row, other: Row) -> bool:
    """Whether two rows would store the same of a task, as far as values count and not their wording."""
    return all(getattr(one, name) == getattr(other, name) for name in _HARD)


def _either(row: Row, rival: Row | None) -> Query:
    refs = (row.ref,) if row.ref is not None else ()
    return Query(Doubt.DISAGREEMENT, refs=refs, kept=row, proposed=(row,), rivals=(rival,) if rival else ())


def _proposal(row: Row) -> Query:
    refs = (row.ref,) if row.ref is not None else ()
    return Query(Doubt.UNREADABLE, refs=refs, kept=row, proposed=(row,))


def _doubted(
    query: Query, reading: Reading, opinion: Opinion | None, trust: Trust
) -> tuple[list[Row], list[Query], Outcome]:
    """The grammar doubts: the second reader's row becomes the proposal, or is stored where the policy trusts it."""
    about = _ref(query)
    read = {row.ref for row in reading.rows}
    found = [row for row in opinion.rows if row.ref not in read] if opinion is not None else []
    found = [row for row in found if row.ref == about or (about is None and row.ref in (query.refs or (row.ref,)))]
    if not found or opinion is None:
        return [], [query], Outcome.GRAMMAR
    safe = [row for row in found if row.state is not Said.DONE_CLAIMED and row.ref not in opinion.doubts]
    if trust is Trust.STORE and len(safe) == len(found):
        return safe, [], Outcome.SECOND
    return [], [replace(query, kept=found[0], proposed=tuple(found))], Outcome.PROPOSED


def _passed_over(reading: Reading, opinion: Opinion | None) -> Sequence[Row]:
    """What the second reader reports of tasks that the grammar neither read nor asked about."""
    if opinion is None:
        return ()
    known = {row.ref for row in reading.rows} | {ref for query in reading.queries for ref in query.refs}
    if any(not query.refs for query in reading.queries):
        return ()
    return [row for row in opinion.rows if row.ref not in known]


def _unheard_report(reading: Reading, guesses: Mapping[int, Guess]) -> Query | None:
    """The grammar took it for small talk, and the letters sound like a report."""
    if reading.intent not in _NOTHING_REPORTED or len(guesses) != 1:
        return None
    ref, guess = next(iter(guesses.items()))
    if guess.state is None or guess.probability < SURE:
        return None
    return _proposal(Row(ref, state=guess.state))


def _ref(query: Query) -> int | None:
    return query.refs[0] if len(query.refs) == 1 else query.kept.ref if query.kept else None


def _reading(before: Reading, rows: Sequence[Row], queries: Sequence[Query]) -> Reading:
    intent = before.intent
    if not rows and queries and intent is not Intent.CORRECTION:
        intent = Intent.AMBIGUOUS
    elif rows and intent in (Intent.AMBIGUOUS, *_NOTHING_REPORTED):
        intent = Intent.UPDATE
    return Reading(intent, tuple(rows), tuple(queries))
