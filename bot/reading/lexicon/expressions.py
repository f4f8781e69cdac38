"""Expressions made of the words of the office: longest word first, masks and other lists by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from itertools import chain

from bot.reading.kinds import Words
from bot.reading.lexicon.loader import Entry, LexiconFault, lexicon
from bot.reading.text.patterns import later

PERCENT, DATE, TASK, SPAN = "\x01", "\x02", "\x03", "\x04"
# In the words of a new task every department, leader and day is a letter of its own, 256 of each at most.
FIRST_UNIT, FIRST_LEADER, FIRST_DAY = "\ue000", "\ue400", "\ue800"
MASKS = {
    "percent": PERCENT,
    "date": DATE,
    "task": TASK,
    "span": SPAN,
    "han": "\u4e00-\u9fff",
    "a-unit": f"[{FIRST_UNIT}-\ue0ff]",
    "a-leader": f"[{FIRST_LEADER}-\ue4ff]",
    "a-day": f"[{FIRST_DAY}-\ue8ff]",
}
_NAME = re.compile(r"(?<!\?P)<([a-z_-]+)>")


def alternatives(entry: Entry) -> Iterator[str]:
    """The entry as sources of expressions: its words as one, and each pattern."""
    behind = "".join(f"(?<!{_plain(word)})" for word in entry.not_after)
    ahead = f"(?!{'|'.join(map(_plain, entry.not_before))})" if entry.not_before else ""
    for latin, first, last in ((False, "", ""), (True, "(?<![a-z])", "(?![a-z])")):
        words = [_uniform(word) for word in entry.words if word.isascii() is latin]
        if words:
            begin = re.escape("".join({word[0]: "" for word in words}))  # one look, before every word is tried
            yield f"(?=[{begin}]){behind}{first}{_any_word(words)}{last}{ahead}"
    for pattern in entry.patterns:
        yield f"{behind}(?:{filled(pattern)}){ahead}"


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


def one_of_list(name: Words) -> str:
    """A list as the source of an expression, with its alternatives side by side."""
    return one_of(entry for entry in lexicon() if entry.kind == name)


def _framed(name: str, frame: Callable[[str], str]) -> str:
    return frame(one_of_list(Words(name)))


def pattern(text: str) -> re.Pattern[str]:
    """An expression that names masks, lists and rules, read and compiled when it is first asked for something."""
    return later(partial(filled, text))


def filled(text: str) -> str:
    """A pattern with its names replaced by masks and by the words of their rules."""
    return _NAME.sub(lambda name: MASKS.get(name[1]) or f"(?:{_of_rule(name[1])})", text)


def _plain(word: str) -> str:
    return re.escape(_uniform(word))


def _uniform(word: str) -> str:
    """A word of an entry as it stands in the masked uniform text."""
    return _NAME.sub(lambda name: MASKS[name[1]], word).replace("_", " ")


def _any_word(words: Iterable[str]) -> str:
    """One expression of many words, longest first, that looks at each letter once."""
    rest: dict[str, list[str]] = {}
    for word in words:
        rest.setdefault(word[:1], []).append(word[1:])
    ends = rest.pop("", None) is not None
    last = "".join(letter for letter, more in rest.items() if more == [""])
    branches = [re.escape(letter) + _any_word(more) for letter, more in rest.items() if more != [""]]
    if last:
        branches.append(re.escape(last) if len(last) == 1 else f"[{re.escape(last)}]")
    if not branches:
        return ""
    single = len(branches) == 1 and not ends
    return branches[0] if single else f"(?:{'|'.join(branches)}){'?' if ends else ''}"
