"""What is asked again and again never reads a whole table: not the tasks, nor what is due, came in or goes out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from db import sending, turns
from schedules.health import Health
from schedules.policy import Policy
from schedules.timetable import JOBS, Timetable
from tests.chaos import office
from tests.query_plans import asked

POLICY = Policy()
MORNING = office.START + timedelta(days=3)


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
            await session.execute(text("SELECT count(*) FROM task WHERE target = 'x'"))
    assert len(await noted.whole_tables(ledger)) == 1


async def test_a_walk_through_all_that_is_unfinished_is_seen(ledger):
    with asked(ledger) as noted:
        async with ledger.reading() as session:
            query = "SELECT id FROM task INDEXED BY ix_task_unfinished WHERE state NOT IN ('closed', 'stopped')"
            await session.execute(text(query))
    assert len(await noted.whole_tables(ledger)) == 1
