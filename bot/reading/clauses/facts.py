"""A fact: one thing a clause says of a task, with its place and rule. And what in a clause needs no explaining."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.reading.kinds import FactKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.mentions import titles
from bot.reading.text.normal_form import plain


@dataclass(frozen=True, slots=True)
class Fact:
    """`kind` is a state word (done, near, part, …), percent, day, promise, or a doubt about one of them."""

    kind: FactKind
    start: int
    end: int
    rule: str
    value: float | date | None = None
    strength: int = 0  # of a percent: an overall figure beats a plain one
    until: date | None = None  # of a promised percent


_FILLER = any_of(Words.FILLER)
PARTS = any_of(Words.PART)


@lru_cache(maxsize=1024)
def unexplained(words: str, title: str) -> str:
    """What is left of some words without the title's own and without words that any office uses of any task."""
    return _FILLER.sub("", without_title(words, title))


def without_title(words: str, title: str) -> str:
    own = titles.pairs(title)
    keep = [True] * len(words)
    for place in range(len(words) - 1):
        if words[place : place + 2] in own:
            keep[place] = keep[place + 1] = False
    return "".join(letter if kept else " " for letter, kept in zip(words, keep, strict=True))


def of_title(words: str, title: str) -> bool:
    """Whether all letters of some words stand in the title (路 of 断头路)."""
    letters = plain(title)
    return all(letter in letters for letter in words)
