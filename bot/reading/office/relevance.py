"""Which tasks somebody means who names none by number: how much of their words his words share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import words_of
from bot.reading.mentions.titles import pairs, telling_pairs
from bot.reading.text.normal_form import plain

FEW = 3  # neighbouring letters of a title
NEARLY = 0.6  # of the best one's share: what falls below it is an accident of a common word


@dataclass(frozen=True, slots=True)
class Worded:
    """A task as its words in the ledger."""

    ref: int
    title: str
    target: str = ""


@lru_cache(maxsize=1)
def _weak() -> frozenset[str]:
    return frozenset(words_of(Words.WEAK_TITLE))


def tells(written: str, title: str) -> bool:
    """Whether his words share with the title more than a word anybody uses of anything."""
    said = pairs(plain(written))
    return bool((said & telling_pairs(title)) - _weak()) or len(said & pairs(title)) > FEW


def ranked(written: str, tasks: Sequence[Worded]) -> list[int]:
    """All of them, those whose words he uses first."""
    said = pairs(plain(written))
    shares = {task.ref: _share(said, task) for task in tasks}
    return sorted(shares, key=lambda ref: -shares[ref])


def sharing(written: str, tasks: Sequence[Worded], *, least: float = 1) -> list[int]:
    """Those with at least so many words in common, most first; what only a common word joins falls out."""
    said = pairs(plain(written)) - _weak()
    shares = {task.ref: _share(said, task) for task in tasks}
    best = max(shares.values(), default=0)
    kept = [ref for ref, share in shares.items() if share >= max(least, 0.4 * best)]
    return sorted(kept, key=lambda ref: -shares[ref])


def shares(written: str, tasks: Sequence[Worded]) -> dict[int, float]:
    """How much of each one's words he uses."""
    said = pairs(plain(written)) - _weak()
    return {task.ref: _share(said, task) for task in tasks}


def without(written: str, names: Sequence[str]) -> str:
    """His words without these names: the steps of his own tasks, 前期手续, stand in titles of others as well."""
    for name in sorted(names, key=len, reverse=True):
        written = written.replace(name, " ") if len(name) > 1 else written
    return written


def begins(written: str, title: str, others: Sequence[str]) -> bool:
    """He uses the word that opens the title, 镜湖, and no other title or name has it."""
    first = plain(title)[:2]
    return first in plain(written) and all(first not in plain(each) for each in others if each != title)


def clearest(written: str, refs: Sequence[int], tasks: Sequence[Worded]) -> tuple[int, ...]:
    """Of tasks that his words may name, those they name about as well as the best."""
    said = pairs(plain(written))
    shares = {task.ref: _share(said, task) for task in tasks if task.ref in refs}
    best = max(shares.values(), default=0)
    return tuple(ref for ref in refs if shares.get(ref, 0) >= NEARLY * best)


def _share(said: frozenset[str], task: Worded) -> float:
    """Words of the title that tell it from others count whole, the rest of it and its target a part."""
    telling = telling_pairs(task.title)
    return (
        len(said & telling)
        + 0.3 * len(said & (pairs(task.title) - telling))
        + 0.3 * len(said & telling_pairs(task.target))
    )
