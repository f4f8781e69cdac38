"""The register of leaders, departments with their short names, heads, liaisons and groups (`register.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.ledger_files.files.grids import FileFault, Grid
from bot.ledger_files.files.opening import grids_of
from bot.ledger_files.ledger_shape import Fault
from bot.ledger_files.register_reader import LEADER_POSTS, RegisterReader, Rows


@dataclass(frozen=True, slots=True)
class Department:
    name: str
    head: str
    aliases: tuple[str, ...] = ()
    liaisons: tuple[str, ...] = ()
    row: int = 0
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Leader:
    name: str
    title: str  # 负责人: the post or name by which the ledger calls him
    liaisons: tuple[str, ...] = ()
    row: int = 0

    @property
    def post(self) -> str | None:
        """His title beside his own name."""
        title = self.title if self.title != self.called else self.name
        return title if title != self.called else None

    @property
    def called(self) -> str:
        """By which he is kept: a person's name, where the register has it (two 副市长 are two people)."""
        return self.title or self.name if self.name.endswith(tuple(LEADER_POSTS)) else self.name


@dataclass(frozen=True, slots=True)
class Register:
    leaders: tuple[Leader, ...] = ()
    departments: tuple[Department, ...] = ()
    groups: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of groups, where the register names them
    _names: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, leaders: tuple[Leader, ...], departments: tuple[Department, ...], groups: tuple[str, ...]) -> Register:
        """A register as it stands in the ledger's own database."""
        names = {name: one.name for one in departments for name in (one.name, *one.aliases)}
        return cls(leaders, departments, groups, (), {}, names | {group: group for group in groups})

    def department(self, words: str) -> str | None:
        """The full name of a department or group, given any of its names; None if nobody has it."""
        return self._names.get(words) or self._names.get(f"市{words}")

    def named(self, names: Mapping[str, str]) -> Register:
        """The same register under other names."""
        return Register(self.leaders, self.departments, self.groups, self.faults, self.members, names)

    @property
    def names(self) -> Mapping[str, str]:
        """Every name of a department or group, and its full name."""
        return self._names

    def head_of(self, name: str) -> str | None:
        return next((one.head for one in self.departments if one.name == name), None)

    @property
    def titles(self) -> Mapping[str, tuple[str, ...]]:
        """Title of a post → those who hold one of that name, as they are kept."""
        found: dict[str, tuple[str, ...]] = {}
        for one in self.leaders:
            if one.post is not None:
                found[one.post] = (*found.get(one.post, ()), one.called)
        return found

    @property
    def has_errors(self) -> bool:
        return any(fault.severity == "error" for fault in self.faults)


def read_register(source: bytes | str | Path) -> Register:
    """The register in a csv, xlsx or docx file, by path or content; what is wrong with it is in `faults`."""
    try:
        content = source if isinstance(source, bytes) else Path(source).read_bytes()
        return register_of(*grids_of(content, "单位名册"))
    except FileFault as fault:
        return Register(faults=(Fault("", None, None, fault.code, "error", fault.message),))


def register_of(*grids: Grid) -> Register:
    """All sheets together: leaders may stand on one, units on another. Raises FileFault."""
    found = Rows()
    read = [RegisterReader(grid, found).read() for grid in grids if grid.rows and not grid.hidden]
    if not any(read):
        message = "没有找到表头。第一行应为：类型、名称、简称、负责人、联络员；或：姓名、职务、单位、类别"
        name = grids[0].name if grids else "单位名册"
        return Register(faults=(Fault(name, None, None, "header_missing", "error", message),))
    return Register(
        tuple(Leader(*leader) for leader in found.leaders.values()),
        tuple(
            Department(unit.name, unit.head, tuple(unit.aliases), tuple(unit.liaisons), unit.row, unit.duty)
            for unit in found.units.values()
        ),
        tuple(found.groups),
        tuple(found.faults),
        found.members,
        found.names,
    )
