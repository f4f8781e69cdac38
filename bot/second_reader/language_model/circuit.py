"""Whether a model that keeps failing is asked at all: three failures in a row, and it is left alone for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FAILURES = 3
PAUSE = timedelta(minutes=5)


@dataclass(slots=True)
class Circuit:
    """After the pause one call is let through; whether it succeeds decides."""

    failures: int = 0
    open_until: datetime | None = None

    def closed(self, now: datetime) -> bool:
        return self.open_until is None or now >= self.open_until

    def succeeded(self) -> None:
        self.failures, self.open_until = 0, None

    def failed(self, now: datetime) -> None:
        self.failures += 1
        if self.failures >= FAILURES:
            self.open_until = now + PAUSE
