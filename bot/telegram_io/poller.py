"""getUpdates → inbox: committed before the offset moves, so that a kill at any instruction loses no message."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from bot.telegram_io.api_client import AnswerLost, BotApi, NotSent, Reply
from bot.telegram_io.unreadable_update import UnreadableUpdate
from db import inbox
from db.session import Database

log = structlog.get_logger(__name__)

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
LONGEST_WAIT = 30.0
TAP_SECONDS = 5.0
SLACK_SECONDS = 8.0  # how much longer than the long poll its answer may be silent
ENDING_SECONDS = 5.0  # … and how much longer still it may take to come whole: a connection half open is let go in time


class Poller:
    """`steps_done` counts finished polls, for the watchdog; `on_stored` is called when something new is in the inbox,
    `on_polled` after each poll, with the reason where it failed. `needs` names what must be fetched for an update."""

    def __init__(
        self,
        database: Database,
        bot_api: BotApi,
        clock: Callable[[], datetime],
        *,
        poll_seconds: int = 50,
        on_stored: Callable[[], None] = lambda: None,
        on_polled: Callable[[str | None, bool], None] = lambda refusal, reached: None,
        needs: Callable[[Mapping[str, Any]], str | None] = lambda raw: None,
    ) -> None:
        self._database = database
        self._bot_api = bot_api
        self._clock = clock
        self._on_polled = on_polled
        self._needs = needs
        self._poll_seconds = poll_seconds
        self._on_stored = on_stored
        self._offset: int | None = None
        self._failures = 0
        self._why = ""
        self._reached = True  # Telegram was heard, or could have been: nothing kept us from asking
        self._barren = False
        self._taps = Taps(bot_api)
        self._unreadable = UnreadableUpdate(database, bot_api, clock)
        self.steps_done = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop. A poll that waits is cut off: what it might bring is brought again."""
        ended = asyncio.create_task(stop.wait())
        poll: asyncio.Task[float] | None = None
        try:
            while not stop.is_set():
                poll = asyncio.create_task(self.once())
                await asyncio.wait([poll, ended], return_when=asyncio.FIRST_COMPLETED)
                if poll.done():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), poll.result())
        finally:
            ended.cancel()
            await _cut_off(poll)
            await self._taps.finish()

    async def once(self) -> float:
        """One poll; the seconds to wait before the next. No answer, however odd, ends the polling."""
        try:
            updates = await self._fetch()
            if updates is not None:
                await self._keep(updates)
        except (NotSent, AnswerLost) as error:
            self._fail("poll.failed", reason=str(error))
            self._reached = isinstance(error, AnswerLost)
        except Exception:
            log.exception("poll.broken")
            self._fail("poll.failed", reason="see above", remedy="请看日志 poll.broken")
        self.steps_done += 1
        self._on_polled(self._why if self._failures else None, self._reached)
        return min(LONGEST_WAIT, 2.0**self._failures) if self._failures else 0.0

    async def _fetch(self) -> Sequence[Any] | None:
        parameters: dict[str, Any] = {"timeout": self._poll_seconds, "allowed_updates": KINDS, **self._unreadable.limit}
        if self._offset is not None:
            parameters["offset"] = self._offset
        silent = self._poll_seconds + SLACK_SECONDS
        reply = await self._bot_api.call("getUpdates", parameters, seconds=silent, longest=silent + ENDING_SECONDS)
        if reply.ok and isinstance(reply.result, list):
            self._unreadable.gone(reply.result)
            return reply.result
        self._refused(reply)
        if reply.status == 200 and reply.body is None:
            self._offset = await self._unreadable.met(self._offset)
            self._on_stored()
        return None

    async def _keep(self, updates: Sequence[Any]) -> None:
        """Commit, stop the spinners, and only then let the offset move."""
        new = await self._commit(updates) if updates else []
        offset = _confirming(updates)
        moved = offset is not None and offset != self._offset
        self._offset = offset
        self._went_on(barren=bool(updates) and not new and not moved)

    async def _commit(self, updates: Sequence[Any]) -> Sequence[Any]:
        async with self._database.writing() as session:
            new = await inbox.store(session, updates, self._clock(), needs=self._needs)
        log.info("update.stored", new=len(new), of=len(updates))
        self._taps.answer(new)
        if new:
            self._on_stored()
        return new

    def _went_on(self, *, barren: bool) -> None:
        """Copies may come once. What comes and comes, and cannot be confirmed, is not asked for without a pause."""
        if barren and self._barren:
            reason = "the same updates again, and no number that confirms them"
            self._fail("poll.barren", reason=reason, remedy="反复收到同一批无法确认的消息，请看日志 poll.barren")
        else:
            self._failures = 0
        self._barren = barren

    def _refused(self, reply: Reply) -> None:
        reason = reply.description or f"HTTP {reply.status} without a readable answer"
        if reply.status == 409:
            self._fail("poll.conflict", reason=reason, remedy="同一令牌另有程序在收取消息，或设有 webhook；请停用其一")
        elif reply.status in (401, 404):
            self._fail("poll.refused", reason=reason, remedy="请核对 HUIYIN_TOKEN 与 HUIYIN_API_URL")
        else:
            self._fail("poll.failed", reason=reason)
            self._reached = reply.status < 500

    def _fail(self, event: str, **said: str) -> None:
        self._failures, self._reached = min(self._failures + 1, 10), True
        self._why = said.get("remedy") or said["reason"]
        log.warning(event, failures=self._failures, **said)


async def _cut_off(poll: asyncio.Task[float] | None) -> None:
    """Wait for its end too: left running it would hold a connection that others need."""
    if poll is not None and not poll.done():
        poll.cancel()
        await asyncio.wait([poll])


def _confirming(updates: Sequence[Any]) -> int | None:
    """The offset that confirms this batch. After an empty answer none is sent: a later number may be a lower one.

    Of odd numbers none confirms: below zero it would leave only the newest waiting, far past them it would do nothing.
    """
    given = [inbox.regular(update.get("update_id")) for update in updates if isinstance(update, dict)]
    numbers = [number for number in given if number is not None]
    return max(numbers) + 1 if numbers else None


class Taps:
    """The empty answer that stops the spinner under a tapped button: at once, best effort, in nobody's way."""

    def __init__(self, bot_api: BotApi) -> None:
        self._bot_api = bot_api
        self._running: set[asyncio.Task[None]] = set()

    def answer(self, updates: Sequence[Any]) -> None:
        for update in updates:
            query = update.get("callback_query") if isinstance(update, dict) else None
            if isinstance(query, dict) and "id" in query:
                task = asyncio.create_task(self._one(query["id"]))
                self._running.add(task)
                task.add_done_callback(self._running.discard)

    async def finish(self) -> None:
        if self._running:
            await asyncio.wait(list(self._running), timeout=TAP_SECONDS)

    async def _one(self, query_id: Any) -> None:
        with contextlib.suppress(NotSent, AnswerLost):
            await self._bot_api.call("answerCallbackQuery", {"callback_query_id": query_id}, seconds=TAP_SECONDS)
