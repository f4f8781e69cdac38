"""Ledgers of any size for the benchmarks, written past the steps in one go: rows as the steps would have left them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from db import metadata, migrations
from db.lifecycle import State
from db.models import AgendaRow, Department, Fate, JournalRow, Ledger, Mark, Mode, Person, Post, Role, RunSlot, Task
from db.session import Database
from schedules import digest, ladder, maintenance, planning
from schedules.policy import Policy
from schedules.task_facts import TaskFacts

POLICY = Policy()
BEGAN = datetime(2022, 2, 14, 2, 0, tzinfo=UTC)
SIGNED = BEGAN + timedelta(days=1)
NOW = datetime(2022, 3, 10, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
DUE = date(2022, 3, 21)  # seven working days after NOW
RESTING = date(2022, 12, 30)
HEADS = 60
_PAGE = 20_000


def _task(number: int, *, due: date, state: State) -> dict[str, Any]:
    head = number % HEADS + 1
    return {
        "id": number, "ledger_id": 1, "no": number, "number": number, "category": "城建", "source": "重点工作",
        "title": f"第{number}号工程建设", "target": "按期完成", "lead_department_id": head, "owner_id": head,
        "urgent": False, "mode": Mode.DEADLINE, "original_due": due, "due": due, "imported_digest": "", "state": state,
        "version": 1, "round": 1, "plan_from": POLICY.today(BEGAN), "began_at": BEGAN, "handed_out_at": BEGAN,
        "signed_at": SIGNED, "reported_at": SIGNED, "substance_at": SIGNED, "percent": 40.0,
        "closed_at": SIGNED if state is State.CLOSED else None,
        "claimed_at": SIGNED if state is State.CLOSED else None,
    }  # fmt: skip


def _noted(task: dict[str, Any]) -> dict[str, Any]:
    """The last step of a task, from which its state follows."""
    return {
        "at": SIGNED, "kind": "report", "actor_id": task["owner_id"], "task_id": task["id"], "cause": "bench",
        "facts": {"state": task["state"].value},
    }  # fmt: skip


def _marks() -> list[dict[str, Any]]:
    """Up to yesterday's morning rungs were taken, by the rules of today; the service was alive a minute ago."""
    return [
        {"name": metadata.TAKEN, "value": "", "at": NOW - timedelta(days=1)},
        {"name": planning.MARK, "value": planning.planned_by(POLICY), "at": BEGAN},
        {"name": maintenance.ALIVE, "value": "", "at": NOW - timedelta(minutes=1)},
    ]


def _planned(due: date) -> list[ladder.Planned]:
    facts = TaskFacts(
        state=State.IN_PROGRESS, mode="deadline", began_at=BEGAN, due=due, handed_out_at=BEGAN, signed_at=SIGNED,
        reported_at=SIGNED, substance_at=SIGNED, percent=40.0,
    )  # fmt: skip
    return ladder.plan(facts, POLICY, POLICY.calendar)


def _agenda(number: int, planned: Sequence[ladder.Planned]) -> Iterator[dict[str, Any]]:
    for each in planned:
        taken = each.at < NOW
        yield {
            "task_id": number, "round": 1, "rung": each.rung.value, "occurrence": each.occurrence, "at": each.at,
            "fate": Fate.SUPPRESSED if taken else Fate.WAITING, "reason": "bench" if taken else None,
            "taken_at": each.at if taken else None,
        }  # fmt: skip


async def build(url: str, *, tasks: int, due: int = 0, open_of_ten: int = 1) -> None:
    """`due` tasks with a rung at NOW; of those at rest so many of ten are open, with their rungs to come."""
    database = Database(url)
    await migrations.upgrade(database)
    pressing, resting = _planned(DUE), _planned(RESTING)
    async with database.writer.begin() as connection:
        people = [{"id": n, "name": f"市第{n}局局长", "chat_id": n, "bound_at": BEGAN} for n in range(1, HEADS + 2)]
        await connection.execute(insert(Person.__table__), people)
        await connection.execute(insert(Post.__table__), [{"person_id": HEADS + 1, "role": Role.COORDINATOR}])
        rooms = [{"id": n, "name": f"市第{n}局", "is_group": False} for n in range(1, HEADS + 1)]
        await connection.execute(insert(Department.__table__), rooms)
        ledger = {"id": 1, "name": "台账", "base_date": POLICY.today(BEGAN), "imported_at": BEGAN}
        await connection.execute(insert(Ledger.__table__), [ledger])
        await connection.execute(insert(Mark.__table__), _marks())
        last = digest.last_slot(NOW, POLICY)
        assert last is not None, "a weekly report of a working week"
        sent = {"name": digest.SLOT, "slot": last[0].isoformat(), "claimed_at": last[1]}
        await connection.execute(insert(RunSlot.__table__), [sent])
        for first in range(1, tasks + 1, _PAGE):
            numbers = range(first, min(first + _PAGE, tasks + 1))
            is_open = {n: n <= due or n % 10 < open_of_ten for n in numbers}
            rows = [
                _task(n, due=DUE if n <= due else RESTING, state=State.IN_PROGRESS if is_open[n] else State.CLOSED)
                for n in numbers
            ]
            await connection.execute(insert(Task.__table__), rows)
            await connection.execute(insert(JournalRow.__table__), [_noted(row) for row in rows])
            coming = [row for n in numbers if is_open[n] for row in _agenda(n, pressing if n <= due else resting)]
            if coming:
                await connection.execute(insert(AgendaRow.__table__), coming)
    await database.checkpoint()
    await database.close()
