"""Runs of letters as features; digits are one letter, as in `bot.second_reader.letters`."""

from __future__ import annotations

import re

from bot.second_reader.letters import TITLE

_DIGIT = re.compile(r"\d")
SENTENCE_ENDS = re.compile("[。！？!?；;\n]+")


def runs(text: str, longest: int, tag: str = "") -> set[str]:
    return {
        tag + text[start : start + length]
        for length in range(1, longest + 1)
        for start in range(len(text) - length + 1)
    }


def without_digits(text: str) -> str:
    return _DIGIT.sub("0", text)


def sentences(text: str) -> list[str]:
    return [each for each in SENTENCE_ENDS.split(text) if each] or [""]


def with_title_hidden(text: str, title: str) -> str:
    """Pairs of letters that stand in the title become a sign; every place stays where it is."""
    pairs = {title[place : place + 2] for place in range(len(title) - 1)}
    letters = list(text)
    for place in range(len(text) - 1):
        if text[place : place + 2] in pairs:
            letters[place] = letters[place + 1] = TITLE
    return "".join(letters)
