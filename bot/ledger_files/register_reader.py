"""The rows of a register under whatever headers: one row per unit, or one per person with unit and post."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from bot.ledger_files.files.grids import Grid, column_letter, squeezed
from bot.ledger_files.ledger_shape import Fault, Severity
from bot.ledger_files.units.lookup import is_group

_WORDS = tomllib.loads(files("bot.ledger_files").joinpath("register_words.toml").read_text("utf-8"))
FIELDS: Mapping[str, str] = {word: name for name, words in _WORDS["header"].items() for word in words.split()}
KINDS: Mapping[str, str] = {word: name for name, words in _WORDS["kind"].items() for word in words.split()}
HEAD_POSTS, LEADER_POSTS, OTHER_POSTS = (_WORDS["post"][name].split() for name in ("head", "leader", "other"))
LABELS = {
    "kind": "类型",
    "unit": "名称",
    "aliases": "简称",
    "head": "负责人",
    "liaison": "联络员",
    "post": "职务",
    "duty": "职责",
}
ALIAS_SIGNS = re.compile(r"[、，,/；;|\n]+")
BRACKETED = re.compile(r"[（(](?:以下)?(?:简称|又称|原)?[:：“\"]?([^）)”\"]{3,20})[”\"]?[）)]$")
TOTAL = re.compile(r"^(?:合计|小计|备注|注|说明|填表人)[:：]?")
HEADER_ROWS = 20


@dataclass
class Listed:
    """A unit of the register as its rows tell it."""

    name: str
    row: int
    head: str = ""
    aliases: list[str] = field(default_factory=list)
    liaisons: list[str] = field(default_factory=list)
    duty: str = ""


@dataclass
class Rows:
    """What all sheets of a register hold."""

    units: dict[str, Listed] = field(default_factory=dict)
    leaders: dict[str, tuple[str, str, tuple[str, ...], int]] = field(
        default_factory=dict
    )  # name, title, liaisons, row
    groups: dict[str, int] = field(default_factory=dict)
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of a group: what stands under its short names
    names: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def header_of(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]] | None:
    """The row of the header and the column of each field; None where no row looks like one."""
    for at, row in enumerate(rows[:HEADER_ROWS]):
        fields: dict[str, int] = {}
        for index, value in enumerate(row):
            words = unicodedata.normalize("NFKC", squeezed(value)).strip("*★:")
            name = FIELDS.get(words) or FIELDS.get(re.sub(r"\([^)]*\)", "", words))
            if name:
                fields.setdefault(name, index)
        named = "unit" in fields or "person" in fields
        if named and len(fields) >= 2 and fields.keys() & {"kind", "head", "post", "aliases", "liaison"}:
            return at, fields
    return None


class RegisterReader:
    """One sheet. `found` gathers what all sheets say."""

    def __init__(self, grid: Grid, found: Rows) -> None:
        self.sheet, self.rows, self.found = grid.name, grid.filled(), found
        header = header_of(self.rows)
        self.start = header[0] + 1 if header else None
        self.fields = header[1] if header else {}
        self.by_person = {"person", "unit"} <= self.fields.keys() and "head" not in self.fields
        self.rows_of: dict[str, int] = {}

    def read(self) -> bool:
        """Whether the sheet has a header."""
        if self.start is None:
            return False
        cells_of_rows = [
            (number, self._cells(row)) for number, row in enumerate(self.rows[self.start :], self.start + 1)
        ]
        full = {cells.get("unit", "") for _, cells in cells_of_rows}
        for number, cells in cells_of_rows:
            first = next((text for text in cells.values() if text), "")
            if first and not (TOTAL.match(first) and sum(map(bool, cells.values())) < 3):
                self._row(number, cells)
        self._name_units(full)
        return True

    def _cells(self, row: Sequence[object]) -> dict[str, str]:
        return {name: squeezed(row[place]) for name, place in self.fields.items() if place < len(row)}

    def _row(self, number: int, cells: dict[str, str]) -> None:
        kind = self._kind(number, cells)
        if kind == "leader":
            self._leader(number, cells)
        elif kind == "group":
            self._group(number, cells)
        else:
            self._unit(number, kind, cells)

    def _kind(self, number: int, cells: dict[str, str]) -> str:
        """What the row is: by its kind, else by name and post."""
        word = unicodedata.normalize("NFKC", cells.get("kind", ""))
        kind = KINDS.get(word)
        if kind:
            return kind
        unit, post = cells.get("unit", ""), cells.get("post", "")
        if "kind" in self.fields and word:
            self._say(number, "kind", "kind_unknown", "warning", f"类型“{word[:12]}”按单位读入，请核对")
        elif "kind" in self.fields and not self.by_person:
            self._say(number, "kind", "kind_unknown", "error", "类型应为“领导”“单位”或“单位组”，请改正")
            return "none"
        if unit and is_group(unit):
            return "group"
        leads = post.endswith(tuple(LEADER_POSTS)) and (not unit or post.endswith("市长"))
        if "领导" in self.sheet or leads:
            return "leader"
        return "department"

    def _leader(self, number: int, cells: dict[str, str]) -> None:
        name = cells.get("person") or cells.get("unit", "")
        if not name:
            self._say(number, "unit", "name_missing", "error", "没有填写名称，请补填")
        elif name in self.found.leaders:
            self._repeated(number, name, self.found.leaders[name][3])
        else:
            title = cells.get("head") or cells.get("post") or name
            self.found.leaders[name] = (name, title, _several(cells.get("liaison", "")), number)

    def _group(self, number: int, cells: dict[str, str]) -> None:
        name = cells.get("unit", "")
        if not name:
            self._say(number, "unit", "name_missing", "error", "没有填写名称，请补填")
        elif name in self.found.groups:
            self._repeated(number, name, self.found.groups[name])
        else:
            self.found.groups[name] = number
            self.found.members[name] = _several(cells.get("aliases", ""))
            self.found.names[name] = name

    # units

    def _unit(self, number: int, kind: str, cells: dict[str, str]) -> None:
        if kind == "none":
            return
        name, aliases = _named(cells.get("unit") or ("" if self.by_person else cells.get("person", "")))
        if not name:
            self._say(number, "unit", "name_missing", "error", "没有填写名称，请补填")
            return
        known = self.found.units.get(name)
        if known and name in self.rows_of and not self.by_person:
            self._repeated(number, name, known.row)
            return
        unit = known or self.found.units.setdefault(name, Listed(name, number))
        self.rows_of.setdefault(name, number)
        unit.aliases += [*aliases, *_several(cells.get("aliases", ""))]
        unit.liaisons += [each for each in _several(cells.get("liaison", "")) if each not in unit.liaisons]
        unit.duty = unit.duty or cells.get("duty", "")
        self._person(number, kind, unit, cells)

    def _person(self, number: int, kind: str, unit: Listed, cells: dict[str, str]) -> None:
        person, post = cells.get("person", ""), cells.get("post", "")
        if not self.by_person:
            unit.head = unit.head or cells.get("head") or person
        elif kind == "liaison" or (kind != "head" and any(word in post for word in OTHER_POSTS)):
            unit.liaisons += [person] if person and person not in unit.liaisons else []
        elif person and not unit.head:
            unit.head = person
        elif person and person != unit.head:
            message = f"“{unit.name}”已有负责人“{unit.head}”，“{person}”未列入"
            self._say(number, "unit", "head_repeated", "warning", message)

    def _name_units(self, full: set[str]) -> None:
        """Every unit needs a head; a name belongs to one unit."""
        for unit in list(self.found.units.values()):
            if unit.name not in self.rows_of:
                continue
            if not unit.head:
                self._say(unit.row, "head", "head_missing", "error", f"“{unit.name}”没有填写负责人，请补填")
                del self.found.units[unit.name]
                continue
            self.found.names[unit.name] = unit.name
            unit.aliases = list(self._aliases(unit, full))

    def _aliases(self, unit: Listed, full: set[str]) -> Iterator[str]:
        for alias in dict.fromkeys(unit.aliases):
            owner = alias if alias in full else self.found.names.setdefault(alias, unit.name)
            if alias == unit.name:
                continue
            if owner != unit.name:
                message = f"简称“{alias}”已用于“{owner}”，请删去其中一个"
                self._say(unit.row, "aliases", "alias_repeated", "error", message)
            else:
                yield alias

    # faults

    def _repeated(self, number: int, name: str, row: int) -> None:
        self._say(number, "unit", "name_repeated", "error", f"“{name}”与第 {row} 行重复，请删去一行")

    def _say(self, number: int, field_name: str, code: str, severity: Severity, message: str) -> None:
        place = self.fields.get(field_name)
        column = None if place is None else f"{column_letter(place)} {LABELS.get(field_name, '')}"
        where = f"{self.sheet}第 {number} 行" + (f"{column}列" if column else "")
        self.found.faults.append(Fault(self.sheet, number, column, code, severity, f"{where}：{message}"))


def _several(words: str) -> tuple[str, ...]:
    return tuple(filter(None, ALIAS_SIGNS.split(words)))


def _named(words: str) -> tuple[str, list[str]]:
    """市发展和改革委员会（市发改委）: the name, and the short one in brackets."""
    match = BRACKETED.search(words)
    return (words[: match.start()], [match[1]]) if match and match.start() >= 3 else (words, [])
