"""The words by which work is told from talk, from `words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DATA: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def any_of(words: Iterable[str]) -> str:
    """An alternation, the longest first: 市委办公室 before 市委办."""
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


def listed(name: str) -> str:
    """The words of one list as an alternation."""
    return any_of(DATA[name].split())


TYPES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(any_of(words.split())) for name, words in DATA["types"].items()
}


def type_of(words: str) -> str:
    return next((name for name, pattern in TYPES.items() if pattern.search(words)), "")
