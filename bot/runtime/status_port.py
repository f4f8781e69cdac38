"""`/healthz` and `/metrics` on a port of this machine: for the office's own monitoring, never for the network."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime

import structlog
from aiohttp import web

from bot.runtime import metrics
from db.session import Database
from db.upkeep.figures import ServiceFigures, service_figures
from schedules.health import Health

log = structlog.get_logger(__name__)

FIGURES_SECONDS = 5.0  # a database that does not answer by then is not well


class StatusPort:
    """`steps`: how often each loop has gone round; `ticks`: how many jobs have come to their end."""

    def __init__(
        self,
        database: Database,
        health: Health,
        clock: Callable[[], datetime],
        *,
        steps: Callable[[], dict[str, int]],
        ticks: Callable[[], int],
    ) -> None:
        self._database, self._health, self._clock = database, health, clock
        self._steps, self._ticks = steps, ticks
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; the port, should 0 have been asked for. Raises OSError."""
        app = web.Application(client_max_size=1024)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        ailments = self._health.ailments()
        if await self._figures() is None:
            ailments.append("database")
        return web.json_response({"well": not ailments, "ailments": ailments}, status=503 if ailments else 200)

    async def _metrics(self, _: web.Request) -> web.Response:
        begun = time.monotonic()
        await asyncio.sleep(0)
        lag = time.monotonic() - begun
        figures = await self._figures()
        if figures is None:
            return web.Response(status=503, text="database\n")
        told = metrics.Told(figures, self._health, self._clock(), self._ticks(), self._steps(), lag)
        return web.Response(body=metrics.exposition(told), headers={"Content-Type": metrics.TYPE})

    async def _figures(self) -> ServiceFigures | None:
        """None: the database cannot be read."""
        try:
            async with asyncio.timeout(FIGURES_SECONDS), self._database.reading() as session:
                return await service_figures(session, now=self._clock())
        except Exception as error:
            log.warning("status.no_figures", reason=type(error).__name__)
            return None
