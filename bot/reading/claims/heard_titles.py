"""What of a title the words of one clause can touch: titles that differ only elsewhere are weighed together."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import Kind, Words
from bot.reading.lexicon.expressions import any_of, by_rule
from bot.reading.text.normal_form import plain
from bot.reading.text.once import once_per_message

# The rules on a title's kind that stand in code; those of the lexicon are its task kinds.
_KIND = re.compile("报送|申报|材料|报告|改革|平台|系统|上线|一件事|共享|方案|预案|制定|修订|编制|办法|覆盖")


# What is weighed by the kind of the task: acts, rates, and nouns that are a part of some kinds and the whole of others.
_BY_KIND = re.compile("率|材料|资料|报告|方案|预案|稿|文|系统|平台|覆盖")
_BEFORE, _BEHIND = 8, 24  # letters around a clause that rules look at


def heard_title(heard: Heard, clause: Clause, title: str) -> str:
    """The title without letters that neither stand in or around the clause nor, where that matters, tell its kind."""
    letters, by_kind = _needed(heard, clause)
    own = letters & _letters(title)
    return _reduced(title, own, by_kind) if own or by_kind else ""


@once_per_message
def _needed(heard: Heard, clause: Clause) -> tuple[frozenset[str], bool]:
    words = heard.text[max(0, clause.start - _BEFORE) : clause.end + _BEHIND]
    acts = any(mark.kind is Kind.ACT for mark in clause.marks)
    return frozenset(words), acts or _BY_KIND.search(words) is not None


@lru_cache(maxsize=1024)
def _letters(title: str) -> frozenset[str]:
    return frozenset(plain(title))


@lru_cache(maxsize=256)
def _reduced(title: str, letters: frozenset[str], by_kind: bool) -> str:
    title = plain(title)
    kept = _of_its_kind(title) if by_kind else frozenset[int]()
    heard = (letter if letter in letters or place in kept else " " for place, letter in enumerate(title))
    return " ".join("".join(heard).split())


@lru_cache(maxsize=1024)
def _of_its_kind(title: str) -> frozenset[int]:
    patterns = (_KIND, any_of(Words.COMMON_PAIR), *by_rule(Words.TASK_KIND).values())
    found = (match.span() for pattern in patterns for match in pattern.finditer(title))
    return frozenset(place for start, end in found for place in range(start, end))


@lru_cache(maxsize=1024)
def kind_of(title: str) -> frozenset[str]:
    """Of what kinds a task is: the task kinds of the lexicon, and the words of titles that rules in code look for."""
    kinds = {rule for rule, pattern in by_rule(Words.TASK_KIND).items() if pattern.search(plain(title))}
    return frozenset(kinds | set(_KIND.findall(plain(title))))


@lru_cache(maxsize=1024)
def doings_of(title: str) -> frozenset[str]:
    """The doings in a title that a rate may measure (整改率 of 问题整改)."""
    return frozenset(any_of(Words.COMMON_PAIR).findall(plain(title)))
