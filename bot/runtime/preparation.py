"""Fetches what an update needs before it can be served: outside any transaction, kept with the update, once.

An update that needs something is stored and confirmed like any other; intake serves it, and whatever its chat says
after it, once this worker has kept what came. A kill in between loses nothing: the update still needs it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import structlog

from db import inbox
from db.inbox import Needing
from db.session import Database

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
AT_A_TIME = 16

# Fetches for one update: within its own bounds of time and size, and None rather than an error.
Source = Callable[[Needing], Awaitable[bytes | None]]


class Preparation:
    """`wake` starts a look at once; `steps_done` counts them, for the watchdog; `supplied` is called when an update has
    become servable."""

    def __init__(
        self, database: Database, sources: Mapping[str, Source], *, supplied: Callable[[], None] = lambda: None
    ) -> None:
        self._database = database
        self._sources = sources
        self._supplied = supplied
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self.wake = asyncio.Event()
        self.steps_done = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop: what is being fetched is then left, and fetched anew at the next start."""
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self.wake.clear()
                await self._look()
                self.steps_done += 1
                await self._rest(stopped)
        finally:
            stopped.cancel()
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def once(self) -> bool:
        """Fetch what is needed now and wait for it; False when nothing is."""
        await self._look()
        tasks = list(self._under_way.values())
        await asyncio.gather(*tasks)
        return bool(tasks)

    async def _rest(self, stopped: asyncio.Task[bool]) -> None:
        woken = asyncio.create_task(self.wake.wait())
        await asyncio.wait([woken, stopped], timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        woken.cancel()

    async def _look(self) -> None:
        try:
            async with self._database.reading() as session:
                found = await inbox.needing(session, AT_A_TIME)
        except Exception:
            log.exception("preparation.failed")  # the database is away: the updates wait for it
            return
        for row in found:
            if row.id not in self._under_way and len(self._under_way) < AT_A_TIME:
                task = asyncio.create_task(self._prepare(row))
                self._under_way[row.id] = task
                task.add_done_callback(partial(self._finished, row.id))

    def _finished(self, row_id: int, _task: asyncio.Task[None]) -> None:
        self._under_way.pop(row_id, None)

    async def _prepare(self, row: Needing) -> None:
        source = self._sources.get(row.needs)
        supplement = None
        if source is not None:
            try:
                supplement = await source(row)
            except Exception:
                log.exception("preparation.source_failed", update=row.update_id, needs=row.needs)
        with contextlib.suppress(Exception):
            async with self._database.writing() as session:
                await inbox.supplied(session, row.id, supplement)
            self._supplied()
            self.wake.set()
            return
        log.warning("preparation.not_kept", update=row.update_id)
