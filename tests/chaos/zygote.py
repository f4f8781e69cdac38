"""The warmed parent: everything is imported and one life is lived to its end, then each further life is a fork.

Plans come in by line, how each ended goes out.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import selectors
import sys
import tempfile
import traceback
from datetime import UTC, datetime

from bot.sandbox import people
from bot.sandbox.server import Sandbox
from tests.chaos import child, office
from tests.chaos.life import Life, loads


async def _warm(url: str | None) -> None:
    """`url`: of an empty database of the kind that will be lived over; none is SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        url = url or f"sqlite:///{folder}/warm.db"
        await office.build(url)
        sandbox = Sandbox()
        await sandbox.start()
        for head in range(1, office.HEADS + 1):
            sandbox.world.person(office.chat(head)).started = True
            for said in (f"{2 * head}号完成40%，预计下周五前办结", "收到", "/mine", "已办结"):
                people.text(sandbox.world, office.chat(head), said)
        ahead = (office.START - datetime.now(UTC)).total_seconds() + 4 * 86400
        life = Life(url, sandbox.url, sandbox.token, os.devnull, ahead, to_the_end=True)
        await child.live(life)
        await sandbox.stop()


def main() -> None:
    asyncio.run(_warm(*sys.argv[1:2] or [None]))
    gc.collect()
    gc.freeze()
    _say("ready")
    _serve()


def _serve() -> None:
    """A line in: `<name> <plan>`; a line out when that life has ended: `<name> <status>`. Several live at a time."""
    living: dict[int, tuple[int, str]] = {}
    with selectors.DefaultSelector() as watched:
        watched.register(sys.stdin, selectors.EVENT_READ)
        waiting = b""
        while True:
            for key, _ in watched.select():
                if key.fd in living:
                    process, name = living.pop(key.fd)
                    watched.unregister(key.fd)
                    os.close(key.fd)
                    _say(f"{name} {os.waitpid(process, 0)[1]}")
                    continue
                heard = os.read(0, 1 << 16)
                if not heard:
                    return
                *lines, waiting = (waiting + heard).split(b"\n")
                for line in lines:
                    name, plan = line.decode().split(" ", 1)
                    process = _fork(plan)
                    end = os.pidfd_open(process)
                    living[end] = process, name
                    watched.register(end, selectors.EVENT_READ)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
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
