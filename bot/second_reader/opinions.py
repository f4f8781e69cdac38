"""What a second reader says of a message, and the interface every second reader has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from db.reading_facts import AskedTask, Row


@dataclass(frozen=True, slots=True)
class Opinion:
    """Rows whose every value quotes the message and was computed again by the grammar from its quote.

    `refused` holds what did not stand that test, in words for the record; `doubts` the numbers of tasks of which the
    reader itself says that one should ask. No rows and no doubts: nothing is reported.
    """

    reader: str
    rows: tuple[Row, ...] = ()
    doubts: tuple[int, ...] = ()
    refused: tuple[str, ...] = ()

    def row(self, ref: int | None) -> Row | None:
        return next((row for row in self.rows if row.ref == ref), None)


class SecondReader(Protocol):
    """Reads a message by itself, without what the grammar made of it. None: it has nothing to say."""

    async def read(self, text: str, tasks: Sequence[AskedTask], *, today: date) -> Opinion | None: ...
