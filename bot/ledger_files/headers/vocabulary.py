"""The words of the headers, from `fields.toml`: which field a header cell names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.ledger_files.files.grids import squeezed

BRACKETS = re.compile(r"[(【\[〔<《][^)】\]〕>》]{0,40}[)】\]〕>》]")
LONGEST = 18  # a longer cell is no header


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    names: tuple[str, ...]
    ends: tuple[str, ...]
    marks: tuple[str, ...]
    never: tuple[str, ...]

    def resembles(self, words: str) -> bool:
        end = next((end for end in self.ends if words.endswith(end)), None)
        if end is None or any(word in words for word in self.never):
            return False
        return not self.marks or any(mark in words[: -len(end)] for mark in self.marks)


def _field(name: str, table: Mapping[str, str]) -> Field:
    ends = sorted(table.get("ends", "").split(), key=len, reverse=True)
    parts = (table.get(part, "").split() for part in ("names", "marks", "never"))
    names, marks, never = (tuple(part) for part in parts)
    return Field(name, table["label"], names, tuple(ends), marks, never)


def _read() -> dict[str, Field]:
    text = files("bot.ledger_files.headers").joinpath("fields.toml").read_text("utf-8")
    return {name: _field(name, table) for name, table in tomllib.loads(text).items()}


FIELDS: Mapping[str, Field] = _read()
FIELD_OF: Mapping[str, str] = {word: field.name for field in FIELDS.values() for word in field.names}
LABELS: Mapping[str, str] = {field.name: field.label for field in FIELDS.values()}


def header_words(value: object) -> str:
    """A header cell without white space, full-width signs and the stars of required columns."""
    return unicodedata.normalize("NFKC", squeezed(value)).strip("*★:·")


def known(value: object) -> str | None:
    """The field that a header cell names."""
    return _known(header_words(value))


@cache
def _known(words: str) -> str | None:
    if not words or len(words) > 2 * LONGEST:
        return None
    bare = BRACKETS.sub("", words)
    exact = FIELD_OF.get(words) or FIELD_OF.get(bare)
    if exact or len(bare) > LONGEST or len(bare) < 2:
        return exact
    parts = [field for part in re.split(r"[/、及和与或]", bare) if (field := FIELD_OF.get(part))]
    if parts and not re.search(r"[,。;:]", bare):
        return next((field for field in parts if field == "title"), parts[0])  # 具体任务及完成标准
    found = next((field.name for field in FIELDS.values() if field.resembles(bare)), None)
    first = re.split(r"[/、及和与或]", bare)[0]
    return found or (_known(first) if first != bare else None)  # 存在的主要问题及不足


def is_listed(value: object) -> bool:
    """Whether the very words stand in the table: a cell of data may resemble a header, it seldom is one."""
    words = header_words(value)
    return words in FIELD_OF or BRACKETS.sub("", words) in FIELD_OF


def named(words: str) -> str | None:
    """A field by its own name or its Chinese one, as `--map 列=字段` gives it; None if there is no such field."""
    return words if words in FIELDS else FIELD_OF.get(words)
