"""One Chinese letter in its simple form. The table is OpenCC's (Apache-2.0) of single letters: what we read letter by
letter has no use for its phrases, and the library takes 5 MB."""

from __future__ import annotations

from pathlib import Path

_PAIRS = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split()  # the traditional, the simple one
_SIMPLE = {pair[0]: pair[1] for pair in _PAIRS}


def simplified(letter: str) -> str:
    return _SIMPLE.get(letter, letter)
