"""What a report of standing work means otherwise than one of a task with a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from db.models import Mode
from db.open_tasks import KnownTask
from db.reading_facts import Reading


def without_today(reading: Reading, found: Sequence[KnownTask], *, today: date) -> Reading:
    """今天巡查3处，正常: of standing work today is the day that is reported on, and no date for its end."""
    standing = {task.number for task in found if task.mode is Mode.RECURRING}
    rows = [
        replace(row, expected_date=None) if row.ref in standing and row.expected_date == today else row
        for row in reading.rows
    ]
    return replace(reading, rows=tuple(rows))
