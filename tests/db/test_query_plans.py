"""What is asked again and again never reads a whole table: not the tasks, nor what is due, came in or goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from db import sending, turns
from db.session import Database
from schedules.health import Health
from schedules.policy import Policy
from schedules.timetable import JOBS, Timetable
from tests.chaos import office

POLICY = Policy()
MORNING = office.START + timedelta(days=3)
WHOLE = re.compile(r"SCAN (task|agenda|inbox|outbox)\b(?: USING (?:COVERING )?INDEX (\w+))?")

NEWEST = re.compile(r"FROM inbox ORDER BY inbox\.id DESC\s+LIMIT")  # walked from its end, and left after so many


class Asked:
    """The statements that went through a database, each with its first parameters."""

    def __init__(self) -> None:
        self.statements: dict[str, Any] = {}

    def note(self, connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        self.statements.setdefault(statement, parameters[0] if many else parameters)

    async def whole_tables(self, database: Database) -> list[str]:
        found = []
        async with database.writer.connect() as connection:
            partial = await _partial_indexes(connection)
            for statement, parameters in self.statements.items():
                if not statement.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
                    continue
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps = [row[3] for row in plan]
                scans = [match for step in steps if (match := WHOLE.search(step)) and match[2] not in partial]
                if NEWEST.search(statement):
                    scans = [match for match in scans if match[1] != "inbox"]
                found += [f"{match[0]}: {statement}" for match in scans]
        return found


async def _partial_indexes(connection: Any) -> set[str]:
    rows = await connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
    )
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


@pytest.mark.parametrize("bell", [*JOBS])
async def test_no_bell_reads_a_whole_table(ledger, bell):
    times = Timetable(ledger, POLICY, health=Health())
    await times.once(office.START)
    with asked(ledger) as noted:
        await times.run_job(bell, MORNING)
        await times.run_job(bell, MORNING + timedelta(minutes=1))
    assert noted.statements, "a bell that asks nothing would prove nothing"
    assert await noted.whole_tables(ledger) == []


async def test_neither_waiting_updates_nor_ready_calls_are_found_by_reading_all(ledger):
    with asked(ledger) as noted:
        async with ledger.writing() as session:
            await turns.next_waiting(session, 50)
            await sending.ready(session, now=MORNING)
            await sending.next_moment(session, now=MORNING)
            await sending.interrupted(session, now=MORNING, spared=timedelta(minutes=10))
    assert len(noted.statements) > 3
    assert await noted.whole_tables(ledger) == []


async def test_a_whole_table_that_is_read_is_seen(ledger):
    with asked(ledger) as noted:
        async with ledger.reading() as session:
            await session.execute(text("SELECT count(*) FROM task WHERE title = 'x'"))
    assert len(await noted.whole_tables(ledger)) == 1
