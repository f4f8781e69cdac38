"""The subject of a question: 环保 of 环保的事最近怎么样了, 城建 of 城建口."""

from __future__ import annotations

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import words_of

LEAST, MOST = 2, 6  # letters


def subject(rest: str) -> str:
    """What is left of a question's words without 口, 这块, 领域; empty where it is no single subject."""
    word = rest.strip(" ，,。？?的")
    for tail in sorted(words_of(Words.FIELD_CALLED), key=len, reverse=True):
        if len(word) - len(tail) >= LEAST and word.endswith(tail):
            word = word.removesuffix(tail)
            break
    return word if LEAST <= len(word) <= MOST and not any(map(str.isdigit, word)) else ""
