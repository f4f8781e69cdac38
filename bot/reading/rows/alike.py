"""Tasks of which a message says the same: read once for all of them, not forty times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace

from bot.reading.claims.heard_titles import doings_of, kind_of
from bot.reading.rows.matters import Found, Matter
from db.reading_facts import Query, Row

MANY = 6  # of fewer tasks each is read against its own title, letter by letter


def alike(found: Found) -> Mapping[int, int]:
    """Of each task the one that stands for it: the first with the same matter and a title of the same kind.

    Words that tell one title from others name that task and begin a clause of its own, so they play no part here."""
    told: dict[Matter, list[int]] = defaultdict(list)
    for ref, matter in found.matters.items():
        told[matter].append(ref)
    stands: dict[int, int] = {}
    for matter, refs in told.items():
        first: dict[Hashable, int] = {}
        many = len(refs) >= MANY
        rated = many and any("率" in found.heard.text[clause.start : clause.end] for clause in matter.clauses)
        for ref in refs:
            kind = _kind(found.heard.titles.get(ref, ""), rated=rated) if many else ref
            stands[ref] = first.setdefault(kind, ref)
    return {ref: stands[ref] for ref in found.matters}


def _kind(title: str, *, rated: bool) -> Hashable:
    return kind_of(title), doings_of(title) if rated else frozenset[str]()


def row_of(row: Row | None, ref: int) -> Row | None:
    return None if row is None else replace(row, ref=ref)


def query_about(query: Query, ref: int) -> Query:
    """The same question about another task."""
    proposed = tuple(replace(row, ref=ref) for row in query.proposed)
    rivals = tuple(replace(row, ref=ref) for row in query.rivals)
    return replace(query, refs=(ref,), kept=row_of(query.kept, ref), proposed=proposed, rivals=rivals)
