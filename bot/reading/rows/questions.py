"""Questions for what is not certain."""

from __future__ import annotations

from bot.reading.clauses.tokens import Heard
from db.reading_facts import Doubt, Query, Row, Span


def query_of(heard: Heard, ref: int | None, doubt: Doubt, start: int, end: int, kept: Row | None) -> Query:
    first, last = heard.said.as_written(start, end)
    refs = (ref,) if ref is not None else ()
    choices = _choices(heard, start, end) if doubt is Doubt.EITHER_OR else ()
    return Query(doubt, heard.said.words(start, end).strip(), Span(first, last, doubt.value), refs, kept, choices)


def _choices(heard: Heard, start: int, end: int) -> tuple[str, ...]:
    """What either/or leaves open: the days as ISO dates, or the percents."""
    days = [d.day.isoformat() for d in heard.days if d.day and start <= d.start < end]
    return tuple(dict.fromkeys(days or [f"{s.value:g}" for s in heard.percents if start <= s.start < end]))
