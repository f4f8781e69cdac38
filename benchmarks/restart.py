"""How long after a kill -9 the first due message goes out, and what the idle service takes of memory.

    python benchmarks/restart.py [restarts]

`huiyin run` itself, as a process of its own, against a sandbox in another; the clock runs from the start of the process
to the arrival of the message at the sandbox.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.stand_in import TOKEN, telegram
from bot.sandbox.client import SandboxClient
from db import migrations, outbox
from db.messages import Kind
from db.session import Database


async def _queue(database: Database, number: int) -> None:
    async with database.writing() as session:
        facts = {"text": f"第{number}次重启后的第一条"}
        await outbox.queue(session, kind=Kind.PLAIN, facts=facts, now=datetime.now(UTC), cause="bench", chat_id=1)


async def _start(folder: str, url: str) -> asyncio.subprocess.Process:
    settings = {
        "HUIYIN_TOKEN": TOKEN,
        "HUIYIN_API_URL": url,
        "HUIYIN_DATABASE_URL": f"sqlite:///{folder}/restart.db",
    }
    command = str(Path(sys.executable).parent / "huiyin")
    return await asyncio.create_subprocess_exec(
        command, "run", env={**os.environ, **settings}, cwd=folder, stderr=asyncio.subprocess.DEVNULL
    )


async def _first_message(client: SandboxClient, folder: str, number: int) -> tuple[float, asyncio.subprocess.Process]:
    before = len(await client.calls())
    began = time.perf_counter()
    process = await _start(folder, client.root)
    await client.ask("control/calls", method="sendMessage", wait=30, count=1, after=before)
    return time.perf_counter() - began, process


def resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def main() -> None:
    restarts = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    waits: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/restart.db")
        await migrations.upgrade(database)
        async with telegram(1) as client:
            for number in range(restarts):
                await _queue(database, number)
                seconds, process = await _first_message(client, folder, number)
                waits.append(seconds)
                if number < restarts - 1:
                    process.send_signal(signal.SIGKILL)
                    await process.wait()
            await asyncio.sleep(3)
            memory = resident(process.pid)
            process.terminate()
            await process.wait()
        await database.close()
    median = statistics.median(waits)
    print(json.dumps({"seconds_median": round(median, 2), "seconds_worst": round(max(waits), 2), "restarts": restarts}))
    print(json.dumps({"idle_resident_mb": round(memory, 1)}))


if __name__ == "__main__":
    asyncio.run(main())
