"""How many bytes of the ledger's file an update leaves: at once, and once what is old has been thrown away.

    python benchmarks/growth.py [UPDATES]

Six heads report in turn through the sandbox, each report with a figure and a sentence; the file is copied compactly
before and after, and after a purge one month and four hundred days later by the policy's days. The newest calls, which
a purge never takes, are few here.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import structlog

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from db import inbox
from db.upkeep import retention
from schedules import maintenance
from tests.office import Office, staffed

SAID = "{number}号本月完成{percent}%，已会同有关单位现场核对两次，正在办理后续手续，下周继续推进"


def size(office: Office) -> int:
    """Of a compact copy."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(office.stage.database.url.database)) as file:
        file.execute("VACUUM INTO ?", (f"{folder}/copy.db",))
        return Path(folder, "copy.db").stat().st_size


async def purged(office: Office, days: int) -> int:
    async with office.stage.step("purge") as context:
        later = type(context)(context.session, context.now + timedelta(days=days), "tick:growth", context.policy)
        await maintenance.purge(later)
    return size(office)


async def main(updates: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    retention.NEWEST_CALLS = retention.NEWEST_QUESTIONS = inbox._MAY_COME_AGAIN = 10
    retention.AT_ONCE = 10**6
    async with staffed() as office:
        heads = [await office.head(f"市{name}局局长") for name in ("财政", "住建", "水利", "教育", "交通", "商务")]
        tasks = [await office.task(f"{each.name}的事项", owner=each, due="2022-12-30") for each in heads]
        begun = size(office)
        for place in range(updates):
            task = tasks[place % len(tasks)]
            await heads[place % len(heads)].says(SAID.format(number=task.number, percent=place % 99 + 1))
        for name, grown in (
            ("at once", size(office) - begun),
            ("after 31 days", await purged(office, 31) - begun),
            ("after 401 days", await purged(office, 401) - begun),
        ):
            print(f"{name:15} {grown / updates:7.0f} bytes an update")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
