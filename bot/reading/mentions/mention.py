"""A place where tasks are named."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.kinds import MentionKind


@dataclass(frozen=True, slots=True)
class Mention:
    """`refs` is empty when the words fit no task or cannot decide between several."""

    start: int
    end: int
    kind: MentionKind
    refs: tuple[int, ...]
    rule: str
    named: tuple[int, ...] = ()  # numbers as said, or the tasks that fit equally well
