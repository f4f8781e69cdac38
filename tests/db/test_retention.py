"""What is old is thrown away by the policy's days, in turn, and the journal says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from db.lifecycle import State
from db.models import (
    AgendaRow,
    Department,
    Fate,
    JournalRow,
    Ledger,
    Mode,
    OutboxItem,
    OutboxRow,
    OutboxState,
    Person,
    Question,
    Task,
)  # fmt: skip
from db.upkeep import retention
from schedules import maintenance
from schedules.policy import Policy
from schedules.steps.context import StepContext

NOW = datetime(2027, 3, 1, 1, 30, tzinfo=UTC)
OLD = NOW - timedelta(days=401)


@pytest.fixture
async def old(database, monkeypatch):
    """Four calls that ended long ago, one that repeats another, one that still waits; and what points at them."""
    monkeypatch.setattr("db.upkeep.retention.NEWEST_CALLS", 1)
    monkeypatch.setattr("db.upkeep.retention.NEWEST_QUESTIONS", 1)
    async with database.writing() as session:
        session.add_all([Ledger(name="台账", base_date=date(2027, 3, 1), imported_at=NOW), Person(name="甲")])
        session.add(Department(name="市财政局", is_group=False))
        await session.flush()
        task = {"no": 1, "number": 1, "category": "", "source": "", "title": "事项", "mode": Mode.DEADLINE}
        whose = {"ledger_id": 1, "lead_department_id": 1, "owner_id": 1}
        session.add(
            Task(**task, **whose, plan_from=date(2027, 3, 1), began_at=NOW, imported_digest="", state=State.SIGNED)
        )
        same = {"kind": "plain", "facts": {"text": "旧话"}, "rank": 0, "cause": "test", "queued_at": OLD}
        ended = {"ended_at": OLD, "sent": {"text": "旧话"}}
        states = (OutboxState.UNKNOWN, OutboxState.SENT, OutboxState.QUEUED, OutboxState.SENT, OutboxState.SENT)
        for place, state in enumerate(states, 1):
            over = ended if state is not OutboxState.QUEUED else {}
            session.add(OutboxRow(**same, **over, state=state, again_of_id=1 if place == 2 else None))
            await session.flush()
        session.add(OutboxItem(outbox_id=1, position=1, task_id=1))
        session.add(AgendaRow(task_id=1, round=1, rung="due", occurrence="", at=OLD, fate=Fate.QUEUED, outbox_id=2))
        for closed in (OLD, None, NOW, OLD):
            session.add(Question(person_id=1, kind="doubt", facts={"text": "旧话"}, asked_at=OLD, closed_at=closed))
            await session.flush()
    return database


async def purged(database, now=NOW):
    async with database.writing() as session:
        await maintenance.purge(StepContext(session, now, "tick:test", Policy()))


async def kept(database, model):
    async with database.reading() as session:
        return list(await session.scalars(select(model.id).order_by(model.id)))


async def test_ended_calls_and_closed_questions_go_and_the_newest_stay(old):
    await purged(old)
    assert await kept(old, OutboxRow) == [3, 5]  # one that waits, and the newest whatever its date
    assert await kept(old, Question) == [2, 3, 4]
    async with old.reading() as session:
        taken = await session.scalar(select(AgendaRow))
        assert (taken.fate, taken.outbox_id) == (Fate.QUEUED, None)
        assert await session.scalar(select(func.count()).select_from(OutboxItem)) == 0
        note = await session.scalar(select(JournalRow).where(JournalRow.kind == "purge"))
    assert note.facts == {"calls": 3, "questions": 1, "calls_before": "2026-01-25", "questions_before": "2026-12-01"}


async def test_nothing_goes_before_its_day_and_nothing_is_noted_then(old):
    await purged(old, OLD + timedelta(days=89))
    assert (len(await kept(old, OutboxRow)), len(await kept(old, Question))) == (5, 4)
    assert await kept(old, JournalRow) == []


async def test_a_purge_takes_so_many_and_the_next_one_the_rest(old, monkeypatch):
    monkeypatch.setattr("db.upkeep.retention.AT_ONCE", 1)
    async with old.writing() as session:
        assert await retention.calls(session, before=NOW) == 1
    async with old.writing() as session:
        assert await retention.calls(session, before=NOW) == 1
    assert await kept(old, OutboxRow) == [3, 4, 5]
