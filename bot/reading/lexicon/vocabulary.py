"""The meanings of a masked text in a single pass from left to right.

At each place the longest words that fit win and are consumed, so that 尚未完成 is never read as 完成.
Before this pass percents, dates, named tasks and lengths of time are masked by the letters below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from bot.reading.kinds import Kind
from bot.reading.lexicon.expressions import alternatives, one_of
from bot.reading.lexicon.loader import Entry, lexicon
from bot.reading.text.patterns import later


@dataclass(frozen=True, slots=True)
class Mark:
    """Words with a meaning: `text[start:end]` is of this kind, read by this rule."""

    start: int
    end: int
    kind: Kind
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """All entries of one rule: where any of them fits, and each by itself."""

    kind: Kind
    rule: str
    anywhere: re.Pattern[str]
    ways: tuple[re.Pattern[str], ...]

    def mark(self, first: re.Match[str]) -> Mark:
        """The longest of them that fits where the first one does."""
        start, end = first.span()
        if len(self.ways) > 1:
            end = max(match.end() for way in self.ways if (match := way.match(first.string, start)))
        return Mark(start, end, self.kind, self.rule)


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    """Compiled at the first reading, not at import."""
    named = defaultdict[tuple[str, str], list[Entry]](list)
    for entry in lexicon():
        if entry.kind in {*Kind}:
            named[entry.kind, entry.rule].append(entry)
    return tuple(
        _Rule(
            Kind(kind),
            rule,
            re.compile(one_of(found)),
            tuple(map(later, chain.from_iterable(map(alternatives, found)))),
        )
        for (kind, rule), found in named.items()
    )


def prepare() -> None:
    """Read and compile the words now (a tenth of a second), so that no reply waits for it. Raises LexiconFault."""
    _rules()


@lru_cache(maxsize=1)
def _beaten() -> dict[str, set[str]]:
    """Which kinds and rules each rule wins over where both fit the same letters."""
    over = defaultdict[str, set[str]](set)
    for entry in lexicon():
        over[entry.rule].update(entry.over)
    return over


def _longest(fitting: list[Mark]) -> Mark:
    most = max(mark.end for mark in fitting)
    longest = [mark for mark in fitting if mark.end == most]
    return longest[0] if len(longest) == 1 else _unbeaten(longest)


def _unbeaten(marks: list[Mark]) -> Mark:
    """Of those that fit the same letters the one that no other beats; where none is said to win, by their names."""
    beaten = {name for mark in marks for name in _beaten()[mark.rule]}
    left = [mark for mark in marks if not {mark.kind.value, mark.rule} & beaten] or marks
    return min(left, key=lambda mark: mark.rule)


def _found(text: str) -> Iterator[Mark]:
    """The leftmost words first, of those the longest; each rule keeps its next place, which is faster than one
    expression of all."""
    rules = _rules()
    never = len(text) + 1
    coming = [rule.anywhere.search(text) for rule in rules]
    starts = [match.start() if match else never for match in coming]
    while (start := min(starts)) < never:
        fitting = [rules[at].mark(match) for at, match in enumerate(coming) if match and starts[at] == start]
        mark = fitting[0] if len(fitting) == 1 else _longest(fitting)
        yield mark
        for at, place in enumerate(starts):
            if place < mark.end:
                following = coming[at] = rules[at].anywhere.search(text, mark.end)
                starts[at] = following.start() if following else never


_ONCE = frozenset({Kind.ASPECT, Kind.PROGRESS, Kind.NEAR, Kind.FUTURE, Kind.MAYBE, Kind.TROUBLE})


def marks_of(text: str) -> Iterator[Mark]:
    """The meanings of a masked text in order of place, not overlapping; what is only said again is one mark."""
    last: Mark | None = None
    for mark in _found(text):
        if last and mark.kind in _ONCE and last.end == mark.start and last.rule == mark.rule:
            last = Mark(last.start, mark.end, mark.kind, mark.rule)
            continue
        if last:
            yield last
        last = mark
    if last:
        yield last
