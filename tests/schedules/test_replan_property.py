"""Whenever the ticks come, late, in bursts, backwards: what hangs on the calendar is taken as by an even clock."""

from __future__ import annotations

import asyncio
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db import agenda, migrations, people
from db.models import AgendaRow, Fate
from db.session import Database
from schedules import auditor, reminders
from schedules.policy import Policy
from schedules.steps import enrolling, importing, signing
from schedules.steps.context import StepContext
from tests.office import row

POLICY = Policy()
BEGIN = POLICY.at(date(2022, 2, 14), "10:00")
DAYS = 75
END = BEGIN + timedelta(days=DAYS)
# What hangs on the calendar; silence, signing and idleness hang on the moment at which somebody was really asked.
ANCHORED = {
    *("before_15", "before_7", "before_3", "before_1", "due", "overdue"),
    *("milestone_3", "milestone", "period_5", "period_1", "period_missed"),
}
OWNER = "市财政局局长"
ROWS = [
    row("编制年度预算草案", no=1, owner=OWNER, due="2022-04-06", milestones=[("初稿", "2022-03-04")]),
    row("清理闲置资金", no=2, owner=OWNER, due="2022-03-21"),
    row("防范化解债务风险", no=3, owner=OWNER, every="month"),
    row("报送防汛值班情况", no=4, owner=OWNER, due="2022-03-19", urgent=True),
    row("专项资金周报", no=5, owner=OWNER, every="week"),
]

Key = tuple[int, str, str]


async def ledger(file: Path) -> None:
    """Five tasks of a bound head, signed for; from here on nobody says a word."""
    database = Database(f"sqlite:///{file}")
    await migrations.upgrade(database)
    async with database.writing() as session:
        context = StepContext(session, BEGIN, "command:import", POLICY)
        done = await importing.import_ledger(context, ROWS, name="台账", base_date=context.today)
        owner = await people.by_name(session, OWNER)
        assert owner is not None
        await enrolling.bind(context, await enrolling.invite(context, owner), 1001)
        await signing.sign(context, [task.id for task in done.tasks])
    await database.checkpoint()
    await database.close()


async def tick(database: Database, now: datetime) -> None:
    async with database.writing() as session:
        await reminders.take_due(StepContext(session, now, "tick", POLICY))


async def played(template: Path, copy: Path, moments: list[datetime] | None) -> set[Key]:
    """The anchored keys taken by END: ticks at these moments, or at every moment at which something is due."""
    shutil.copy(template, copy)
    database = Database(f"sqlite:///{copy}")
    try:
        if moments is None:
            await evenly(database)
        else:
            for moment in [*moments, END]:
                await tick(database, moment)
        async with database.reading() as session:
            assert await auditor.breaches(session, now=END, policy=POLICY) == []
            return await taken(database)
    finally:
        await database.close()


async def evenly(database: Database) -> None:
    while True:
        async with database.reading() as session:
            coming = await agenda.next_moment(session)
        if coming is None or coming > END:
            return
        await tick(database, coming)


async def taken(database: Database) -> set[Key]:
    query = select(AgendaRow).where(AgendaRow.fate != Fate.WAITING)
    async with database.reading() as session:
        rows = (await session.scalars(query)).all()
    assert all(each.reason for each in rows if each.fate == Fate.SUPPRESSED)
    keys = [(each.task_id, each.round, each.rung, each.occurrence) for each in rows]
    assert len(keys) == len(set(keys))
    return {(task, rung, occurrence) for task, _, rung, occurrence in keys if rung in ANCHORED}


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("replan") / "template.db"
    asyncio.run(ledger(file))
    return file


@pytest.fixture(scope="module")
def even(template) -> set[Key]:
    keys = asyncio.run(played(template, template.with_name("even.db"), None))
    assert {rung for _, rung, _ in keys} == ANCHORED
    return keys


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.lists(st.integers(0, DAYS * 24), max_size=8))
def test_ticks_at_any_moments_in_any_order_take_what_an_even_clock_takes(template, even, hours):
    moments = [BEGIN + timedelta(hours=each) for each in hours]
    assert asyncio.run(played(template, template.with_name("odd.db"), moments)) == even
