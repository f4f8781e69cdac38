"""A paper of the office without its looks: what is made from the ledger, what is kept, and what Word is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Colour(StrEnum):
    """Of the head of a 督办单."""

    NONE = ""
    YELLOW = "黄色"
    RED = "红色"


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """`shares`: how wide each column is, in proportion to the others; those of `centred` hold short words."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]

    def __post_init__(self) -> None:
        assert len(self.header) == len(self.shares), self.header
        assert all(len(row) == len(self.header) for row in self.rows), self.header


Part = Heading | Text | Table


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    parts: tuple[Part, ...]
    number: str = ""  # 文号; empty while it is a draft, and on what needs none
    to: str = ""  # 主送
    sender: str = ""  # 落款
    on: date | None = None  # 成文日期
    colour: Colour = Colour.NONE
    notes: tuple[str, ...] = ()  # below the date: who signed, what is attached

    @property
    def words(self) -> str:
        """Every word of it, line by line, a row of a table as one line."""
        lines = [self.title, self.number, self.to]
        for part in self.parts:
            if isinstance(part, Table):
                lines += ["\t".join(row) for row in (part.header, *part.rows)]
            else:
                lines.append(part.text)
        return "\n".join(line for line in [*lines, self.sender, *self.notes] if line)


_KINDS: Mapping[str, type[Heading | Text | Table]] = {"heading": Heading, "text": Text, "table": Table}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def stored(document: Document) -> dict[str, Any]:
    """As JSON keeps it: what was signed is printed as it was signed, whatever the ledger says by then."""
    written = asdict(document)
    written["parts"] = [{"is": _NAMES[type(part)], **asdict(part)} for part in document.parts]
    return {**written, "on": document.on.isoformat() if document.on else None}


def read_stored(written: Mapping[str, Any]) -> Document:
    facts = dict(written)
    facts["parts"] = tuple(_part(dict(part)) for part in written["parts"])
    facts["on"] = date.fromisoformat(written["on"]) if written["on"] else None
    facts["colour"] = Colour(written["colour"])
    facts["notes"] = tuple(written["notes"])
    return Document(**facts)


def _part(facts: dict[str, Any]) -> Part:
    kind = _KINDS[facts.pop("is")]
    if kind is Table:
        rows = tuple(tuple(row) for row in facts["rows"])
        return Table(tuple(facts["header"]), rows, tuple(facts["shares"]))
    return kind(**facts)
