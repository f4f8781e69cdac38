"""Questions for what is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.clauses.tokens import Heard
from db.reading_facts import Doubt, Query, Row, Span


def query_of(heard: Heard, ref: int | None, doubt: Doubt, start: int, end: int, kept: Row | None) -> Query:
    first, last = heard.said.as_written(start, end)
    refs = (ref,) if ref is not None else ()
    choices = _choices(heard, start, end) if doubt is Doubt.EITHER_OR else ()
    words, span = heard.said.words(start, end).strip(), Span(first, last, doubt.value)
    return Query(doubt, words, span, refs, kept, choices, _proposed(kept))


def _proposed(kept: Row | None) -> tuple[Row, ...]:
    return (kept,) if kept is not None and kept.ref is not None and kept.state is not None else ()


def beyond_stored(query: Query, rows: Sequence[Row]) -> Query:
    """Without proposals that say what is stored already."""
    return replace(query, proposed=tuple(row for row in query.proposed if row not in rows))


def _choices(heard: Heard, start: int, end: int) -> tuple[str, ...]:
    """What either/or leaves open: the days as ISO dates, or the percents."""
    days = [d.day.isoformat() for d in heard.days if d.day and start <= d.start < end]
    return tuple(dict.fromkeys(days or [f"{s.value:g}" for s in heard.percents if start <= s.start < end]))
