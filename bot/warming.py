"""What is needed only once somebody writes, loaded after the first letters have left.

The reader's patterns take a quarter of a second to compile: a service that was killed first sends what is due.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

READER = ("bot.reading.replies", "bot.reading.answers", "bot.reading.dates")
AFTER_SECONDS = 1.0


@contextmanager
def the_reader() -> Iterator[asyncio.Task[None]]:
    """Load it meanwhile, beside the loop. Who needs it sooner loads it himself, and waits for no more than that."""
    loading = asyncio.create_task(_load())
    try:
        yield loading
    finally:
        loading.cancel()


async def _load() -> None:
    await asyncio.sleep(AFTER_SECONDS)
    for name in READER:
        await asyncio.to_thread(import_module, name)
