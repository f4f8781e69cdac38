"""Titles as people shorten them: which stretch of a text names which open task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.kinds import Words
from bot.reading.lexicon.loader import words_of
from bot.reading.text.normal_form import plain
from db.reading_facts import AskedTask

_FIGURE = re.compile(r"^\d|[^a-z]\d")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(words_of(Words.COMMON_PAIR))


@dataclass(frozen=True, slots=True)
class Keyword:
    """A stretch of the text made of a title's words; `refs` are the tasks it fits best."""

    start: int
    end: int
    refs: tuple[int, ...]
    weight: int


@lru_cache(maxsize=4096)
def pairs(title: str) -> frozenset[str]:
    """Neighbouring letters of a title, and those that stand next to each other in a usual abbreviation."""
    words = [part for part in re.split(r"[^\u4e00-\u9fff0-9a-z]+", plain(title)) if part]
    return frozenset(word[place : place + 2] for word in words for place in range(len(word) - 1))


def keywords(text: str, tasks: Sequence[AskedTask]) -> list[Keyword]:
    known = {task.ref: pairs(task.title) for task in tasks}
    every = frozenset().union(*known.values()) if known else frozenset[str]()
    found = (_keyword(text, start, end, known) for start, end in _runs(text, every))
    return [keyword for keyword in found if keyword]


def _runs(text: str, every: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Stretches whose neighbouring letters stand in a title, joined over 的 or nothing (河道整治)."""
    start = end = -1
    for place in range(len(text) - 1):
        if text[place : place + 2] not in every:
            continue
        if start >= 0 and place <= end + (1 if text[end : end + 1] in "的和之" else 0):
            end = place + 2
            continue
        if start >= 0:
            yield start, end
        start, end = place, place + 2
    if start >= 0:
        yield start, end


def _keyword(text: str, start: int, end: int, known: dict[int, frozenset[str]]) -> Keyword | None:
    said = {text[place : place + 2] for place in range(start, end - 1)}
    said = {pair for pair in said if not _FIGURE.search(pair)}  # 56个, 第7次: a figure names nothing
    telling = {ref: len((said & own) - _common()) for ref, own in known.items()}
    best = max(telling.values())
    if not best:
        return None
    refs = tuple(ref for ref, weight in telling.items() if weight == best)
    return Keyword(start, end, refs, best)
