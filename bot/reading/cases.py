"""Reading cases as plain values: a dict in, a dict out; the form of the case files and of `huiyin read`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.reading import replies
from bot.reading.dates import day_finder
from bot.reading.text.normal_form import plain
from db.reading_facts import AskedTask, Reading, Row
from schedules.workdays import Calendar

_FIELDS = ("state", "percent", "expected_date", "new_deadline", "reason", "blocker", "help_from", "delegate", "promise")


def read_case(case: Mapping[str, Any], calendar: Calendar) -> dict[str, Any]:
    """A reply case `{id, today, tasks, text}` → `{id, intent, updates, ask_back, proposed}`."""
    tasks = asked_tasks(case)
    reading = replies.read(str(case["text"]), tasks, today=date.fromisoformat(case["today"]), calendar=calendar)
    return {"id": case.get("id"), **told(reading)}


def told(reading: Reading) -> dict[str, Any]:
    return {
        "intent": reading.intent.value,
        "updates": [_update(row) for row in reading.rows],
        "ask_back": reading.ask_back,
        "proposed": [_update(row) for query in reading.queries for row in query.proposed],
    }


def read_date(case: Mapping[str, Any], calendar: Calendar) -> dict[str, Any]:
    """A date case `{text, ref_date}` → the same with `date` (ISO or None)."""
    day = day_finder.first_date(plain(str(case["text"])), date.fromisoformat(case["ref_date"]), calendar)
    return {**case, "date": day.isoformat() if day else None}


def asked_tasks(case: Mapping[str, Any]) -> list[AskedTask]:
    """The open tasks of a reply case. Raises KeyError, TypeError, ValueError for what is none."""
    return [AskedTask(int(task["ref"]), str(task["title"]), _day(task.get("due"))) for task in case["tasks"]]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _update(row: Row) -> dict[str, Any]:
    values = {name: _plain(getattr(row, name)) for name in _FIELDS}
    return {"ref": row.ref, **{name: value for name, value in values.items() if value not in (None, [])}}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if hasattr(value, "by"):
        return {"percent": value.percent, "by": value.by.isoformat() if value.by else None}
    return value
