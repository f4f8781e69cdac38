"""Titles as people shorten them: which stretch of a text names which open task."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of, words_of
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
    weight: tuple[int, int]  # how many of its pairs tell this task from others, and how many there are


@lru_cache(maxsize=1024)
def pairs(title: str) -> frozenset[str]:
    """Neighbouring letters of a title, and those that stand next to each other in a usual abbreviation."""
    words = [part for part in re.split(r"[^\u4e00-\u9fff0-9a-z]+", plain(title)) if part]
    return frozenset(word[place : place + 2] for word in words for place in range(len(word) - 1))


def telling_pairs(title: str) -> frozenset[str]:
    """Those that say something alone."""
    return pairs(title) - _common()


def keywords(text: str, tasks: Sequence[AskedTask]) -> list[Keyword]:
    """The stretches that name a task, in order; of overlapping ones the better, equally good ones together, and so
    those of which each says something that the other task has not."""
    known = _known(tuple((task.ref, task.title) for task in tasks))
    best: list[Keyword] = []
    for found in sorted(_of_each(text, known), key=lambda keyword: keyword.start):
        if best and found.start < best[-1].end:
            best[-1] = _better(best[-1], found, text, known)
        else:
            best.append(found)
    return best


@lru_cache(maxsize=256)
def _known(titles: tuple[tuple[int, str], ...]) -> Mapping[str, tuple[int, ...]]:
    """Each pair of letters with the tasks in whose titles it stands."""
    refs: dict[str, list[int]] = defaultdict(list)
    for ref, title in titles:
        for pair in pairs(title):
            refs[pair].append(ref)
    return {pair: tuple(found) for pair, found in refs.items()}


def _better(one: Keyword, other: Keyword, text: str, known: Mapping[str, tuple[int, ...]]) -> Keyword:
    if one.weight != other.weight:
        worse, better = sorted((one, other), key=lambda keyword: keyword.weight)
        if not _says_else(worse, better, text, known):
            return better
    refs = tuple(dict.fromkeys((*one.refs, *other.refs)))
    return Keyword(one.start, max(one.end, other.end), refs, max(one.weight, other.weight))


def _says_else(worse: Keyword, better: Keyword, text: str, known: Mapping[str, tuple[int, ...]]) -> bool:
    """供热管网改造: 管网改造 stands in one title, and 供热 before it only in another."""
    beside = {*range(worse.start, better.start - 1), *range(better.end, worse.end - 1)}
    said = {text[place : place + 2] for place in beside} - _common()
    return any(not {*better.refs} & {*known[pair]} for pair in said & known.keys() if not _FIGURE.search(pair))


def _of_each(text: str, known: Mapping[str, tuple[int, ...]]) -> Iterator[Keyword]:
    """For every task the stretches whose neighbouring letters stand in its title, joined over 的 (河道的整治)."""
    open_runs: dict[int, tuple[int, int]] = {}
    for place in range(len(text) - 1):
        for ref in known.get(text[place : place + 2], ()):
            start, end = open_runs.get(ref, (place, place))
            if place > end + (text[end : end + 1] in _BETWEEN):
                yield from _keyword(text, start, end, ref, known)
                start = place
            open_runs[ref] = (start, place + 2)
    for ref, (start, end) in open_runs.items():
        yield from _keyword(text, start, end, ref, known)


_BETWEEN = tuple("的和之")


def _keyword(text: str, start: int, end: int, ref: int, known: Mapping[str, tuple[int, ...]]) -> Iterable[Keyword]:
    said = {text[place : place + 2] for place in range(start, end - 1)}
    # 56个, 第7次: a figure names nothing.
    own = {pair for pair in said if ref in known.get(pair, ()) and not _FIGURE.search(pair)}
    telling = own - _common()
    return [Keyword(start, end, (ref,), (len(telling), len(own)))] if telling else []


_HEAD = re.compile(r"(?:^|[。;\n])(?:目前|现在|我局|我镇|其中)?")


def common_heads(text: str, tasks: Sequence[AskedTask], besides: Collection[int]) -> Iterator[Keyword]:
    """数据目录已编832条: a word that any title may have, at the head of a sentence, names the one open task that has
    it, if nothing else in the message names that task."""
    known = _known(tuple((task.ref, task.title) for task in tasks))
    for head in _HEAD.finditer(text):
        pair = text[head.end() : head.end() + 2]
        refs = known.get(pair, ())
        if len(refs) == 1 and refs[0] not in besides and pair in _common() and pair not in _processes():
            yield Keyword(head.end(), head.end() + 2, refs, (0, 1))


@lru_cache(maxsize=1)
def _processes() -> frozenset[str]:
    """Common pairs that say what is done with any task, and so name none even where one title has them."""
    general = tuple(map(any_of, (Words.FILLER, Words.SUBJECT_FILLER, Words.HEADING, Words.CIRCUMSTANCE)))
    return frozenset(pair for pair in _common() if any(words.fullmatch(pair) for words in general))
