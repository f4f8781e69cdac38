"""Where a language model is asked, and within which bounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` ends where `/chat/completions` is appended."""

    url: str
    name: str
    key: str | None = None
    seconds: float = 5.0
    at_a_time: int = 4
