"""A ledger that was read, as JSON and back: how the reader's own process hands it over."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.ledger_files.ledger_shape import LedgerSheet
from db.ledger_rows import ColumnRead, Fault, MilestoneRow, RowCount, TaskRow, UnknownDepartment

DAYS = ("due", "closed_on")
LISTS = ("co_departments", "supervising", "unknown_departments", "measures", "notes")
PAIRS = ("extra", "delivered")


def dumped(sheet: LedgerSheet) -> str:
    return json.dumps(asdict(sheet), ensure_ascii=False, default=_day)


def loaded(text: str) -> LedgerSheet:
    told = json.loads(text)
    return LedgerSheet(
        _date(told["base_date"]),
        told["title"],
        [_task(task) for task in told["tasks"]],
        [Fault(**fault) for fault in told["faults"]],
        [ColumnRead(**column) for column in told["columns"]],
        [_unknown(each) for each in told["unknown"]],
        RowCount(**told["count"]),
        told["own"],
        told["whole"],
        [(sheet, ledger) for sheet, ledger in told["ledgers"]],
    )


def _task(told: dict[str, Any]) -> TaskRow:
    told |= {name: _date(told[name]) for name in DAYS}
    told |= {name: tuple(told[name]) for name in LISTS}
    told |= {name: tuple((header, text) for header, text in told[name]) for name in PAIRS}
    told["milestones"] = tuple(
        MilestoneRow(each["name"], date.fromisoformat(each["due"])) for each in told["milestones"]
    )
    return TaskRow(**told)


def _unknown(told: dict[str, Any]) -> UnknownDepartment:
    rows = tuple((sheet, row) for sheet, row in told["rows"])
    return UnknownDepartment(told["name"], tuple(told["nearest"]), rows)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day(value: object) -> str:
    assert isinstance(value, date), value
    return value.isoformat()
