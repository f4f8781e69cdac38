"""Kinds of words in a clause: what a clause says by kind, where its very letters may never have been seen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import combinations

COUNT = re.compile(
    r"[\d一二三四五六七八九十百千万两]+(?:[个处户家条件项人本台座栋份套间所名张辆亩吨里米宗起笔场期批只]|公里)"
)
CLAUSE_ENDS = re.compile(r"[,，、。！？!?；;:：\n ]+")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    told = tomllib.loads(files("bot.second_reader.learned").joinpath("word_kinds.toml").read_text(encoding="utf-8"))
    return (*((kind, re.compile("|".join(words))) for kind, words in told.items()), ("count", COUNT))


@lru_cache(maxsize=512)
def kinds(words: str) -> tuple[str, ...]:
    """The kinds of words in a stretch, in the order of the file."""
    return tuple(kind for kind, pattern in _patterns() if pattern.search(words))


def together(found: Sequence[str], tag: str = "") -> set[str]:
    """Each kind and each two that stand together."""
    return {tag + kind for kind in found} | {f"{tag}{one}+{other}" for one, other in combinations(found, 2)}


def of_words(words: str) -> set[str]:
    """Of all clauses, of the last and of the first."""
    clauses = [kinds(clause) for clause in CLAUSE_ENDS.split(words) if clause] or [()]
    signs = {f"only:{'+'.join(clause)}" for clause in clauses}
    for clause in clauses:
        signs |= together(clause)
    everything = sorted({kind for clause in clauses for kind in clause})
    signs |= {f"no:{kind}" for kind, _ in _patterns() if kind not in everything}
    return signs | together(clauses[-1], "last:") | together(clauses[0], "first:")


def around(text: str, start: int, end: int) -> set[str]:
    """Of what stands before and behind a value in its clause, and in the clauses beside."""
    before, behind = CLAUSE_ENDS.split(text[:start][-60:]), CLAUSE_ENDS.split(text[end:][:60])
    own, later = kinds(before[-1]), kinds(behind[0])
    signs = together(own, "b:") | together(later, "a:") | {f"{one}>{other}" for one in own for other in later}
    signs |= {f"no-a:{kind}" for kind in ("finish", "event", "asks_time", "before") if kind not in later}
    if len(before) > 1:
        signs |= {f"bb:{kind}" for kind in kinds(before[-2])}
    if len(behind) > 1:
        signs |= {f"aa:{kind}" for kind in kinds(behind[1])}
    return signs
