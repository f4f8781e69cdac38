"""What the service holds of memory while it serves 20,000 updates, and what of it grows.

    python benchmarks/memory.py [updates]

`huiyin run` as a process of its own on the 160 tasks of the example, everybody bound, a sandbox in another: reports
with figures, longer ones, 收到 and thanks of all heads in turn, every twentieth update the coordinator's /status.
Resident megabytes once the service is idle, after every tenth of the updates and once all are served.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.friday import EXAMPLES, HUIYIN, MOST_PEOPLE, _bind_everybody, _huiyin, _office
from benchmarks.restart import resident
from benchmarks.stand_in import telegram
from bot.sandbox.client import SandboxClient

AT_ONCE = 200  # wait to be served
SAID = (
    "{task}号完成{percent}%，预计6月底前办结",
    "收到",
    "{task}号本月完成{percent}%，已会同有关单位现场核对两次。卡在用地指标，请市自然资源局协调，下周继续推进",
    "好的，谢谢",
    "{task}号正在办理，已完成招标，进度{percent}%",
)
_OF_HEADS = "SELECT p.chat_id, t.number FROM task t JOIN person p ON p.id = t.owner_id ORDER BY t.number"
_COORDINATOR = "SELECT p.chat_id FROM post o JOIN person p ON p.id = o.person_id WHERE o.role = 'coordinator' LIMIT 1"


def _asked(file: Path, query: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as ledger:
        return ledger.execute(query).fetchall()


async def _served(client: SandboxClient, file: Path, at_most: int) -> None:
    """Both what the service has not fetched and what it has stored and not answered."""
    kept = "SELECT count(*) FROM inbox WHERE state = 'waiting'"
    while len(await client.waiting()) + _asked(file, kept)[0][0] > at_most:  # noqa: ASYNC110  another process
        await asyncio.sleep(0.2)


async def _flood(client: SandboxClient, file: Path, pid: int, updates: int) -> None:
    heads, coordinator = cycle(_asked(file, _OF_HEADS)), _asked(file, _COORDINATOR)[0][0]
    for number in range(1, updates + 1):
        chat, task = next(heads)
        words = SAID[number // 7 % len(SAID)].format(task=task, percent=number % 90 + 5)
        await client.text(*((coordinator, "/status") if number % 20 == 0 else (chat, words)))
        if number % 50 == 0:
            await _served(client, file, AT_ONCE)
        if number % (updates // 10) == 0:
            await _served(client, file, 0)
            print(json.dumps({"updates": number, "resident_mb": round(resident(pid), 1)}), flush=True)


async def main(updates: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, file = Path(name), Path(name) / "memory.db"
        environment = _office(folder, f"sqlite:///{file}")
        await _huiyin(environment, "import-people", str(EXAMPLES / "register.csv"))
        await _huiyin(environment, "examples", str(folder / "ex"))
        await _huiyin(environment, "import", str(folder / "ex/ledger.xlsx"), "--yes")
        await _bind_everybody(f"sqlite:///{file}")
        async with telegram(MOST_PEOPLE, mode="off") as client:
            environment["HUIYIN_API_URL"] = client.root
            service = await asyncio.create_subprocess_exec(
                HUIYIN, "run", env=environment, cwd=folder, stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            began = time.perf_counter()
            try:
                await client.polled(wait=60)
                await asyncio.sleep(15)
                print(json.dumps({"idle_resident_mb": round(resident(service.pid), 1)}), flush=True)
                await _flood(client, file, service.pid, updates)
                await asyncio.sleep(10)
                print(json.dumps({"resident_mb": resident(service.pid), "seconds": round(time.perf_counter() - began)}))
            finally:
                service.terminate()
                await service.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
