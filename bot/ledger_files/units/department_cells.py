"""The departments of one cell: separators, wrapped lines, short names, brackets such as （牵头）."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass

from bot.ledger_files.files.grids import WHITE, words
from bot.ledger_files.register import Register

SIGNS = re.compile(r"[、，,/；;]")
LINES = re.compile(r"[\r\n]+")
SPACES = re.compile(r"[ \t\u3000\u00a0]+")
BRACKETS = re.compile(r"[（(【\[][^）)】\]]{0,30}[）)】\]]")
ANYBODY = re.compile(r"^(?:各|有关|相关|其他|市直|全市)")


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    known: bool


def departments(value: object, register: Register | None) -> list[Named]:
    """In the order of the cell, each once, by its full name where the register has it."""
    found: dict[str, Named] = {}
    for part in SIGNS.split(words(value)):
        for named in _of_part(part, register):
            found.setdefault(named.name, named)
    return list(found.values())


def resembling(name: str, register: Register) -> str | None:
    close = difflib.get_close_matches(name, list(register.known_names()), n=1, cutoff=0.6)
    return close[0] if close else None


def _of_part(part: str, register: Register | None) -> list[Named]:
    """A line break parts names, unless it breaks a name: 市发展↵改革委."""
    lines = [line for line in (_tidy(line) for line in LINES.split(part)) if line]
    whole = _tidy(part)
    if len(lines) > 1 and register and _lookup(whole, register):
        lines = [whole]
    return [named for line in lines for named in _of_line(line, part, register)]


def _of_line(line: str, part: str, register: Register | None) -> list[Named]:
    if register is None:
        return [Named(line, True)]
    name = _lookup(line, register)
    if name:
        return [Named(name, True)]
    spaced = [piece for piece in map(_tidy, SPACES.split(part)) if piece]
    names = [_lookup(piece, register) for piece in spaced]
    if len(spaced) > 1 and line == "".join(spaced) and all(names):
        return [Named(name, True) for name in names if name]
    return [Named(line, bool(ANYBODY.match(line)))]


def _lookup(words_: str, register: Register) -> str | None:
    return register.department(words_) or register.department(BRACKETS.sub("", words_))


def _tidy(text: str) -> str:
    digits = str.maketrans("０１２３４５６７８９", "0123456789")
    text = unicodedata.normalize("NFC", text).translate(WHITE).translate(digits)
    return text.rstrip("。.等")
