"""Has the files of the weekly report made by a child process, and queues them. Holds no transaction meanwhile."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import structlog

from bot.settings import Settings
from db.models import Attachment
from db.session import Database
from schedules import attachments
from schedules.policy import Policy
from schedules.steps.desk import Desk

log = structlog.get_logger(__name__)

DRAW_SECONDS = 60.0
LOOK_SECONDS = 60.0  # the bell of the digest rings as often
COMMAND = (sys.executable, "-m", "bot.drawing")
_TAIL = 800  # of what a child that failed had to say


class Press:
    """`bell` wakes it; `beats` counts its looks, for the watchdog; `queued` is called when something may go out."""

    def __init__(
        self,
        database: Database,
        policy: Policy,
        environment: Mapping[str, str],
        *,
        command: Sequence[str] = COMMAND,
        seconds: float = DRAW_SECONDS,
        queued: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._policy = policy
        self._environment = environment
        self._command = command
        self._seconds = seconds
        self._queued = queued
        self.bell = asyncio.Event()
        self.beats = 0

    async def once(self, now: datetime) -> int:
        """Make what was ordered; how many messages are new. Waits while nothing may ring: it would be old by then."""
        if not self._policy.digest_attach or self._policy.quiet(now):
            return 0
        async with self._database.reading() as session:
            ordered = await attachments.wanted(session)
        if not ordered:
            return 0
        contents = await self._drawn(ordered, now)
        async with self._database.writing() as session:
            cause = f"press:{now.isoformat(timespec='seconds')}"
            queued = await attachments.record(Desk(session, now, cause, self._policy), ordered, contents)
        log.info("attachments.queued", files=len(contents), of=len(ordered), messages=queued)
        self._queued()
        return queued

    async def run(self, stop: asyncio.Event, clock: Callable[[], datetime]) -> None:
        """Until told to stop: what is being drawn is then left, and drawn anew at the next start."""
        turns = asyncio.create_task(self._turns(clock))
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait([turns, stopped], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (turns, stopped):
                task.cancel()
            await asyncio.gather(turns, stopped, return_exceptions=True)

    async def _turns(self, clock: Callable[[], datetime]) -> None:
        while True:
            self.bell.clear()
            try:
                await self.once(clock())
            except Exception:
                log.exception("press.failed")
            self.beats += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.bell.wait(), LOOK_SECONDS)

    async def _drawn(self, ordered: Sequence[Attachment], now: datetime) -> dict[str, bytes]:
        """The contents by key, of those that could be made."""
        files = [{"key": each.key, "kind": each.kind.value, "leader_id": each.leader_id} for each in ordered]
        order = json.dumps({"now": now.isoformat(), "files": files}).encode()
        try:
            return _contents(await self._asked(order))
        except TimeoutError:
            log.error("drawing.too_slow", seconds=self._seconds)
        except (OSError, ValueError, KeyError, TypeError):
            log.exception("drawing.failed")
        return {}

    async def _asked(self, order: bytes) -> bytes:
        """What the child printed. Raises OSError where it cannot be started, TimeoutError; it never outlives this."""
        pipe = asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(
            *self._command, stdin=pipe, stdout=pipe, stderr=pipe, env=dict(self._environment)
        )
        try:
            async with asyncio.timeout(self._seconds):
                printed, said = await child.communicate(order)
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode != 0:
            log.error("drawing.failed", code=child.returncode, said=said.decode(errors="replace")[-_TAIL:])
        return printed


def _contents(printed: bytes) -> dict[str, bytes]:
    found = [json.loads(line) for line in printed.splitlines()]
    return {line["key"]: base64.b64decode(line["content"], validate=True) for line in found}


def environment(settings: Settings) -> dict[str, str]:
    """What a child needs to read the same ledger by the same rules; no secret of ours is among it."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("HUIYIN_")}
    given = {
        "HUIYIN_DATABASE_URL": settings.database_url,
        "HUIYIN_TIMEZONE": settings.timezone,
        "HUIYIN_POLICY": settings.policy,
        "HUIYIN_CALENDAR": settings.calendar,
    }
    return {**kept, **{name: str(value) for name, value in given.items() if value is not None}}
