"""What a second reader says of a message."""

from __future__ import annotations

from dataclasses import dataclass

from db.reading_facts import Intent, Query, Row


@dataclass(frozen=True, slots=True)
class Opinion:
    """`rows`: every value quotes the message and was computed again by the grammar from its quote.

    `partial`: rows of which a value did not stand that test and was left out. `unbelieved`: numbers of tasks of which
    it said what the message does not hold; what it says of them counts for nothing. `witnessed`: tasks whose done was
    read again from its quote. `refused` gives the reasons, in
    words for the record; `doubts` what the reader itself would ask. Nothing of all: nothing is reported.
    """

    reader: str
    rows: tuple[Row, ...] = ()
    partial: tuple[Row, ...] = ()
    doubts: tuple[Query, ...] = ()
    intent: Intent | None = None
    witnessed: tuple[int, ...] = ()
    unbelieved: tuple[int, ...] = ()
    refused: tuple[str, ...] = ()

    def row(self, ref: int | None) -> Row | None:
        return next((row for row in self.rows if row.ref == ref), None)

    @property
    def said_nothing_true(self) -> bool:
        """It reported, and nothing of it could be believed."""
        return bool(self.unbelieved) and not (self.rows or self.partial or self.doubts)
