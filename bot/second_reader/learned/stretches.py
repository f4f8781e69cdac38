"""Where a message speaks of a task: the grammar's clauses, else the sentences that share letters with its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.second_reader.learned.evidence import Evidence

Stretches = tuple[tuple[int, int], ...]

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
_PAIR, _LETTER = 3, 1
_LIKELY = 3  # a pair of letters of the title alone, or three letters apart


def about(found: Evidence, ref: int) -> Stretches:
    """All of the message where nothing says which part of it is about the task."""
    whole = ((0, len(found.text)),)
    if len(found.tasks) == 1:
        return whole
    return found.spans.get(ref) or _likely(found, ref) or whole


def shared(found: Evidence, ref: int) -> int:
    """How much of the title, as far as no other title has it, stands in the message."""
    pairs, letters = _own(found, ref)
    return _score(found.text, pairs, letters)


def _likely(found: Evidence, ref: int) -> Stretches:
    pairs, letters = _own(found, ref)
    sentences = [match.span() for match in _SENTENCE.finditer(found.text)]
    scores = [_score(found.text[start:end], pairs, letters) for start, end in sentences]
    best = max(scores, default=0)
    if best < _LIKELY:
        return ()
    at = scores.index(best)
    last = at + 1
    while last < len(sentences) and not _of_others(found, ref, sentences[last]):
        last += 1
    return ((sentences[at][0], sentences[last - 1][1]),)


def _of_others(found: Evidence, ref: int, sentence: tuple[int, int]) -> bool:
    start, end = sentence
    parted = any(start <= first < end for other, spans in found.spans.items() if other != ref for first, _ in spans)
    return parted or any(
        other != ref and _score(found.text[start:end], *_own(found, other)) >= _LIKELY for other, _, _ in found.tasks
    )


def _own(found: Evidence, ref: int) -> tuple[Sequence[str], Sequence[str]]:
    """Pairs and single letters of the title that no other open task has."""
    return _of_one(ref, tuple((number, title) for number, title, _ in found.tasks))


@lru_cache(maxsize=256)
def _of_one(ref: int, titles: tuple[tuple[int, str], ...]) -> tuple[Sequence[str], Sequence[str]]:
    title = next(title for number, title in titles if number == ref)
    others = "\n".join(title for number, title in titles if number != ref)
    pairs = {title[place : place + 2] for place in range(len(title) - 1)}
    return (
        [pair for pair in pairs if pair not in others],
        [letter for letter in set(title) if letter not in others and letter not in _COMMON],
    )


def _score(text: str, pairs: Sequence[str], letters: Sequence[str]) -> int:
    return _PAIR * sum(pair in text for pair in pairs) + _LETTER * sum(letter in text for letter in letters)


_COMMON = frozenset("的一二三四五六七八九十个年月日区县市镇村国大中小上下新老城乡全工作和与及项目")
