"""The register of leaders, departments with their short names, heads, liaisons and groups (`register.csv`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.ledger_files.files.grids import FileFault, Grid, column_letter, squeezed
from bot.ledger_files.files.opening import grids_of
from bot.ledger_files.ledger_shape import Fault

KINDS = {"领导": "leader", "市领导": "leader", "单位": "department", "部门": "department", "单位组": "group"}
KINDS |= {"部门组": "group", "组": "group"}
HEADERS = {
    "类型": "kind", "类别": "kind", "名称": "name", "单位名称": "name", "全称": "name", "姓名": "name",
    "简称": "aliases", "别名": "aliases", "曾用名": "aliases", "负责人": "head", "主要负责人": "head",
    "责任人": "head", "联络员": "liaison", "联系人": "liaison",
}  # fmt: skip
ALIAS_SIGNS = re.compile(r"[、，,/；;|\n]+")


@dataclass(frozen=True, slots=True)
class Department:
    name: str
    head: str
    aliases: tuple[str, ...] = ()
    liaisons: tuple[str, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Leader:
    name: str
    title: str  # 负责人: the post or name by which the ledger calls him
    liaisons: tuple[str, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Register:
    leaders: tuple[Leader, ...] = ()
    departments: tuple[Department, ...] = ()
    groups: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    _names: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, leaders: tuple[Leader, ...], departments: tuple[Department, ...], groups: tuple[str, ...]) -> Register:
        """A register as it stands in the ledger's own database."""
        names = {name: one.name for one in departments for name in (one.name, *one.aliases)}
        return cls(leaders, departments, groups, (), names | {group: group for group in groups})

    def department(self, words: str) -> str | None:
        """The full name of a department or group, given any of its names; None if nobody has it."""
        return self._names.get(words) or self._names.get(f"市{words}")

    @property
    def names(self) -> Mapping[str, str]:
        """Every name of a department or group, and its full name."""
        return self._names

    def head_of(self, name: str) -> str | None:
        return next((one.head for one in self.departments if one.name == name), None)

    def has_leader(self, title: str) -> bool:
        return any(title in (one.name, one.title) for one in self.leaders)

    @property
    def has_errors(self) -> bool:
        return any(fault.severity == "error" for fault in self.faults)


def read_register(source: bytes | str | Path) -> Register:
    """The register in a csv or xlsx file, by path or content; what is wrong with it is in `faults`."""
    try:
        return register_of(_grid(source))
    except FileFault as fault:
        return Register(faults=(Fault("", None, None, fault.code, "error", fault.message),))


def _grid(source: bytes | str | Path) -> Grid:
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    grids = grids_of(content, "单位名册")
    return next((grid for grid in grids if grid.rows and not grid.hidden), Grid("单位名册", []))


def register_of(grid: Grid) -> Register:
    rows = grid.filled()
    at = next((i for i, row in enumerate(rows[:20]) if {"类型", "名称"} <= {squeezed(v) for v in row}), None)
    if at is None:
        message = "没有找到表头。第一行应为：类型、名称、简称、负责人、联络员"
        return Register(faults=(Fault(grid.name, None, None, "header_missing", "error", message),))
    fields = {HEADERS[name]: i for i, value in enumerate(rows[at]) if (name := squeezed(value)) in HEADERS}
    return _Reader(grid.name, fields).read(rows, at + 1)


def _several(words: str) -> tuple[str, ...]:
    return tuple(filter(None, ALIAS_SIGNS.split(words)))


class _Reader:
    def __init__(self, sheet: str, fields: dict[str, int]) -> None:
        self.sheet, self.fields = sheet, fields
        self.names: dict[str, str] = {}
        self.full: set[str] = set()
        self.rows_of: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.leaders: list[Leader] = []
        self.departments: list[Department] = []
        self.groups: list[str] = []

    def read(self, rows: list[list[object]], start: int) -> Register:
        self.full = {squeezed(row[self.fields["name"]]) for row in rows[start:]}
        for number, row in enumerate(rows[start:], start + 1):
            cells = {name: squeezed(row[place]) for name, place in self.fields.items() if place < len(row)}
            if any(cells.values()):
                self._row(number, cells)
        return Register(
            tuple(self.leaders), tuple(self.departments), tuple(self.groups), tuple(self.faults), self.names
        )

    def _row(self, number: int, cells: dict[str, str]) -> None:
        kind = KINDS.get(cells.get("kind", ""))
        name = cells.get("name", "")
        if kind is None:
            self._fault(number, "kind", "kind_unknown", "类型应为“领导”“单位”或“单位组”，请改正")
        elif not name:
            self._fault(number, "name", "name_missing", "没有填写名称，请补填")
        elif name in self.rows_of:
            self._fault(number, "name", "name_repeated", f"“{name}”与第 {self.rows_of[name]} 行重复，请删去一行")
        else:
            self.rows_of[name] = number
            self._keep(kind, number, name, cells)

    def _keep(self, kind: str, number: int, name: str, cells: dict[str, str]) -> None:
        if kind == "leader":
            self.leaders.append(Leader(name, cells.get("head") or name, _several(cells.get("liaison", "")), number))
        elif kind == "group":
            self.groups.append(name)
            self.names[name] = name
        else:
            self._department(number, name, cells)

    def _department(self, number: int, name: str, cells: dict[str, str]) -> None:
        if not cells.get("head"):
            self._fault(number, "head", "head_missing", f"“{name}”没有填写负责人，请补填")
            return
        aliases = tuple(self._aliases(number, name, cells.get("aliases", "")))
        self.names[name] = name
        self.departments.append(Department(name, cells["head"], aliases, _several(cells.get("liaison", "")), number))

    def _aliases(self, number: int, name: str, words: str) -> Iterator[str]:
        for alias in _several(words):
            owner = alias if alias in self.full else self.names.setdefault(alias, name)
            if owner != name:
                message = f"简称“{alias}”已用于“{owner}”，请删去其中一个"
                self._fault(number, "aliases", "alias_repeated", message)
            else:
                yield alias

    def _fault(self, number: int, field_name: str, code: str, message: str) -> None:
        place = self.fields.get(field_name)
        column = None if place is None else f"{column_letter(place)} {self._header(field_name)}"
        where = f"{self.sheet}第 {number} 行" + (f"{column}列" if column else "")
        self.faults.append(Fault(self.sheet, number, column, code, "error", f"{where}：{message}"))

    def _header(self, field_name: str) -> str:
        names = {"kind": "类型", "name": "名称", "aliases": "简称", "head": "负责人", "liaison": "联络员"}
        return names[field_name]
