"""What stands in the ledger's file, read beside the service: years ask thousands of times, and a session of SQLAlchemy
costs twenty times as much as a plain statement."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class SentCall:
    """A row of the outbox. `ended_at`, `words`: once it was sent."""

    id: int
    kind: str
    person_id: int
    facts: dict[str, Any]
    state: str
    cause: str
    ended_at: datetime | None
    words: str


class Looking:
    def __init__(self, file: Path) -> None:
        self._file = sqlite3.connect(file, isolation_level=None)
        self._file.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        self._file.close()

    def all(self, query: str, **given: Any) -> list[tuple[Any, ...]]:
        return self._file.execute(query, given).fetchall()

    def next_due(self) -> datetime | None:
        """When the next row of the agenda comes due."""
        return moment(self.all("SELECT min(at) FROM agenda WHERE fate = 'waiting'")[0][0])

    def newest_call(self) -> int:
        return int(self.all("SELECT max(id) FROM outbox")[0][0] or 0)

    def calls(self, after: int, besides: Collection[int]) -> list[SentCall]:
        """Those that are newer, and these."""
        query = (
            "SELECT id, kind, person_id, facts, state, cause, ended_at, sent FROM outbox"
            " WHERE id > :after OR id IN (SELECT value FROM json_each(:ids)) ORDER BY id"
        )
        return [_call(*row) for row in self.all(query, after=after, ids=json.dumps(sorted(besides)))]


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def _call(
    number: int, kind: str, person: int | None, facts: str, state: str, cause: str, ended: str | None, sent: str | None
) -> SentCall:
    words = str(json.loads(sent).get("text", "")) if sent else ""
    return SentCall(number, kind, person or 0, json.loads(facts), state, cause, moment(ended), words)
