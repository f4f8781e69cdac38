"""A ledger that was read, as JSON and back: how the reader's own process hands it over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass, replace
from datetime import date
from operator import attrgetter
from sys import intern
from typing import Any

from bot.ledger_files.ledger_shape import LedgerSheet
from db.ledger_rows import ColumnRead, Fault, MilestoneRow, RowCount, TaskRow, UnknownDepartment

DAYS = ("due", "closed_on", "expected")
LISTS = ("co_departments", "supervising", "unknown_departments", "measures", "notes")
PAIRS = ("extra", "delivered")
_NAMES = tuple(TaskRow.__dataclass_fields__)
_VALUES = attrgetter(*_NAMES)  # `asdict` copies every value: a second for 10,000 rows
REPEATED = ("category", "source", "lead_department", "leader", "owner", "mode", "sheet")  # kept in memory once
_OF = {
    kind: [_NAMES.index(name) for name in names]
    for kind, names in {"days": DAYS, "lists": LISTS, "pairs": PAIRS, "repeated": REPEATED}.items()
}
_STEPS = _NAMES.index("milestones")
_TO_A_LINE = 100


def dumped(sheet: LedgerSheet) -> str:
    return _LINES.encode(sheet)


def loaded(text: str) -> LedgerSheet:
    told = json.loads(text)
    return _sheet(told, map(_task, told["tasks"]))


def dumped_task(task: TaskRow) -> str:
    """By the names of its fields: a later program still reads it."""
    return _LINES.encode(dict(zip(_NAMES, _VALUES(task), strict=True)))


def loaded_task(text: bytes) -> TaskRow:
    return _task(json.loads(text))


def dumped_lines(sheet: LedgerSheet) -> Iterator[str]:
    """The head, then some tasks to a line: ten thousand of them are never in memory as one text."""
    yield _LINES.encode(replace(sheet, tasks=[]))
    for at in range(0, len(sheet.tasks), _TO_A_LINE):
        yield _LINES.encode([_told(task) for task in sheet.tasks[at : at + _TO_A_LINE]])


def _told(task: TaskRow) -> list[Any]:
    """Its values alone; of pairs first all headers, then all texts."""
    told = list(_VALUES(task))
    for place in _OF["pairs"]:
        told[place] = tuple(zip(*told[place], strict=True))
    return told


def loaded_lines(lines: Iterable[bytes]) -> LedgerSheet:
    rest = iter(lines)
    return _sheet(json.loads(next(rest)), (_listed(each) for line in rest for each in json.loads(line)))


def _sheet(told: dict[str, Any], tasks: Iterable[TaskRow]) -> LedgerSheet:
    return LedgerSheet(
        _date(told["base_date"]),
        told["title"],
        list(tasks),
        [Fault(**fault) for fault in told["faults"]],
        [ColumnRead(**column) for column in told["columns"]],
        [_unknown(each) for each in told["unknown"]],
        RowCount(**told["count"]),
        told["own"],
        told["whole"],
        tuple((sheet, ledger) for sheet, ledger in told["ledgers"]),
        list(map(_task, told.get("waiting", []))),
    )


def _task(told: dict[str, Any]) -> TaskRow:
    told |= {name: _date(told.get(name)) for name in DAYS}
    told |= {name: intern(told[name]) for name in REPEATED}
    told |= {name: tuple(map(intern, told[name])) for name in LISTS}
    told |= {name: tuple((intern(header), text) for header, text in told[name]) for name in PAIRS}
    steps = ((each["name"], date.fromisoformat(each["due"])) for each in told["milestones"])
    told["milestones"] = tuple(MilestoneRow(*step) for step in steps)
    return TaskRow(**told)


def _listed(told: list[Any]) -> TaskRow:
    """As `_task`, of the values alone; what is empty in most rows costs a look and no more."""
    for place in _OF["days"]:
        if told[place] is not None:
            told[place] = date.fromisoformat(told[place])
    for place in _OF["repeated"]:
        told[place] = intern(told[place])
    for place in _OF["lists"]:
        told[place] = tuple(map(intern, told[place])) if told[place] else ()
    for place in _OF["pairs"]:
        if told[place]:
            headers, texts = told[place]
            told[place] = tuple(zip(map(intern, headers), texts, strict=True))
        else:
            told[place] = ()
    if told[_STEPS]:
        steps = [MilestoneRow(step["name"], date.fromisoformat(step["due"])) for step in told[_STEPS]]
        told[_STEPS] = tuple(steps)
    else:
        told[_STEPS] = ()
    return TaskRow(*told)


def _unknown(told: dict[str, Any]) -> UnknownDepartment:
    rows = tuple((sheet, row) for sheet, row in told["rows"])
    return UnknownDepartment(told["name"], tuple(told["nearest"]), rows)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: object) -> object:
    if isinstance(value, MilestoneRow):
        return {"name": value.name, "due": value.due.isoformat()}
    if isinstance(value, date):
        return value.isoformat()
    assert is_dataclass(value), value
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


_LINES = json.JSONEncoder(ensure_ascii=False, default=_plain)
