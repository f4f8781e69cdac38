"""What a report costs the whole way, from its poll to its echo, and what a morning of 5,000 reminders takes to leave.

    python benchmarks/report.py [reports] [due]

The service in a process of its own, a sandbox in another, 60 heads. Reports: each head has 21 open tasks; milliseconds
of the service's processor for each, measured with pacing off, beside a message that reports nothing (收到). The
morning: so many tasks have a rung at the same moment, and the sandbox answers under Telegram's limits (30 a second,
one a second to a chat): messages, refusals for haste, seconds from the first to the last.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.offices import HEADS, NOW, build
from benchmarks.stand_in import TOKEN, telegram
from bot import app
from bot.runtime import preload
from bot.sandbox.client import SandboxClient
from bot.settings import Settings
from bot.telegram_io.api_client import BotApi
from db.session import Database
from schedules.sending.pacing import Limits, Pacer

TASKS = 21  # of each head
WARM = 120  # messages before anything is measured: statements are compiled once in the life of a service
FREE = Limits(per_second=100_000, person_seconds=0, group_seconds=0)
ME = {"id": 123456, "username": "bench"}


async def serve(url: str, database_url: str, paced: str) -> None:
    """The service until SIGTERM, on the morning of the ledgers."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    ahead = NOW - datetime.now(UTC)
    settings = Settings(token=TOKEN, api_url=url, database_url=database_url, _env_file=None)
    database = Database(database_url)
    async with BotApi(url, TOKEN) as bot_api:
        service = app.build(settings, database, clock=lambda: datetime.now(UTC) + ahead, me=ME, bot_api=bot_api)
        if paced == "free":
            service.delivery._outage.pacer = Pacer(FREE)
        await asyncio.to_thread(preload.load)
        print("ready", flush=True)
        await service.run(stop)
    await database.close()


@asynccontextmanager
async def running(client: SandboxClient, database_url: str, *, paced: bool) -> AsyncIterator[int]:
    """The service in a process of its own; its process number."""
    given = ["--serve", client.root, database_url, "paced" if paced else "free"]
    process = await asyncio.create_subprocess_exec(sys.executable, __file__, *given, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    await process.stdout.readline()
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def _used(process: int) -> float:
    """Processor seconds of a process: user and system, from the kernel's account."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _said(client: SandboxClient, process: int, words: list[tuple[int, str]]) -> float:
    """Processor milliseconds for each of these messages, all of which wait at once."""
    before, used = len(await _answers(client)), _used(process)
    for person, said in words:
        await client.text(person, said)
    while len(await _answers(client)) < before + len(words):  # noqa: ASYNC110  another process wakes nobody
        await asyncio.sleep(0.2)
    return (_used(process) - used) * 1000 / len(words)


async def _posts(client: SandboxClient) -> list[dict[str, Any]]:
    return [post for post in await client.transcript() if post["outgoing"]]


async def _answers(client: SandboxClient) -> list[object]:
    """Messages and reactions of the bot."""
    said = [post for post in await client.transcript() if not post["outgoing"]]
    return [*await _posts(client), *(each for post in said for each in post["reactions"])]


async def reports(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ledger.db"
        await build(url, tasks=HEADS * TASKS, open_of_ten=10)
        async with telegram(HEADS + 1) as client, running(client, url, paced=False) as process:
            # Task n is that of head n mod 60 + 1.
            said = [(n % HEADS + 1, f"{n}号完成{n % 90 + 5}%，预计4月底前办结") for n in range(1, WARM + count + 1)]
            await _said(client, process, said[:WARM])
            with_report = await _said(client, process, said[WARM:])
            without = await _said(client, process, [(n % HEADS + 1, "收到") for n in range(count)])
    return {"tasks_of_a_head": TASKS, "report_ms": round(with_report, 2), "message_ms": round(without, 2)}


async def morning(due: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ledger.db"
        await build(url, tasks=due, due=due)
        limits = {"mode": "hard", "lock_seconds": 5, "per_second": 30, "burst": 30}
        async with telegram(HEADS + 1, **limits) as client, running(client, url, paced=True):
            began = time.perf_counter()
            while len(await _posts(client)) < HEADS:  # noqa: ASYNC110  another process wakes nobody
                await asyncio.sleep(0.1)
            await asyncio.sleep(3)
            posts = await _posts(client)
            calls = await client.calls("sendMessage")
    times = [post["time"] for post in posts]
    hasty = sum(call.get("status") == 429 for call in calls)
    return {
        "due": due,
        "heads": HEADS,
        "messages": len(posts),
        "refused_for_haste": hasty,
        "seconds_first_to_last": round(max(times) - min(times), 2),
        "seconds_in_all": round(time.perf_counter() - began - 3, 2),
    }


async def main() -> None:
    print(json.dumps(await morning(int(sys.argv[2]) if len(sys.argv) > 2 else 5000)), flush=True)
    print(json.dumps(await reports(int(sys.argv[1]) if len(sys.argv) > 1 else 300)), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[2:]) if sys.argv[1:2] == ["--serve"] else main())
