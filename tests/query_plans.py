"""Which statements went through a database, and which of them its plans answer by reading a whole table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from db.session import Database

# What does not grow with the years: the register, and what the database knows of itself.
FEW = {
    "alembic_version", "department", "department_name", "group_member", "ledger", "mark", "person", "post", "run_slot",
}  # fmt: skip
STEP = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")

# Of these indexes the rows are those that wait to be served or sent, were sent anew, or are only counted. An index of
# what is unfinished is none of them: whatever walks it costs as much as there are tasks at rest.
QUEUES = {
    "ix_attachment_unmade", "ix_incoming_ledger_open", "ix_inbox_needing", "ix_inbox_poison", "ix_inbox_tapped",
    "ix_inbox_waiting", "ix_inbox_waiting_chat", "ix_outbox_again_of_id", "ix_outbox_open",
    "ix_outbox_sending", "ix_task_finished",
}  # fmt: skip

# Walked from its end, and left after so many.
NEWEST = re.compile(r"FROM (\w+) (?:\nWHERE \w+\.id < \? )?ORDER BY \1\.id DESC\s+LIMIT")

# Words of a leader or of the office that may name a task by its title are compared with every title: narrow rows, and
# only of those whose words they are.
TITLES = "SELECT task.id, task.number, task.no, task.title, task.target, task.due, task.lead_department_id,"


class Asked:
    """The statements that went through a database, each with its first parameters."""

    def __init__(self) -> None:
        self.statements: dict[str, Any] = {}

    def note(self, connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        self.statements.setdefault(statement, parameters[0] if many else parameters)

    async def whole_tables(self, database: Database) -> list[str]:
        found = []
        async with database.writer.connect() as connection:
            tables = await _tables(connection) - FEW
            for statement, parameters in self.statements.items():
                if not statement.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
                    continue
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps = [row[3] for row in plan]
                scans = [match for step in steps if (match := STEP.search(step)) and match[1] in tables]
                scans = [match for match in scans if match[2] not in QUEUES]
                if statement.startswith(TITLES):
                    scans = [match for match in scans if match[1] != "task"]
                if newest := NEWEST.search(statement):
                    scans = [match for match in scans if match[1] != newest[1]]
                found += [f"{match[0]}: {statement}" for match in scans]
        return found


async def _tables(connection: Any) -> set[str]:
    rows = await connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {row[0] for row in rows}


@contextmanager
def asked(database: Database) -> Iterator[Asked]:
    noted = Asked()
    engines = [door.sync_engine for door in (database.writer, database._reader)]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", noted.note)
    yield noted
    for engine in engines:
        event.remove(engine, "before_cursor_execute", noted.note)
