"""The stand-in for Telegram in a process of its own, as the benchmarks need it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.sandbox.client import SandboxClient

TOKEN = "123456:BENCH"


@asynccontextmanager
async def telegram(people: int, **limits: Any) -> AsyncIterator[SandboxClient]:
    """A client of a fresh sandbox in which so many people (1 to n) have started the bot."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--token", TOKEN, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    client = SandboxClient(url)
    try:
        for person in range(1, people + 1):
            await client.start(person)
        await client.reset_updates()
        if limits:
            await client.limits(**limits)
        yield client
    finally:
        await client.close()
        process.terminate()
        await process.wait()
