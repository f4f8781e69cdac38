"""What does this machine's clock show? Apart from the bells: a command needs the time, not APScheduler (a tenth of its
start)."""

from __future__ import annotations

from datetime import UTC, datetime


def machine_clock() -> datetime:
    """In UTC: which steps are given and APScheduler counts by."""
    return datetime.now(UTC)
