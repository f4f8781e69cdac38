"""Things that have a place in a text, kept in order of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Protocol, TypeVar


class Placed(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Placed)
_START = attrgetter("start")


def within(placed: Sequence[P], start: int, end: int) -> Sequence[P]:
    """Those that begin in `[start, end)`; a search by halves, so that a long message stays linear."""
    return placed[bisect_left(placed, start, key=_START) : bisect_left(placed, end, key=_START)]
