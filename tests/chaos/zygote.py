"""The warmed parent: everything is imported and one life is lived to its end, then each further life is a fork.

A plan comes in by line, how it ended goes out.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from bot.sandbox import people
from bot.sandbox.server import Sandbox
from tests.chaos import child, office
from tests.chaos.life import Life, loads


async def _warm() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warm.db"
        await office.build(path)
        sandbox = Sandbox()
        await sandbox.start()
        for head in range(1, office.HEADS + 1):
            sandbox.world.person(office.chat(head)).started = True
            for said in (f"{2 * head}号完成40%，预计下周五前办结", "收到", "/mine", "已办结"):
                people.text(sandbox.world, office.chat(head), said)
        ahead = (office.START - datetime.now(UTC)).total_seconds() + 4 * 86400
        life = Life(str(path), sandbox.url, sandbox.token, os.devnull, ahead, to_the_end=True)
        await child.live(life)
        await sandbox.stop()


def main() -> None:
    asyncio.run(_warm())
    gc.collect()
    gc.freeze()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        _, status = os.waitpid(_fork(line), 0)
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


def _fork(line: str) -> int:
    process = os.fork()
    if process == 0:
        status = 1
        with contextlib.suppress(BaseException):
            try:
                child.run(loads(line))
                status = 0
            except BaseException:
                traceback.print_exc()
        sys.stderr.flush()
        os._exit(status)
    return process


if __name__ == "__main__":
    main()
