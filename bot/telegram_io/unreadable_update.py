"""An update nobody can read hides all that wait behind it: ask for one at a time, and step past that one alone.

An offset confirms whatever lies before it, so the offset grows by one number at a time, and only after several answers
to that very offset that cannot be read, Telegram itself saying after each that something waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.telegram_io.api_client import BotApi
from db import inbox
from db.session import Database

log = structlog.get_logger(__name__)

TRIES_TOGETHER = 3  # before updates are asked for one by one
TRIES_ALONE = 5  # before one is stepped past
BATCH = 100  # so many may have come with it
FURTHEST = 10  # numbers without a readable answer: it stands elsewhere, and Telegram forgets it after a day
IN_SEQUENCE = timedelta(days=6)  # numbers begin anew after a week without updates


class UnreadableUpdate:
    """What is known of it, from poll to poll."""

    def __init__(self, database: Database, bot_api: BotApi, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._bot_api = bot_api
        self._clock = clock
        self._tries = 0
        self._steps = 0
        self._one_by_one = 0  # so many more polls

    @property
    def limit(self) -> dict[str, int]:
        return {"limit": 1} if self._one_by_one else {}

    def gone(self, updates: Sequence[Any]) -> None:
        """An answer could be read."""
        self._tries = self._steps = 0
        self._one_by_one = max(0, self._one_by_one - 1) if updates else 0

    async def met(self, offset: int | None) -> int | None:
        """An answer could not be read; the offset to go on with. Raises NotSent, AnswerLost."""
        if not self._one_by_one:
            self._asked_together()
            return offset
        if offset is None:
            return await self._after_the_last()
        self._tries += await self._one_waits()
        return await self._past(offset) if self._tries >= TRIES_ALONE else offset

    def _asked_together(self) -> None:
        self._tries += 1
        if self._tries >= TRIES_TOGETHER:
            self._tries, self._one_by_one = 0, BATCH

    async def _after_the_last(self) -> int | None:
        async with self._database.reading() as session:
            last = await inbox.last_number(session, since=self._clock() - IN_SEQUENCE)
        if last is None:
            log.error("update.unreadable", update=None, remedy="编号不明，无法越过；Telegram 满一天后会自行丢弃该消息")
        return None if last is None else last + 1

    async def _one_waits(self) -> bool:
        """In Telegram's own words: a gateway that ends an idle poll with a page of its own hides nothing."""
        reply = await self._bot_api.call("getWebhookInfo")
        waiting = reply.result.get("pending_update_count") if reply.ok and isinstance(reply.result, dict) else 0
        return isinstance(waiting, int) and waiting > 0

    async def _past(self, number: int) -> int:
        """On record before the next poll confirms it; intake sets it aside and tells the coordinators."""
        log.error("update.unreadable", update=number, steps=self._steps)
        if self._steps >= FURTHEST:
            return number
        async with self._database.writing() as session:
            await inbox.store(session, [inbox.remains({"update_id": number}, why="not JSON")], self._clock())
        self._tries, self._steps = 0, self._steps + 1
        return number + 1
