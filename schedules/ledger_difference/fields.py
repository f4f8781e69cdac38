"""The fields of a row, which of them need a new signing for, and one field merged three ways.

Three sides: what the last edition said, what the ledger says now, what comes in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from db.ledger_rows import MilestoneRow, TaskRow

# A changed date, unit or target is handed out anew; a new owner has never signed.
SIGNED_FOR: Final = (
    "target", "lead_department", "owner", "mode", "due", "milestones", "report_every", "report_day",
)  # fmt: skip
PLAIN: Final = ("title", "category", "source", "co_departments", "supervising", "leader", "urgent", "extra")
FIELDS: Final = (*SIGNED_FOR, *PLAIN)

# A table without such a column says nothing of it: that is no erasure. The others are in every row.
_OPTIONAL: Final = frozenset(
    {
        "target",
        "category",
        "source",
        "co_departments",
        "supervising",
        "leader",
        "urgent",
        "extra",
        "milestones",
        "report_day",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """Changed on both sides since the last edition: it stays as it is in the ledger until somebody chooses."""

    field: str
    imported: Any
    ours: Any
    theirs: Any


def delivered(rows: Sequence[TaskRow]) -> frozenset[str]:
    """The fields these rows speak of: an optional one that is empty in every row has no column."""
    said = {field for field in _OPTIONAL if any(_written(getattr(row, field)) for row in rows)}
    return frozenset(FIELDS) - _OPTIONAL | said


def kept(imported: TaskRow, theirs: TaskRow, fields: Collection[str], conflicts: Sequence[Conflict]) -> TaskRow:
    """What the next edition is compared with: a conflict keeps its old side, so that it is found again."""
    unsaid = {field: getattr(imported, field) for field in FIELDS if field not in fields}
    open_ = {conflict.field: conflict.imported for conflict in conflicts}
    return replace(theirs, **unsaid, **open_)


def _written(value: Any) -> bool:
    return value not in (None, "", (), False)


def merged(imported: TaskRow, ours: TaskRow, theirs: TaskRow, fields: Collection[str]) -> list[Change | Conflict]:
    """What is to be changed in the ledger, and what has been changed on both sides."""
    return [
        found
        for field in FIELDS
        if field in fields
        and not (field == "due" and _names_no_day(theirs))
        and (found := _one(field, *(getattr(row, field) for row in (imported, ours, theirs))))
    ]


def _names_no_day(row: TaskRow) -> bool:
    """An empty cell or one that cannot be read takes no deadline away."""
    return row.due is None and row.mode == "deadline"


def _one(field: str, imported: Any, ours: Any, theirs: Any) -> Change | Conflict | None:
    if same(ours, theirs) or same(imported, theirs):
        return None  # ours was changed since, by an extension or a leader, and the paper does not know it yet
    if same(imported, ours):
        return Change(field, ours, theirs)
    return Conflict(field, imported, ours, theirs)


def same(one: Any, other: Any) -> bool:
    return bool(one == other or _bare(one) == _bare(other))


def _bare(value: Any) -> Any:
    """Without what another typist or file format changes: white space, full and half width, the order of names."""
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    if isinstance(value, MilestoneRow):
        return _bare(value.name), value.due
    if isinstance(value, tuple):
        parts = [_bare(each) for each in value]
        return parts if any(isinstance(each, tuple) for each in parts) else sorted(parts)
    return value
