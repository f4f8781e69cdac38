"""What a ledger file says, and its shape as JSON. The rows' types live in `db/`, for the import step sees them too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from db.ledger_rows import ColumnRead, Fault, MilestoneRow, RowCount, TaskRow, UnknownDepartment

__all__ = ["Fault", "LedgerSheet", "MilestoneRow", "Severity", "TaskRow", "as_json", "counted"]

BESIDES = (
    "supervising", "unknown_departments", "closed", "struck", "state", "progress", "last_report", "no_text", "measures",
    "standing",
)  # fmt: skip

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    base_date: date | None
    title: str
    tasks: Sequence[TaskRow] = field(default_factory=list)
    faults: Sequence[Fault] = field(default_factory=list)
    columns: Sequence[ColumnRead] = ()
    unknown: Sequence[UnknownDepartment] = ()
    count: RowCount = field(default_factory=RowCount)
    own: bool = False  # a table that we exported
    whole: bool = True  # False: a part of a ledger, so that what is not in it is not missing
    ledgers: Sequence[tuple[str, str]] = ()  # of our own export: sheet and ledger
    waiting: Sequence[TaskRow] = ()  # known as far as the table says; not written before their question is answered

    @property
    def has_errors(self) -> bool:
        return any(fault.severity == "error" for fault in self.faults)


def parts_of(sheet: LedgerSheet, name: str) -> list[tuple[str, LedgerSheet]]:
    """Ledger by ledger: our own export may hold several, any other file is one."""
    ledgers = dict(sheet.ledgers)
    names = list(dict.fromkeys(ledgers.values()))
    if len(names) < 2:
        return [(name, sheet)]
    return [
        (
            each,
            replace(
                sheet,
                title=each,
                tasks=[task for task in sheet.tasks if ledgers.get(task.sheet) == each],
                columns=[column for column in sheet.columns if ledgers.get(column.sheet) == each],
            ),
        )
        for each in names
    ]


def task_as_json(task: TaskRow) -> dict[str, Any]:
    return {
        "no": task.no,
        "category": task.category,
        "source": task.source,
        "title": task.title,
        "lead_department": task.lead_department,
        "co_departments": list(task.co_departments),
        "leader": task.leader,
        "owner": task.owner,
        "mode": task.mode,
        "due": task.due.isoformat() if task.due else None,
        "report_every": task.report_every,
        "milestones": [{"name": item.name, "due": item.due.isoformat()} for item in task.milestones],
    }


def _besides(task: TaskRow, unread: Collection[str], waits: bool) -> dict[str, Any]:
    """What only some tables say, where they say it."""
    told: dict[str, Any] = {"waiting": True} if waits else {}
    told |= {name: value for name in BESIDES if (value := getattr(task, name))}
    if task.closed_on:
        told["closed_on"] = task.closed_on.isoformat()
    if task.percent is not None:
        told["percent"] = task.percent
    if extra := {header: text for header, text in task.extra if header in unread}:
        told["extra"] = extra
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def as_json(sheet: LedgerSheet) -> dict[str, Any]:
    """The shape of `huiyin import --json`. `besides`: what a table says beyond it, for the tasks of which it does."""
    every = sorted((*sheet.tasks, *sheet.waiting), key=lambda task: task.no)
    told: dict[str, Any] = {
        "tasks": [task_as_json(task) for task in every],
        "faults": [asdict(fault) for fault in sheet.faults],
    }
    unread = {column.header for column in sheet.columns if column.field is None}
    waits = {task.no for task in sheet.waiting}
    besides = [{"no": task.no} | told_of for task in every if (told_of := _besides(task, unread, task.no in waits))]
    if besides:
        told["besides"] = besides
    if sheet.unknown:
        told["unknown_departments"] = [asdict(each) for each in sheet.unknown]
    return told


def counted(count: RowCount) -> str:
    """The last line of an import: the rows that were seen, and what became of them."""
    parts = [f"事项{count.tasks}行", f"类别、合计和说明{count.headings}行"]
    parts += [f"并入上一事项{count.joined}行"] if count.joined else []
    return f"表内共{count.seen}行：{'，'.join([*parts, f'有错误未读入{count.refused}行'])}。"
