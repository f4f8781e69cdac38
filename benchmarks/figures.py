"""What looking at the whole ledger costs: `/status`, the digest's figures and an audit, by the number of tasks.

    python benchmarks/figures.py [tasks…]

Processor milliseconds and the most memory, each size in a process of its own. One task in ten is unfinished, the others
were closed over the years; `--open` makes all of them unfinished. Tasks handed out together share their dates and their
percent; `--varied` gives each unfinished one its own, so that how none stands follows from another.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.offices import NOW, POLICY, build
from bot.runtime import garbage
from db.session import Database
from db.tasks import Filter
from db.week import week
from schedules import auditor, survey

SIZES = (160, 10_000, 100_000)
Question = Callable[[AsyncSession], Awaitable[Any]]


async def status(session: AsyncSession) -> None:
    """The figures of `/status` and its list in order; the ten tasks that are shown cost the same in any ledger."""
    found = await survey.figures(session, Filter(), now=NOW, policy=POLICY)
    found.whole()
    survey.worst_first(found.unfinished)


async def digest(session: AsyncSession) -> None:
    found = await survey.figures(session, Filter(), now=NOW, policy=POLICY)
    found.whole()
    found.by_department({number: str(number) for number in range(100)})
    await week(session, since=NOW - timedelta(days=7), until=NOW, chosen=Filter())


async def audit(session: AsyncSession) -> None:
    await auditor.breaches(session, now=NOW, policy=POLICY)


LOOKS: dict[str, Question] = {"status": status, "digest": digest, "audit": audit}


async def looked(url: str) -> dict[str, float]:
    garbage.settle()  # as the service does once it has loaded all
    database = Database(url)
    spent = {}
    for name, look in LOOKS.items():
        for _ in range(2):  # the first compiles the statements
            async with database.reading() as session:
                began = time.process_time()
                await look(session)
                spent[f"{name}_ms"] = round((time.process_time() - began) * 1000, 1)
    await database.close()
    return spent


async def vary(url: str) -> None:
    """Percent, due day and last report of its own for each unfinished task."""
    database = Database(url)
    said = f"datetime('{NOW - timedelta(days=20):%Y-%m-%d}', '+' || id || ' seconds') || '.000000'"
    due = f"date('{NOW:%Y-%m-%d}', '+' || (1 + id / 10 * 7 % 290) || ' days')"
    async with database.writer.begin() as connection:
        await connection.exec_driver_sql(
            f"UPDATE task SET percent = id / 10 % 101, due = {due}, reported_at = {said}, substance_at = {said}"
            " WHERE state NOT IN ('closed', 'stopped')"
        )
    await database.close()


def measured(url: str) -> dict[str, float]:
    """In a process of its own: its peak of memory is then that of these looks."""
    done = subprocess.run([sys.executable, __file__, "--look", url], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


async def main() -> None:
    everything_open = "--open" in sys.argv
    for size in [int(each) for each in sys.argv[1:] if each.isdigit()] or SIZES:
        with tempfile.TemporaryDirectory() as name:
            url = f"sqlite:///{name}/ledger.db"
            await build(url, tasks=size, open_of_ten=10 if everything_open else 1)
            if "--varied" in sys.argv:
                await vary(url)
            figures = await asyncio.to_thread(measured, url)
        print(json.dumps({"tasks": size, "unfinished": size if everything_open else size // 10, **figures}), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--look"]:
        spent = asyncio.run(looked(sys.argv[2]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**spent, "peak_mb": round(peak, 1)}))
    else:
        asyncio.run(main())
