"""How long one person waits for an answer while another's flood waits to be served.

    python benchmarks/fairness.py [flood] [rounds]

`huiyin run` as a process of its own on a ledger of 60 heads with three tasks each, a sandbox in another. Measured is
the time from a head's report to our answer at the sandbox: on an idle service, and with so many reports of another head
waiting; then with a hundred of the longest messages waiting. Telegram's limits are off: what is measured is whose
turn it is.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import offices
from benchmarks.stand_in import TOKEN, telegram
from bot.sandbox.client import SandboxClient

FLOODER, OTHER = 1, 2
PAUSE = 1.5
LONGEST = "第一号工程：一是推进征收，完成百分之四十一；二是8月底前进场，卡在用地，请市自然资源局协调，" * 80


async def _office(folder: str) -> None:
    url = f"sqlite:///{folder}/fairness.db"
    await offices.build(url, tasks=180, open_of_ten=10)


async def _answered(client: SandboxClient, words: str, *, pause: float = PAUSE) -> float:
    """Seconds until the other person has his answer; he was sent nothing for a while, so that no pacing holds it."""
    await asyncio.sleep(pause)
    before = max((entry["seq"] for entry in await client.transcript(OTHER)), default=0)
    began = time.perf_counter()
    await client.text(OTHER, words)
    await client.transcript(OTHER, after=before, count=2, wait=120)  # his words and the answer
    return time.perf_counter() - began


async def _round(client: SandboxClient, flood: int, words: str) -> float:
    await asyncio.sleep(PAUSE)
    for number in range(flood):
        await client.text(FLOODER, words.format(number=number % 100)[:4096])
    waited = await _answered(client, "2号完成45%，3月底前办完", pause=0)
    while await client.waiting():  # noqa: ASYNC110  another process
        await asyncio.sleep(0.2)
    return waited


async def main(flood: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(dir=".") as folder:
        await _office(folder)
        async with telegram(offices.HEADS, mode="off") as client:
            settings = {"HUIYIN_TOKEN": TOKEN, "HUIYIN_API_URL": client.root, "HUIYIN_LOG_FORMAT": "text"}
            settings["HUIYIN_DATABASE_URL"] = f"sqlite:///{folder}/fairness.db"
            service = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.cli", "run", env={**os.environ, **settings},
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            try:
                await _answered(client, "你好")
                idle = statistics.median([await _answered(client, f"2号完成{40 + each}%") for each in range(9)])
                print(f"idle service:                {idle * 1000:7.0f} ms")
                for name, size, words in (
                    (f"{flood} short reports wait", flood, "1号完成{number}%"),
                    ("100 longest messages wait", 100, LONGEST),
                ):
                    waited = [await _round(client, size, words) for _ in range(rounds)]
                    worst = max(waited)
                    print(f"{name:28} {statistics.median(waited) * 1000:7.0f} ms, worst {worst * 1000:.0f}, "
                          f"{statistics.median(waited) / idle:.2f} x idle")  # fmt: skip
            finally:
                service.terminate()
                await service.wait()


if __name__ == "__main__":
    asyncio.run(main(*(int(each) for each in [*sys.argv[1:], *("1000", "3")[len(sys.argv) - 1 :]])))
