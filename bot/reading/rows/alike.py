"""Tasks of which a message says the same: read once for all of them, not forty times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace

from bot.reading.claims.heard_titles import kind_of
from bot.reading.mentions import titles
from bot.reading.rows.matters import Found, Matter
from db.reading_facts import Query, Row

MANY = 6  # of fewer tasks each is read against its own title, letter by letter


def alike(found: Found) -> Mapping[int, int]:
    """Of each task the one that stands for it: the first with the same matter and the same words of its title."""
    told: dict[Matter, list[int]] = defaultdict(list)
    for ref, matter in found.matters.items():
        told[matter].append(ref)
    stands: dict[int, int] = {}
    for matter, refs in told.items():
        first: dict[Hashable, int] = {}
        said = _pairs_said(found, matter) if len(refs) >= MANY else frozenset[str]()
        for ref in refs:
            title = found.heard.titles.get(ref, "")
            heard = (titles.pairs(title) & said, kind_of(title)) if len(refs) >= MANY else ref
            stands[ref] = first.setdefault(heard, ref)
    return {ref: stands[ref] for ref in found.matters}


def _pairs_said(found: Found, matter: Matter) -> frozenset[str]:
    words = (found.heard.text[clause.start : clause.end] for clause in matter.clauses)
    return frozenset(said[place : place + 2] for said in words for place in range(len(said) - 1))


def row_of(row: Row | None, ref: int) -> Row | None:
    return None if row is None else replace(row, ref=ref)


def query_about(query: Query, ref: int) -> Query:
    """The same question about another task."""
    proposed = tuple(replace(row, ref=ref) for row in query.proposed)
    rivals = tuple(replace(row, ref=ref) for row in query.rivals)
    return replace(query, refs=(ref,), kept=row_of(query.kept, ref), proposed=proposed, rivals=rivals)
