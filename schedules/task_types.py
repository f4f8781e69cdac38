"""What a type of task brings along, and what a kind of sub-item asks: data of the office, read once. Pure."""

from __future__ import annotations

import re
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
    faults = [f"{name}：没有这一节；只能有 [[type]] 与 [[kind]]" for name in table if name not in ("type", "kind")]
    kinds = tuple(_made(ItemKind, row, faults) for row in _rows(table, "kind", faults))
    types = tuple(_type(row, faults) for row in _rows(table, "type", faults))
    if not types and not faults:
        faults.append("类型文件中没有任何 [[type]]；要用随附的类型，请去掉 HUIYIN_TASK_TYPES")
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


def _rows(table: Mapping[str, Any], name: str, faults: list[str]) -> list[Mapping[str, Any]]:
    """The sections of this name."""
    found = table.get(name, [])
    if isinstance(found, list) and all(isinstance(each, Mapping) for each in found):
        return found
    faults.append(f"{table.get('name', '类型文件')}：{name} 应为若干节 [[{name}]] 或若干个 {{…}}")
    return []


def _type(row: Mapping[str, Any], faults: list[str]) -> TaskType:
    parts = {
        name: tuple(_made(made, each, faults) for each in _rows(row, name, faults)) for name, made in _PARTS.items()
    }
    found: TaskType = _made(TaskType, {**row, **parts}, faults)
    return found


_KINDS: dict[str, tuple[Any, str]] = {
    "str": (str, "文字"),
    "str | None": (str, "文字"),
    "bool": (bool, " true 或 false"),
    "int": (int, "整数"),
    "int | None": (int, "整数"),
    "float": ((int, float), "数"),
    "tuple[str, ...]": (tuple, "文字的列表"),
}


def _fits(value: object, kind: str) -> bool:
    given = _KINDS[kind][0]
    if isinstance(value, tuple):
        return given is tuple and all(isinstance(each, str) for each in value)
    return isinstance(value, given) and isinstance(value, bool) == (given is bool)


def _is_day(words: str) -> bool:
    found = re.fullmatch(r"(\d{2})-(\d{2})", words)
    return found is not None and _exists(int(found[1]), int(found[2]))


def _exists(month: int, day: int) -> bool:
    """In any year: 29 February is not."""
    try:
        date(2001, month, day)
    except ValueError:
        return False
    return True


def _made(made: Any, row: Mapping[str, Any], faults: list[str]) -> Any:
    known = made.__dataclass_fields__
    name = row.get("name", "未命名")
    faults += [f"{name}：没有“{each}”这一项" for each in row if each not in known]
    if "name" not in row:
        faults.append(f"有一节没有写 name：{dict(row)}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key in known}
    for key in [each for each in values if each not in _PARTS and not _fits(values[each], known[each].type)]:
        faults.append(f"{name}：{key} 应为{_KINDS[known[key].type][1]}")
        del values[key]
    if made is Phase and not _is_day(str(values.get("on", "01-01"))):
        faults.append(f"{name}：on 应为月-日，如 06-30")
    missing = [each for each in ("at", "on", "share") if each in known and each not in values]
    faults += [f"{name}：缺少“{each}”" for each in missing]
    values |= dict.fromkeys(missing, 0)
    return made(**{"name": name, **values})
