"""What becomes of a reply that the grammar and the letters have read. Agreement stores, disagreement asks.

| the grammar | the letters | then |
|---|---|---|
| certain | say the same, or are unsure | stored |
| certain | surely say something else | a question with both readings |
| certain of done | do not say done | a question with both readings |
| found no report | surely hear one | a question, never small talk |

What a language model adds is in `with_model`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.second_reader.classifier import Guess
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


def agree(reading: Reading, *, guesses: Mapping[int, Guess]) -> Agreed:
    """`guesses` are the classifier's, by number of the task."""
    rows: list[Row] = []
    queries: list[Query] = []
    outcomes: list[tuple[int | None, Outcome]] = []
    for row in reading.rows:
        rival, outcome = _rival(row, guesses.get(row.ref or 0))
        outcomes.append((row.ref, outcome))
        if outcome is Outcome.DIFFER:
            queries.append(_either(row, rival))
        else:
            rows.append(row)
    for query in reading.queries:
        outcomes.append((about(query), Outcome.GRAMMAR))
        queries.append(query)
    if not rows and not queries and (heard := _unheard_report(reading, guesses)) is not None:
        queries.append(heard)
        outcomes.append((about(heard), Outcome.PROPOSED))
    together = replace(_reading(reading, rows, queries), read_by=tuple((ref, each.value) for ref, each in outcomes))
    return Agreed(together, tuple(outcomes))


def _rival(row: Row, guess: Guess | None) -> tuple[Row | None, Outcome]:
    """What the letters say instead of a certain row, if they say something else."""
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


def _unheard_report(reading: Reading, guesses: Mapping[int, Guess]) -> Query | None:
    """The grammar took it for small talk, and the letters sound like a report."""
    if reading.intent not in _NOTHING_REPORTED or len(guesses) != 1:
        return None
    ref, guess = next(iter(guesses.items()))
    if guess.state is None or guess.probability < SURE:
        return None
    return _proposal(Row(ref, state=guess.state))


def about(query: Query) -> int | None:
    """The one task that a question is about, as far as it is known."""
    return query.refs[0] if len(query.refs) == 1 else query.kept.ref if query.kept else None


def _reading(before: Reading, rows: Sequence[Row], queries: Sequence[Query]) -> Reading:
    intent = before.intent
    if not rows and queries and intent is not Intent.CORRECTION:
        intent = Intent.AMBIGUOUS
    elif rows and intent in (Intent.AMBIGUOUS, *_NOTHING_REPORTED):
        intent = Intent.UPDATE
    return Reading(intent, tuple(rows), tuple(queries))
