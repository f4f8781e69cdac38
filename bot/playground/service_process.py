"""The service in a process of its own: started, told what to do, killed as `kill -9` kills, started again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from datetime import datetime
from typing import Any

_LINE = 2**20


class ServiceDied(Exception):
    """Nothing answers: it was killed, or has ended by itself."""


class StepFailed(Exception):
    """The service says why."""


class ServiceProcess:
    """`Steps` over a pipe; one order at a time."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._order = order
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self, now: datetime) -> None:
        """Raises ServiceDied when it does not come up."""
        order = json.dumps({**self._order, "now": now.isoformat()}, ensure_ascii=False)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.playground.service_child",
            order,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LINE,
        )
        await self._heard(self._process)

    def kill(self) -> None:
        """At once, wherever it stands."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def stop(self) -> None:
        """It ends with its input; killed where it does not."""
        process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 3)
        except TimeoutError:
            self.kill()
            await process.wait()

    async def poll(self) -> float:
        return float(await self._told("poll"))

    async def settle(self, now: datetime) -> datetime | None:
        return _moment(await self._told("settle", now))

    async def deliver(self, now: datetime) -> datetime | None:
        return _moment(await self._told("deliver", now))

    async def tick(self, now: datetime) -> None:
        await self._told("tick", now)

    async def _told(self, do: str, now: datetime | None = None) -> Any:
        """Raises ServiceDied, StepFailed."""
        async with self._turn:
            process = self._process
            if process is None or process.stdin is None:
                raise ServiceDied
            order = {"do": do, "now": now.isoformat() if now else None}
            with contextlib.suppress(ConnectionError):  # its end is heard below
                process.stdin.write(json.dumps(order).encode() + b"\n")
                await process.stdin.drain()
            return await self._heard(process)

    async def _heard(self, process: asyncio.subprocess.Process) -> Any:
        assert process.stdout is not None, "asked for above"
        line = await process.stdout.readline()
        if not line:
            await process.wait()
            raise ServiceDied
        answer = json.loads(line)
        if "fault" in answer:
            raise StepFailed(answer["fault"])
        return answer.get("result")


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
