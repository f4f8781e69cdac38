"""The wall chart beside the conversation, drawn by the process that draws it for the office: once for all tabs."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from datetime import datetime

from bot.playground.stage import Stage
from bot.runtime.attachment_worker import COMMAND, DRAW_SECONDS, environment
from bot.settings import Settings

Moment = tuple[datetime, int, int]


class NotDrawn(Exception):
    """It could not be drawn, or not in time."""


class WallChart:
    def __init__(self, stage: Stage, *, seconds: float = DRAW_SECONDS) -> None:
        self._stage = stage
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._drawn: tuple[Moment, bytes] | None = None

    async def png(self) -> bytes:
        """As things stand now; asked for again before anything has happened, the same. Raises NotDrawn."""
        async with self._turn:
            moment = self._moment()
            if self._drawn is None or self._drawn[0] != moment:
                self._drawn = moment, await self._draw()
            return self._drawn[1]

    def _moment(self) -> Moment:
        sandbox = self._stage.sandbox
        return self._stage.clock.now, sandbox.world.updates.issued, len(sandbox.calls.entries)

    async def _draw(self) -> bytes:
        url = self._stage.database.url.set(drivername="sqlite")
        settings = Settings(_env_file=None, database_url=str(url))  # type: ignore[call-arg]
        pipe = asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(
            *COMMAND, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env=environment(settings)
        )
        wanted = {"key": "chart", "kind": "chart", "leader_id": None, "person_id": None}
        order = json.dumps({"now": self._stage.clock.now.isoformat(), "files": [wanted]}).encode()
        try:
            answer, _ = await asyncio.wait_for(child.communicate(order), self._seconds)
            return base64.b64decode(json.loads(answer.splitlines()[0])["content"])
        except (TimeoutError, LookupError, ValueError) as fault:
            raise NotDrawn from fault
        finally:  # it never outlives whoever waits for it
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
