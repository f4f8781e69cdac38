"""What speaks for how one task stands: the letters said of it, and what the grammar made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.second_reader.learned import stretches
from bot.second_reader.learned.evidence import HARD, Evidence
from bot.second_reader.learned.grams import runs, sentences
from bot.second_reader.learned.word_kinds import of_words
from bot.second_reader.letters import EDGE, masked

Features = dict[str, set[str]]  # by family

FAMILIES = {"letters": 2.0, "last": 1.0, "first": 0.5, "kinds": 1.0, "grammar": 1.0}
_SHORT = (12, 20, 35, 60)


def words_about(found: Evidence, ref: int) -> str:
    return " ".join(found.text[start:end] for start, end in stretches.about(found, ref))


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that the features follow from: tasks that the words do not tell from each other have the same."""

    about: str
    words: str  # of these without the title's
    grammar: frozenset[str]


def grounds(found: Evidence, ref: int, title: str) -> Grounds:
    about = words_about(found, ref)
    words = masked(about, title)
    return Grounds(about, words, frozenset(_grammar(found, ref, length=len(words))))


def features(found: Evidence, ref: int, title: str) -> Features:
    return features_of(grounds(found, ref, title))


def features_of(known: Grounds) -> Features:
    said = sentences(known.words.strip(EDGE))
    return {
        "letters": runs(known.words, 4),
        "last": runs(EDGE + said[-1] + EDGE, 4),
        "first": runs(EDGE + said[0] + EDGE, 4),
        "kinds": of_words(known.about),
        "grammar": set(known.grammar),
    }


def read_by_grammar(found: Evidence, ref: int) -> tuple[Mapping[str, Any] | None, str]:
    """Its row for a task, and whether it is stored, proposed or none."""
    if ref in found.rows:
        return found.rows[ref], "stored"
    if ref in found.proposed:
        return found.proposed[ref], "proposed"
    return None, "none"


def size(length: int) -> int:
    return sum(length > limit for limit in _SHORT)


def _grammar(found: Evidence, ref: int, *, length: int) -> set[str]:
    row, how = read_by_grammar(found, ref)
    state = (row or {}).get("state")
    signs = {f"{how}:{state}", f"state:{state}", f"{how}:{state}:{size(length)}", f"intent:{found.intent}"}
    if row is not None:
        signs |= {f"has:{name}" for name in (*HARD[1:], *row["beside"]) if name in row or name in row["beside"]}
    for asked in found.asked:
        signs.add(f"doubt:{asked.doubt}" if ref in asked.refs else f"other-doubt:{asked.doubt}")
    for kind, _, _, rule in found.facts.get(ref, ()):
        signs |= {f"fact:{kind}", f"rule:{rule}"}
    many = len(found.tasks) > 1
    signs |= {
        f"tasks:{min(len(found.tasks), 4)}",
        f"parted:{many and ref in found.spans}",
        f"whole:{many and ref not in found.spans}",
    }
    signs.add(f"named:{min(3, found.named.get(ref, 0))}")
    if many:
        shared = stretches.shared(found, ref)
        signs |= {f"shared:{min(shared, 12) // 2}", f"parted:{ref in found.spans}:{min(shared, 6) // 3}"}
    return signs
