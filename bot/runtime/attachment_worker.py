"""Has the files of the weekly report made by a child process, and queues them. Holds no transaction meanwhile."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import datetime

import structlog

from bot.settings import Settings
from db.models import Attachment
from db.session import Database
from schedules import attachments
from schedules.policy import Policy
from schedules.steps.context import StepContext

log = structlog.get_logger(__name__)

DRAW_SECONDS = 60.0
LOOK_SECONDS = 60.0  # the job of the digest runs as often
COMMAND = (sys.executable, "-m", "bot.runtime.attachment_renderer")
_LONGEST = 64 * 2**20  # of a file in base64
_TAIL = 800  # of what a child that failed had to say


class AttachmentWorker:
    """Set `wake` when something was ordered; `steps_done` grows for the watchdog; `on_queued` is called when something
    may go out."""

    def __init__(
        self,
        database: Database,
        policy: Policy,
        environment: Mapping[str, str],
        *,
        command: Sequence[str] = COMMAND,
        seconds: float = DRAW_SECONDS,
        on_queued: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._policy = policy
        self._environment = environment
        self._command = command
        self._seconds = seconds
        self._on_queued = on_queued
        self.wake = asyncio.Event()
        self.steps_done = 0

    async def once(self, now: datetime, *, asked_for: bool = False) -> int:
        """Make what was ordered; how many messages are new. The weekly report's files wait while nothing may ring:
        they would be old by then. `asked_for`: only what a person waits for."""
        asked_for = asked_for or not self._policy.digest_attach or self._policy.quiet(now)
        async with self._database.reading() as session:
            ordered = {each.key: each for each in await attachments.wanted(session, asked_for=asked_for, now=now)}
        if not ordered:
            return 0
        queued, missing = 0, dict(ordered)
        async with aclosing(self._drawn(list(ordered.values()), now)) as files:
            async for key, content in files:
                async with self._context(now) as context:
                    queued += await attachments.keep(context, missing.pop(key), content)
                self._on_queued()
        if missing:
            async with self._context(now) as context:
                await attachments.not_made(context, list(missing.values()))
            self._on_queued()
        log.info("attachments.made", files=len(ordered) - len(missing), of=len(ordered), messages=queued)
        return queued

    @asynccontextmanager
    async def _context(self, now: datetime) -> AsyncIterator[StepContext]:
        async with self._database.writing() as session:
            yield StepContext(session, now, f"press:{now.isoformat(timespec='seconds')}", self._policy)

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
            self.wake.clear()
            try:
                await self.once(clock())
            except Exception:
                log.exception("press.failed")
            self.steps_done += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.wake.wait(), LOOK_SECONDS)

    async def _drawn(self, ordered: Sequence[Attachment], now: datetime) -> AsyncGenerator[tuple[str, bytes], None]:
        """Key and content of each file as it is finished, as many as the child brings about in its time."""
        files = [
            {
                "key": each.key,
                "kind": each.kind.value,
                "leader_id": each.leader_id,
                "person_id": each.person_id,
                "chosen": each.chosen,
            }
            for each in ordered
        ]
        order = json.dumps({"now": now.isoformat(), "files": files}).encode()
        waiting = {each.key for each in ordered}
        ends = time.monotonic() + self._seconds
        try:
            async with self._child() as child:
                _tell(child, order)
                while line := await asyncio.wait_for(_line(child), ends - time.monotonic()):
                    key, content = _file(line)
                    waiting.remove(key)
                    yield key, content
                await asyncio.wait_for(child.wait(), ends - time.monotonic())
        except TimeoutError:
            log.error("drawing.too_slow", seconds=self._seconds)
        except (OSError, ValueError, LookupError, TypeError):
            log.exception("drawing.failed")

    @asynccontextmanager
    async def _child(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """It never outlives this. Raises OSError where it cannot be started."""
        pipe = asyncio.subprocess.PIPE
        with tempfile.TemporaryFile() as said:
            child = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, stderr=said, env=dict(self._environment), limit=_LONGEST
            )
            try:
                yield child
            finally:
                if child.returncode is None:
                    child.kill()
                    await child.wait()
                if child.returncode != 0:
                    said.seek(0)
                    words = said.read().decode(errors="replace")[-_TAIL:]
                    log.error("drawing.ended", code=child.returncode, said=words)


def _tell(child: asyncio.subprocess.Process, order: bytes) -> None:
    assert child.stdin is not None, "a pipe"
    child.stdin.write(order)
    child.stdin.close()


async def _line(child: asyncio.subprocess.Process) -> bytes:
    assert child.stdout is not None, "a pipe"
    return await child.stdout.readline()


def _file(line: bytes) -> tuple[str, bytes]:
    found = json.loads(line)
    return found["key"], base64.b64decode(found["content"], validate=True)


def environment(settings: Settings) -> dict[str, str]:
    """What a child needs to read the same ledger by the same rules; no secret of ours is among it."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("HUIYIN_")}
    given = {
        "HUIYIN_DATABASE_URL": settings.database_url,
        "HUIYIN_TIMEZONE": settings.timezone,
        "HUIYIN_POLICY": settings.policy,
        "HUIYIN_TASK_TYPES": settings.task_types,
        "HUIYIN_CALENDAR": settings.calendar,
    }
    return {**kept, **{name: str(value) for name, value in given.items() if value is not None}}
