"""What is needed only once somebody writes, loaded after the first letters have left.

python-telegram-bot and the handlers take a fifth of a second to load, the reader's patterns a quarter to compile: a
service that was killed first sends what is due.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from bot.in_hand import Front

FRONT = "bot.front"
NEEDED = (FRONT, "bot.reading.replies", "bot.reading.answers", "bot.reading.dates")
AFTER_SECONDS = 1.0


@contextmanager
def for_replies() -> Iterator[asyncio.Task[None]]:
    """Load it meanwhile, beside the loop. Who needs it sooner loads it himself, and waits for no more than that."""
    loading = asyncio.create_task(_load())
    try:
        yield loading
    finally:
        loading.cancel()


async def open_front(token: str, me: dict[str, Any]) -> Front:
    """`me`: what getMe answered."""
    front: Front = await (await asyncio.to_thread(import_module, FRONT)).opened(token, me)
    return front


async def _load() -> None:
    await asyncio.sleep(AFTER_SECONDS)
    for name in NEEDED:
        await asyncio.to_thread(import_module, name)
