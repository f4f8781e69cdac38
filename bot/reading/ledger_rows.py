"""The door for readers; the types live in `db/ledger_rows.py`, where the import step can see them too."""

from db.ledger_rows import Fault, MilestoneRow, TaskRow

__all__ = ["Fault", "MilestoneRow", "TaskRow"]
