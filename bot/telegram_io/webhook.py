"""The other way in: Telegram calls us. Committed to the inbox before it hears 200; bound to loopback."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web

from bot.telegram_io.api_client import BotApi
from bot.telegram_io.poller import Taps
from db import inbox
from db.session import Database

log = structlog.get_logger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 4 * 2**20
_NUMBER = re.compile(rb'^\s*\{\s*"update_id"\s*:\s*(\d{1,10})\s*[,}]')  # Telegram names it first


def _update(body: bytes) -> object:
    """What came, or what is left of one that cannot be read, were it brought again and again. Raises ValueError."""
    try:
        return json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise
    except (ValueError, RecursionError) as fault:  # nested too deeply, or with a number of 5000 digits
        found = _NUMBER.search(body)
        log.error("update.unreadable", update=found and int(found[1]), fault=type(fault).__name__)
        return inbox.remains({"update_id": int(found[1])}, why=type(fault).__name__) if found else None


class Webhook:
    """`secret` is the one given to setWebhook: without it anybody could speak as anybody."""

    def __init__(
        self,
        database: Database,
        bot_api: BotApi,
        clock: Callable[[], datetime],
        *,
        secret: str,
        on_stored: Callable[[], None] = lambda: None,
        needs: Callable[[Mapping[str, Any]], str | None] = lambda raw: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._secret = secret.encode()
        self._on_stored = on_stored
        self._needs = needs
        self._taps = Taps(bot_api)
        self._runner: web.AppRunner | None = None

    async def start(self, *, host: str = "127.0.0.1", port: int = 8081) -> int:
        """Listen; the port, should 0 have been asked for."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post("/{path:.*}", self._receive)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        await self._taps.finish()

    async def _receive(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(SECRET, "").encode("utf-8", "replace"), self._secret):
            log.warning("webhook.stranger", peer=request.remote)
            return web.Response(status=403)
        try:
            return await self._keep(_update(await request.read()))
        except ValueError:
            return web.Response(status=400)  # damaged on the way: Telegram brings it again

    async def _keep(self, update: object) -> web.Response:
        try:
            async with self._database.writing() as session:
                new = await inbox.store(session, [update], self._clock(), needs=self._needs)
        except Exception:
            log.exception("webhook.not_stored")
            return web.Response(status=503)  # Telegram brings it again
        log.info("update.stored", new=len(new), of=1)
        self._taps.answer(new)
        if new:
            self._on_stored()
        return web.Response()
