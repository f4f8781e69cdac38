"""How two readings of a message compare, and what became of them: the words both rules share.

The rules are in `with_learned` (grammar and learned reader) and `with_model` (a language model beside them).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.reading_facts import Query, Reading, Row

_HARD = ("state", "percent", "expected_date", "new_deadline")


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


def same(one: Row, other: Row) -> bool:
    """Whether two rows would store the same of a task, as far as values count and not their wording."""
    return all(getattr(one, name) == getattr(other, name) for name in _HARD)


def about(query: Query) -> int | None:
    """The one task that a question is about, as far as it is known."""
    return query.refs[0] if len(query.refs) == 1 else query.kept.ref if query.kept else None
