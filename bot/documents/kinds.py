"""The papers anybody may ask for, and who may have which: role × paper, and over which tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from db.rights import Reach, Role


class Kind(IntEnum):
    """The numbers stand in buttons that were sent, and in files that were ordered."""

    FACT_SHEET = 0  # 情况表 of a department
    HISTORY = 1  # 办理经过 of a task
    MEETING = 2  # what became of its 议定事项
    FIELD = 3  # a leader's tasks and projects
    PUBLIC = 4  # the version of the bulletin without names
    ORDER = 5  # 督办单, as drafted or as issued
    REPORT = 6  # 专报
    BULLETIN = 7  # 督查通报


# What is signed before it leaves, by the word under which the ledger keeps it.
OF_PAPER: Final = {"order": Kind.ORDER, "report": Kind.REPORT, "bulletin": Kind.BULLETIN}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`of`: the id of the department, task, ledger, leader or draft; 0 where there is only one."""

    kind: Kind
    of: int = 0

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.of}"


def read_key(written: str) -> Wanted:
    kind, of = written.split(":")
    return Wanted(Kind(int(kind)), int(of))


_NONE, _OWN, _FIELD, _ALL = Reach

_COLUMNS: Final = (
    Role.HEAD,
    Role.DEPUTY,
    Role.LIAISON,
    Role.LEADER,
    Role.SECRETARY,
    Role.COORDINATOR,
    Role.DIRECTOR,
)

# _OWN: of tasks he answers for, or addressed to him; _FIELD: of the fields he leads, or addressed to their leader.
_ROWS: Final[dict[Kind, tuple[Reach, ...]]] = {
    #                 head   deputy liaison leader  secretary coordinator director
    Kind.FACT_SHEET: (_OWN,  _OWN,  _NONE,  _FIELD, _FIELD,   _ALL,       _ALL),
    Kind.HISTORY:    (_OWN,  _OWN,  _OWN,   _FIELD, _FIELD,   _ALL,       _ALL),
    Kind.MEETING:    (_NONE, _NONE, _NONE,  _FIELD, _FIELD,   _ALL,       _ALL),
    Kind.FIELD:      (_NONE, _NONE, _NONE,  _FIELD, _FIELD,   _ALL,       _ALL),
    Kind.PUBLIC:     (_NONE, _NONE, _NONE,  _NONE,  _NONE,    _ALL,       _ALL),
    Kind.ORDER:      (_OWN,  _OWN,  _NONE,  _NONE,  _NONE,    _ALL,       _ALL),
    Kind.REPORT:     (_NONE, _NONE, _NONE,  _FIELD, _FIELD,   _ALL,       _ALL),
    Kind.BULLETIN:   (_OWN,  _NONE, _NONE,  _FIELD, _FIELD,   _ALL,       _ALL),
}  # fmt: skip

RIGHTS: Final[dict[tuple[Role, Kind], Reach]] = {
    (role, kind): reach for kind, row in _ROWS.items() for role, reach in zip(_COLUMNS, row, strict=True)
}


def reach(roles: Iterable[Role], kind: Kind) -> Reach:
    """The widest reach that one of these roles gives."""
    return max((RIGHTS[role, kind] for role in roles), default=Reach.NONE)
