"""Tells every open tab that something has changed, but not more often than one can see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

_SECONDS = 0.12  # between two tellings
_BREATH = 15.0  # seconds without news after which one is told all the same: a dead connection is noticed then


class Events:
    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()
        self._closed = False

    def changed(self) -> None:
        for event in self._waiting:
            event.set()

    def close(self) -> None:
        self._closed = True
        self.changed()

    async def follow(self) -> AsyncIterator[None]:
        """Now, and after each change."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            while not self._closed:
                event.clear()
                yield
                try:
                    await asyncio.wait_for(event.wait(), _BREATH)
                except TimeoutError:
                    continue
                await asyncio.sleep(_SECONDS)
        finally:
            self._waiting.discard(event)
