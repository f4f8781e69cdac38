"""What a type of task brings along, and what a kind of sub-item asks: data of the office, read once. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from schedules.policy_file import place_of
from schedules.workdays import Calendar

SHIPPED = Path(__file__).with_name("task_types.toml")
CHECKLIST, GATE, BROKEN = "清单", "关口", "失信"  # kinds that a type or a promise brings along by themselves
_PERIODS = ("week", "month", "quarter", "half-year", "year")
_BINDS = ("", "leader", "liaison")


class TypesFault(Exception):
    """What is wrong in the file of types, all of it at once, fit to be shown."""

    def __init__(self, faults: Iterable[str]) -> None:
        super().__init__("；".join(faults))


@dataclass(frozen=True, slots=True)
class ItemKind:
    name: str
    words: tuple[str, ...] = ()
    due_days: int | None = None
    every: str | None = None
    gate: bool = False
    office: bool = False
    turn: bool = False


@dataclass(frozen=True, slots=True)
class TypeField:
    name: str
    needed: bool = False
    binds: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """`at`: share of the way from hand-out to due date."""

    name: str
    at: float


@dataclass(frozen=True, slots=True)
class Phase:
    """`on`: month and day; `share` of the year's figure."""

    name: str
    on: str
    share: float

    def day(self, year: int) -> date:
        month, day = map(int, self.on.split("-"))
        return date(year, month, day)


@dataclass(frozen=True, slots=True)
class TaskType:
    name: str
    words: tuple[str, ...] = ()
    fields: tuple[TypeField, ...] = ()
    checklist: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    phases: tuple[Phase, ...] = ()
    evidence: str = ""
    whether: bool = False
    visits: int = 0

    def milestones(self, start: date, due: date, calendar: Calendar) -> list[tuple[str, date]]:
        """Each at its share of the way, moved back to a working day."""
        days = [start + timedelta(days=round((due - start).days * each.at)) for each in self.stages]
        return [(each.name, calendar.at_or_before(day)) for each, day in zip(self.stages, days, strict=True)]


@dataclass(frozen=True)
class TaskTypes:
    types: tuple[TaskType, ...] = ()
    kinds: tuple[ItemKind, ...] = ()

    def named(self, words: str) -> TaskType | None:
        return next((each for each in self.types if words in (each.name, *each.words)), None)

    def kind(self, name: str) -> ItemKind:
        """A kind the file no longer has keeps its items."""
        return next((each for each in self.kinds if each.name == name), ItemKind(name))

    def kind_in(self, words: str) -> ItemKind | None:
        """The kind whose longest word stands in these, the first of several: 问题清单 are 问题."""
        found = [
            ((len(word), -words.index(word)), each)
            for each in self.kinds
            for word in (each.name, *each.words)
            if word in words
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def field(self, name: str) -> TypeField | None:
        return next((each for kind in self.types for each in kind.fields if each.name == name), None)

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.name for kind in self.types for each in kind.fields))


@cache
def shipped() -> TaskTypes:
    return read(SHIPPED.read_text("utf-8"))


def read(text: str) -> TaskTypes:
    """Raises TypesFault with everything that is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TypesFault([f"类型文件不是有效的 TOML（{place_of(error)}）"]) from error
    faults: list[str] = []
    kinds = tuple(_made(ItemKind, row, faults) for row in table.get("kind", []))
    types = tuple(_type(row, faults) for row in table.get("type", []))
    faults += [
        f"{kind.name}：every 只能是 {'、'.join(_PERIODS)}" for kind in kinds if kind.every not in (None, *_PERIODS)
    ]
    for each in (one for kind in types for one in kind.fields):
        if each.binds not in _BINDS:
            faults.append(f"{each.name}：binds 只能是 leader 或 liaison")
    names = [each.name for each in types]
    faults += [f"类型“{name}”重复" for name in dict.fromkeys(names) if names.count(name) > 1]
    if faults:
        raise TypesFault(faults)
    return TaskTypes(types, kinds)


_PARTS = {"fields": TypeField, "stages": Stage, "phases": Phase}


def _type(row: Mapping[str, Any], faults: list[str]) -> TaskType:
    parts = {name: tuple(_made(made, each, faults) for each in row.get(name, [])) for name, made in _PARTS.items()}
    found: TaskType = _made(TaskType, {**row, **parts}, faults)
    return found


def _made(made: Any, row: Mapping[str, Any], faults: list[str]) -> Any:
    known = made.__dataclass_fields__
    name = row.get("name", "未命名")
    faults += [f"{name}：没有“{each}”这一项" for each in row if each not in known]
    if "name" not in row:
        faults.append(f"有一节没有写 name：{dict(row)}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key in known}
    missing = [each for each in ("at", "on", "share") if each in known and each not in values]
    faults += [f"{name}：缺少“{each}”" for each in missing]
    values |= dict.fromkeys(missing, 0)
    return made(**{"name": name, **values})
