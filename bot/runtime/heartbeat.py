"""An outside watcher is told that we live: it misses us when this whole machine is gone."""

from __future__ import annotations

import asyncio

import httpx
import structlog

log = structlog.get_logger(__name__)

SECONDS = 10.0


class Heartbeat:
    """Pings an address of the operator's own; without one it does nothing. Never raises, never waits for an answer."""

    def __init__(self, url: str | None) -> None:
        self._url = url
        self._running: set[asyncio.Task[bool]] = set()

    def beat(self) -> None:
        if self._url is not None:
            task = asyncio.create_task(self.once())
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def once(self) -> bool:
        try:
            async with httpx.AsyncClient(timeout=SECONDS) as client:
                reply = await client.get(self._url or "")
            reached = reply.is_success
        except (httpx.HTTPError, httpx.InvalidURL):
            reached = False
        if not reached:
            log.warning("heartbeat.unheard")  # the address may hold a secret: it is not written down
        return reached
