"""What a ledger file says, and its shape as JSON. The rows' types live in `db/`, for the import step sees them too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from db.ledger_rows import ColumnRead, Fault, MilestoneRow, RowCount, TaskRow, UnknownDepartment

__all__ = ["Fault", "LedgerSheet", "MilestoneRow", "Severity", "TaskRow", "as_json"]

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

    @property
    def has_errors(self) -> bool:
        return any(fault.severity == "error" for fault in self.faults)


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


def as_json(sheet: LedgerSheet) -> dict[str, Any]:
    """The shape of `huiyin import --json`."""
    return {
        "tasks": [task_as_json(task) for task in sheet.tasks],
        "faults": [asdict(fault) for fault in sheet.faults],
    }
