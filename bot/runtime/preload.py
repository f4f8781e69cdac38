"""What is needed only once somebody writes, loaded after the first messages have left.

python-telegram-bot and the handlers take a fifth of a second to load, the reader's words and patterns a third to read
and compile: a service that was killed first sends what is due.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

import structlog

from bot.handlers.update_scope import UpdateHandler
from bot.runtime import garbage

log = structlog.get_logger(__name__)

NEEDED = (
    "bot.reading.replies",
    "bot.reading.answers",
    "bot.reading.dates.day_finder",
    "bot.second_reader.combined",
    "bot.second_reader.wants.reading",
    "bot.handlers.update_handler",
)
AFTER_SECONDS = 1.0


@contextmanager
def for_replies() -> Iterator[asyncio.Task[None]]:
    """Load it meanwhile, beside the loop. Who needs it sooner loads it himself, and waits for no more than that."""
    loading = asyncio.create_task(_later())
    try:
        yield loading
    finally:
        loading.cancel()


async def open_update_handler(token: str, me: dict[str, Any]) -> UpdateHandler:
    """`me`: what getMe answered. Whatever an update needs is loaded then: within its transaction nothing is."""
    update_handler: UpdateHandler = await (await asyncio.to_thread(_complete)).opened(token, me)
    return update_handler


def load() -> ModuleType:
    """Import the handlers and the reply reader (0.4 s). Raises what importing raises."""
    first = NEEDED[-1] not in sys.modules
    loaded = [import_module(name) for name in NEEDED]
    import_module("bot.reading.lexicon.vocabulary").prepare()
    if first:
        garbage.settle()  # a look through it for garbage would hold up the loop for a twentieth of a second
    return loaded[-1]


def _complete() -> ModuleType:
    """With what the second reader has learned, which an idle service has no need of."""
    import_module("bot.second_reader.classifier").built_in()
    import_module("bot.second_reader.learned.reading").built_in()
    try:
        return load()
    finally:
        garbage.give_back()  # tables that were read for others to be made of them


async def _later() -> None:
    await asyncio.sleep(AFTER_SECONDS)
    try:
        await asyncio.to_thread(load)
    except Exception:
        log.exception("preload.failed")  # whoever needs it meets the fault again, and waits
