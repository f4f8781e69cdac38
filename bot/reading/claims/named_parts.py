"""What stands before a clause in its sentence, and whether it names a part: 一期，完成."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.clauses.facts import PARTS, without_title
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FINISHING

_A_NAME = 6  # letters that name a thing and say nothing of it


def before_it(heard: Heard, clauses: Sequence[Clause], place: int) -> Sequence[Clause]:
    """The clauses before this one in its sentence."""
    first = place
    while first and heard.text[clauses[first - 1].end : clauses[first].start].strip() in ("", ",", ":"):
        first -= 1
    return clauses[first:place]


def names_a_part(heard: Heard, before: Sequence[Clause], title: str) -> bool:
    """Whether what stands right before a clause only names a part of the task."""
    if not before or any(mark.kind in FINISHING for mark in before[-1].marks):
        return False
    words = heard.masked[before[-1].start : before[-1].end].strip()
    said = without_title(words, title)
    return len(words) <= _A_NAME and any(part.end() == len(said) for part in PARTS.finditer(said))
