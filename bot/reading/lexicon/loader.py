"""Read the words of the office from the TOML files below this folder, once.

A file holds entries. An entry's table names its kind: a `Kind` of mark, or one of `Words`, the lists rules ask for.

    [[late]]
    rule = "late"                      # what `explain` shows; by default the kind
    words = "滞后 逾期 behind_schedule"  # plain words; _ is a space; Latin ones count only as whole words
    patterns = ['晚到<date>']           # what is no plain word; <name> is a mask, or the words of that list or rule
    not_after = "不会 没有"              # what must not stand before any of them, and behind: not_before
    over = "progress"                  # the kinds it beats where both fit the same letters
    says = ["老旧小区改造工期逾期了"]      # must fire; never: must not (tests/rules/test_lexicon.py)
    never = ["老旧小区改造不会逾期"]
    pending = true                     # moved as it was; the causes in docs/reading.md are still to be mended

The longest match wins, wherever it is written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from bot.reading.kinds import Kind, Words


class LexiconFault(ValueError):
    """An entry that cannot be used; says which, and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    kind: str
    rule: str
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    pending: bool = False


_SPLIT = ("words", "not_after", "not_before", "over")
_LISTS = (*_SPLIT, "patterns", "says", "never")
_FIELDS = {*_LISTS, "rule", "pending"}


def loaded(texts: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of TOML texts, checked. Raises LexiconFault."""
    entries = tuple(chain.from_iterable(map(_entries, texts)))
    _check_no_word_in_two_kinds(entries)
    return entries


def of_file(path: Path) -> str:
    """The text of a file whose entries can be read. Raises LexiconFault with the file's name."""
    text = path.read_text(encoding="utf-8")
    try:
        _entries(text)
    except (tomllib.TOMLDecodeError, LexiconFault) as error:
        raise LexiconFault(f"{path.name}: {error}") from error
    return text


@lru_cache(maxsize=64)
def _entries(text: str) -> tuple[Entry, ...]:
    return tuple(_entry(kind, table) for kind, rows in tomllib.loads(text).items() for table in rows)


def _entry(kind: str, table: dict[str, Any]) -> Entry:
    if kind not in {*Kind, *Words} or not table.keys() <= _FIELDS:
        raise LexiconFault(f"[[{kind}]]: no such kind, or no such field in {sorted(table)}")
    given = {name: tuple(value.split() if name in _SPLIT else value) for name, value in table.items() if name in _LISTS}
    entry = Entry(kind, table.get("rule", kind), **given, pending=table.get("pending", False))
    if not all(map(str.strip, entry.patterns)) or not (entry.words or entry.patterns):
        raise LexiconFault(f"[[{kind}]] {entry.rule}: an empty pattern")
    return entry


def _check_no_word_in_two_kinds(entries: Iterable[Entry]) -> None:
    owners: dict[str, Entry] = {}
    for entry in (entry for entry in entries if entry.kind in {*Kind}):
        for word in entry.words:
            other = owners.setdefault(word, entry)
            if other.kind != entry.kind and other.kind not in entry.over and entry.kind not in other.over:
                raise LexiconFault(f"{word} is in [[{other.kind}]] and in [[{entry.kind}]]: say which is `over`")


@lru_cache(maxsize=1)
def lexicon() -> tuple[Entry, ...]:
    return loaded(map(of_file, sorted(Path(__file__).parent.rglob("*.toml"))))
