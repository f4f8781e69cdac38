"""Letters that look alike made the same, and nothing else changed: for whoever looks for a word that may be hidden."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from bot.reading.text.normal_form import UNSEEN
from bot.reading.text.simple_letters import simplified


def same_letters(text: str) -> str:
    """Compatibility and traditional forms as plain simplified ones, unseen letters left out."""
    return "".join(map(_same, text))


@lru_cache(maxsize=16384)
def _same(letter: str) -> str:
    if letter == "㊙" or letter.isascii():
        return letter
    if unicodedata.category(letter) in UNSEEN:
        return ""
    composed = unicodedata.normalize("NFKC", letter)
    return "".join(simplified(each) if "\u4e00" <= each <= "\u9fff" else each for each in composed)
