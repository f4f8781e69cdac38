"""Read the words of the office from the TOML files below this folder, once, and make expressions of them.

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

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from bot.reading.kinds import Kind, Words
from bot.reading.text.patterns import later

PERCENT, DATE, TASK, SPAN = "\x01", "\x02", "\x03", "\x04"
MASKS = {"percent": PERCENT, "date": DATE, "task": TASK, "span": SPAN, "han": "\u4e00-\u9fff"}
_NAME = re.compile(r"(?<!\?P)<([a-z_-]+)>")


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
    tables = chain.from_iterable(tomllib.loads(text).items() for text in texts)
    entries = tuple(_entry(kind, table) for kind, rows in tables for table in rows)
    _check_no_word_in_two_kinds(entries)
    return entries


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
    return loaded(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.rglob("*.toml")))


def alternatives(entry: Entry) -> Iterator[str]:
    """The entry as sources of expressions: its words as one, and each pattern."""
    behind = "".join(f"(?<!{_plain(word)})" for word in entry.not_after)
    ahead = f"(?!{'|'.join(map(_plain, entry.not_before))})" if entry.not_before else ""
    latin = [word for word in entry.words if word.isascii()]
    for words, first, last in (
        ([word for word in entry.words if not word.isascii()], "", ""),
        (latin, "(?<![a-z])", "(?![a-z])"),
    ):
        if words:
            yield f"{behind}{first}{_one_of(words)}{last}{ahead}"
    for pattern in entry.patterns:
        yield f"{behind}(?:{_filled(pattern)}){ahead}"


def one_of(found: Iterable[Entry]) -> str:
    """One expression, without a group around it."""
    return "|".join(chain.from_iterable(map(alternatives, found)))


def _of_rule(name: str) -> str:
    found = [entry for entry in lexicon() if entry.rule == name]
    if not found:
        raise LexiconFault(f"<{name}>: neither a mask nor a list nor a rule")
    return one_of(found)


def any_of(name: Words, frame: Callable[[str], str] = "{}".format) -> re.Pattern[str]:
    """A list as one expression, read and compiled when it is first asked for something."""
    return later(partial(_framed, name, frame))


class _Each:
    """The alternatives of a list one by one, read when they are first gone through."""

    def __init__(self, name: Words) -> None:
        self.name = name

    @cached_property
    def _ways(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(way) for entry in lexicon() if entry.kind == self.name for way in alternatives(entry))

    def __iter__(self) -> Iterator[re.Pattern[str]]:
        return iter(self._ways)


def each_of(name: Words) -> Iterable[re.Pattern[str]]:
    """A list as an expression for each of its patterns, for those with named groups."""
    return _Each(name)


def by_rule(name: Words) -> dict[str, re.Pattern[str]]:
    """The entries of a list as expressions, each under its rule."""
    return {entry.rule: re.compile("|".join(alternatives(entry))) for entry in lexicon() if entry.kind == name}


def words_of(name: Words) -> Iterator[str]:
    return chain.from_iterable(entry.words for entry in lexicon() if entry.kind == name)


def _framed(name: str, frame: Callable[[str], str]) -> str:
    return frame(one_of(entry for entry in lexicon() if entry.kind == name))


def _filled(pattern: str) -> str:
    return _NAME.sub(lambda name: MASKS.get(name[1]) or f"(?:{_of_rule(name[1])})", pattern)


def _plain(word: str) -> str:
    """A word of an entry as written in the uniform text."""
    return re.escape(_NAME.sub(lambda name: MASKS[name[1]], word).replace("_", " "))


def _one_of(words: Iterable[str]) -> str:
    """One expression of many words, longest first, that looks at each letter once."""
    return _branches([_NAME.sub(lambda name: MASKS[name[1]], word).replace("_", " ") for word in words])


def _branches(words: Iterable[str]) -> str:
    rest: dict[str, list[str]] = {}
    for word in words:
        rest.setdefault(word[:1], []).append(word[1:])
    ends = rest.pop("", None) is not None
    last = "".join(letter for letter, more in rest.items() if more == [""])
    branches = [re.escape(letter) + _branches(more) for letter, more in rest.items() if more != [""]]
    if last:
        branches.append(re.escape(last) if len(last) == 1 else f"[{re.escape(last)}]")
    if not branches:
        return ""
    single = len(branches) == 1 and not ends
    return branches[0] if single else f"(?:{'|'.join(branches)}){'?' if ends else ''}"
