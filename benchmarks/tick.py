"""One step of time: 5,000 due of 100,000 and of 1,000,000 tasks, beside raw SQL and one APScheduler job per reminder.

    python benchmarks/tick.py [due] [tasks…]

Processor time of one process, all in one run: the machine's speed drifts, so the ratios are what counts. Raw SQL does
the same work with the answers known beforehand: read what is due and its tasks, mark, write the next rungs and the
messages. APScheduler has a job per reminder in SQLAlchemyJobStore, each of which only writes one row.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sqlite3
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import func, select, update

from benchmarks.offices import HEADS, NOW, POLICY, build
from bot.runtime import garbage
from db.models import AgendaRow, Fate
from db.session import Database
from schedules import reminders
from schedules.rungs import Rung
from schedules.steps.context import StepContext

DUE = 5000
JOBS = 500  # of APScheduler, each a transaction of its own to set up: its cost is linear, and is multiplied


def _context(session: Any, now: datetime) -> StepContext:
    return StepContext(session, now, "tick:bench", POLICY)


async def tick(url: str) -> dict[str, float]:
    """A tick of all that is due, as the timetable does it, and one in which nothing is."""
    database = Database(url)
    gc.collect()
    garbage.settle()  # as the service does once it has loaded all
    await _yesterday(database)  # statements are compiled once in the life of a service
    began = time.process_time()
    async with database.reading() as session:
        parts = await reminders.slices(_context(session, NOW))
    held, messages, rows = [], 0, 0
    for part in parts:
        start = time.process_time()
        async with database.writing() as session:
            taken = await reminders.take(_context(session, NOW), part)
        held.append((time.process_time() - start) * 1000)
        messages, rows = messages + taken.messages, rows + taken.rows
    spent = (time.process_time() - began) * 1000
    idle = []
    for _ in range(20):
        start = time.process_time()
        async with database.reading() as session:
            assert not await reminders.slices(_context(session, NOW))
        idle.append((time.process_time() - start) * 1000)
    await database.close()
    return {
        "ms": round(spent, 1),
        "rows": rows,
        "messages": messages,
        "slices": len(parts),
        "longest_hold_ms": round(max(held), 1),
        "idle_ms": round(sorted(idle)[len(idle) // 2], 2),
    }


async def _yesterday(database: Database) -> None:
    """The tick of the morning before, in which one rung of a task at rest is due."""
    before = NOW - timedelta(days=1)
    one = select(func.max(AgendaRow.id)).where(AgendaRow.rung == Rung.BEFORE_15, AgendaRow.fate == Fate.WAITING)
    async with database.writing() as session:
        row_id = await session.scalar(one)
        await session.execute(update(AgendaRow).where(AgendaRow.id == row_id).values(at=before))
    async with database.writing() as session:
        taken = await reminders.take_due(_context(session, before))
    assert taken.rows == 1, taken


def raw(file: Path) -> float:
    """Milliseconds of the same work in SQL alone."""
    now = f"{NOW:%Y-%m-%d %H:%M:%S.%f}"
    connection = sqlite3.connect(file, isolation_level=None)
    began = time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    rows = connection.execute(
        "SELECT a.id, a.task_id, t.owner_id FROM agenda a JOIN task t ON t.id = a.task_id"
        " WHERE a.fate = 'waiting' AND a.at <= ?",
        (now,),
    ).fetchall()
    connection.executemany(
        "UPDATE agenda SET fate = 'queued', taken_at = ? WHERE id = ?", [(now, row[0]) for row in rows]
    )
    connection.executemany(
        "UPDATE task SET asked_at = ?, version = version + 1 WHERE id = ?", [(now, row[1]) for row in rows]
    )
    connection.executemany(
        "INSERT INTO agenda (task_id, round, rung, occurrence, at, fate) VALUES (?, 1, ?, 'raw', ?, 'waiting')",
        [(row[1], rung, now) for row in rows for rung in ("silence_2", "silence_4")],
    )
    for owner in {row[2] for row in rows}:
        connection.execute(
            "INSERT INTO outbox (kind, person_id, facts, rank, state, queued_at, attempts, cause)"
            " VALUES ('morning', ?, '{}', 2, 'queued', ?, 0, 'raw')",
            (owner, now),
        )
    connection.execute("COMMIT")
    connection.close()
    return (time.process_time() - began) * 1000


def job(database: str, task_id: int) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO said VALUES (?)", (task_id,))


def apscheduler(folder: Path, due: int) -> float:
    """Milliseconds in which one job per reminder is found due, run and rescheduled, by APScheduler alone."""
    from apscheduler.executors.base import run_job
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    target = str(folder / "said.db")
    with sqlite3.connect(target) as connection:
        connection.execute("CREATE TABLE said (task_id INTEGER)")
    scheduler = BackgroundScheduler(timezone="UTC")
    store = SQLAlchemyJobStore(f"sqlite:///{folder}/jobs.db")
    scheduler.add_jobstore(store)
    scheduler.start(paused=True)
    for number in range(due):
        scheduler.add_job(job, "interval", days=1, args=[target, number], next_run_time=NOW, misfire_grace_time=None)
    began = time.process_time()
    for each in store.get_due_jobs(NOW):
        run_job(each, "default", [NOW], "bench")
        each._modify(next_run_time=NOW + timedelta(days=1))
        store.update_job(each)
    spent = (time.process_time() - began) * 1000
    scheduler.remove_all_jobs()
    scheduler.shutdown(wait=False)
    return spent


async def measured(tasks: int, due: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        await build(f"sqlite:///{name}/ours.db", tasks=tasks, due=due)
        found = await tick(f"sqlite:///{name}/ours.db")
    return {"tasks": tasks, "due": due, **found}


def _say(figures: dict[str, Any]) -> None:
    print(json.dumps(figures), flush=True)


async def main() -> None:
    due = int(sys.argv[1]) if len(sys.argv) > 1 else DUE
    sizes = [int(each) for each in sys.argv[2:]] or [100_000, 1_000_000]
    with tempfile.TemporaryDirectory() as name:
        await build(f"sqlite:///{name}/raw.db", tasks=sizes[0], due=due)
        floor = raw(Path(name) / "raw.db")
        jobs = apscheduler(Path(name), JOBS) * due / JOBS
    _say({"raw_sql_ms": round(floor, 1), "apscheduler_ms": round(jobs), "heads": HEADS})
    half = await measured(sizes[0], due // 2)
    _say(half)
    ours = [await measured(size, due) for size in sizes]
    for figures in ours:
        _say(
            {
                **figures,
                "to_raw": round(figures["ms"] / floor, 1),
                "apscheduler_to_ours": round(jobs / figures["ms"], 1),
            }
        )
    _say(
        {
            "of_twice_as_many_due": round(ours[0]["ms"] / half["ms"], 2),
            "of_more_at_rest": round(ours[-1]["ms"] / ours[0]["ms"], 2),
        }
    )


if __name__ == "__main__":
    asyncio.run(main())
