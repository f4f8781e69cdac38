"""Rows written past SQLAlchemy's work on each of them are the rows it would have written."""

import json
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, select

from db import agenda, plans
from db.bulk_insert import insert_many
from db.ledger_editions import keep_rows, row_json, row_of, row_text
from db.ledger_rows import MilestoneRow, TaskRow
from db.lifecycle import State
from db.models import AgendaRow, Department, Fate, JournalRow, Ledger, LedgerRow, Mode, Person, Task

NOW = datetime(2027, 3, 1, 1, 30, tzinfo=UTC)


def task(number, **facts):
    return {
        "ledger_id": 1, "no": number, "number": number, "category": "", "source": "", "title": f"第{number}项",
        "lead_department_id": 1, "owner_id": 1, "mode": Mode.DEADLINE, "due": date(2027, 6, 30), "original_due": None,
        "imported_digest": "", "state": State.HANDED_OUT, "version": 1, "plan_from": date(2027, 3, 1),
        "began_at": NOW, "percent": 12.5, **facts,
    }  # fmt: skip


async def test_every_type_and_every_default_as_the_unit_of_work_writes_them(database):
    async with database.writing() as session:
        session.add_all([Ledger(name="台账", base_date=date(2027, 3, 1), imported_at=NOW), Person(name="甲")])
        session.add(Department(name="市财政局", is_group=False))
        await session.flush()
        await insert_many(session, Task.__table__, [task(1), task(2)])
        await session.execute(insert(Task.__table__), [task(3)])
        columns = [each for each in Task.__table__.c if each.name not in ("id", "no", "number", "title")]
        first, second, usual = (await session.execute(select(*columns).order_by(Task.number))).all()
        assert first == second == usual
        assert (usual.repeated_on, usual.urgent, usual.began_at, usual.state) == ({}, False, NOW, State.HANDED_OUT)


async def test_json_and_none_are_kept_and_no_rows_ask_nothing(database):
    async with database.writing() as session:
        await insert_many(session, JournalRow.__table__, [])
        row = {
            "at": NOW,
            "kind": "note",
            "cause": "test",
            "actor_id": None,
            "task_id": None,
            "facts": {"月": [3, None]},
        }
        await insert_many(session, JournalRow.__table__, [row, {**row, "kind": "other"}])
        found = (await session.scalars(select(JournalRow).order_by(JournalRow.id))).all()
        assert [(each.kind, each.facts, each.task_id) for each in found] == [
            ("note", {"月": [3, None]}, None),
            ("other", {"月": [3, None]}, None),
        ]


async def test_a_row_of_an_edition_written_as_text_is_read_back_as_the_same_row(database):
    """Its digest and the stored row come from one text."""
    row = TaskRow(
        7, "民生", "", "改造“旧城”", "", "市住建局", ("市财政局",), "", "甲", "deadline", date(2027, 6, 30), None,
        milestones=(MilestoneRow("封顶", date(2027, 4, 30)),), sheet="表\\一", row=12, extra=(("备注", "续\n建"),),
    )  # fmt: skip
    assert json.loads(row_json(row)) == json.loads(row_json(row, row_text(row)))
    assert row_of(json.loads(row_json(row))) == row
    async with database.writing() as session:
        session.add_all([Ledger(name="台账", base_date=date(2027, 3, 1), imported_at=NOW), Person(name="甲")])
        session.add(Department(name="市财政局", is_group=False))
        await session.flush()
        await insert_many(session, Task.__table__, [task(1)])
        await keep_rows(session, [{"task_id": 1, "position": 1, "row": row_json(row)}], stood=())
        assert row_of(await session.scalar(select(LedgerRow.row))) == row


async def test_one_plan_of_many_tasks_is_written_once_before_each_and_takes_nothing_again(database):
    async with database.writing() as session:
        session.add_all([Ledger(name="台账", base_date=date(2027, 3, 1), imported_at=NOW), Person(name="甲")])
        session.add(Department(name="市财政局", is_group=False))
        await session.flush()
        await insert_many(session, Task.__table__, [task(1), task(2), task(3)])
        rung, later = ("T-3", "", NOW), ("项“目”", "一", NOW + timedelta(days=3, microseconds=7))
        taken = {"task_id": 2, "round": 1, "rung": "T-3", "occurrence": "", "at": NOW, "fate": Fate.MERGED}
        await agenda.add(session, [taken])
        await plans.add(session, [])
        await plans.add(session, [plans.SamePlan([3], 2, [rung]), plans.SamePlan([1, 2], 1, [rung, later])])
        columns = [AgendaRow.__table__.c[name] for name in taken]
        found = (await session.execute(select(*columns).order_by(AgendaRow.task_id, AgendaRow.at))).all()
    waits = Fate.WAITING
    assert [tuple(each) for each in found] == [
        (1, 1, *rung, waits), (1, 1, *later, waits), (2, 1, *rung, Fate.MERGED), (2, 1, *later, waits),
        (3, 2, *rung, waits),
    ]  # fmt: skip
