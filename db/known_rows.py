"""A task as the difference sees it: what the ledger says of it now, and what the last edition said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from db.ledger_rows import TaskRow
from db.lifecycle import UNFINISHED, State


@dataclass(frozen=True, slots=True)
class Known:
    """`row`: as the ledger stands, its `no` that of the last edition. `imported`: as the last edition had it."""

    task_id: int
    number: int  # 编号
    state: State
    row: TaskRow
    imported: TaskRow
    round: int = 1
    handed_out: bool = True  # his owner knows of it
    liaison_id: int | None = None
    original_due: date | None = None
    claimed_at: datetime | None = None
    missing: bool = False  # the newest edition did not name it

    @property
    def over(self) -> bool:
        """已销号 or 中止."""
        return self.state not in UNFINISHED
