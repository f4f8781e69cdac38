"""The ledger every episode starts from: a coordinator, two leaders, two dozen heads with two tasks each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from db import migrations, people
from db.ledger_rows import MilestoneRow, TaskRow
from db.models import Role
from db.session import Database
from schedules import policy
from schedules.steps import importing
from schedules.steps.context import StepContext
from schedules.steps.posts import appoint

BASE = date(2022, 2, 18)
START = datetime(2022, 2, 18, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai
HEADS = 8
COORDINATOR = 1000
LEADERS = (1001, 1002)


def chat(head: int) -> int:
    return 2000 + head


def numbers_of(head: int) -> tuple[int, int]:
    return 2 * head - 1, 2 * head


def _rows() -> list[TaskRow]:
    return [_row(number) for number in range(1, 2 * HEADS + 1)]


def _row(number: int) -> TaskRow:
    head = (number + 1) // 2
    recurring = number % 7 == 0
    due = BASE + timedelta(days=4 + number % 23)
    return TaskRow(
        no=number,
        category="城建",
        source="重点工作",
        title=f"第{number}号工程建设",
        target="按期完成",
        lead_department=f"市第{head}局",
        co_departments=(),
        leader="副市长甲" if number % 2 else "副市长乙",
        owner=f"市第{head}局局长",
        mode="recurring" if recurring else "deadline",
        due=None if recurring else due,
        report_every="week" if recurring else None,
        milestones=(MilestoneRow("开工", due - timedelta(days=3)),) if number % 5 == 0 and not recurring else (),
        urgent=number % 11 == 0,
    )


async def build(url: str) -> None:
    database = Database(url)
    await migrations.upgrade(database)
    async with database.writing() as session:
        context = StepContext(session, START, "command:chaos", policy.load())
        await _enrol(context)
        await importing.import_ledger(context, _rows(), name="混沌台账", base_date=BASE)
    await database.close()


async def _enrol(context: StepContext) -> None:
    for name, chat_id, role in (
        ("督查员", COORDINATOR, Role.COORDINATOR),
        ("副市长甲", LEADERS[0], Role.LEADER),
        ("副市长乙", LEADERS[1], Role.LEADER),
    ):
        person = await importing.person_named(context, name)
        person.chat_id, person.bound_at = chat_id, context.now
        await appoint(context, person, role)
    for head in range(1, HEADS + 1):
        await importing.import_department(
            context, f"市第{head}局", aliases=[], heads=[f"市第{head}局局长"], liaisons=[]
        )
        person = await people.by_name(context.session, f"市第{head}局局长")
        assert person is not None
        person.chat_id, person.bound_at = chat(head), context.now


def everybody() -> list[int]:
    return [COORDINATOR, *LEADERS, *(chat(head) for head in range(1, HEADS + 1))]
