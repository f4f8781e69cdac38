"""The webhook side: updates are pushed in order, again and again until they are taken."""

import asyncio
import json

import aiohttp

from bot.sandbox.given import Given
from bot.sandbox.transport import Transport
from bot.sandbox.world import Wire, World

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
PATIENCE = 10.0


class Pusher:
    """One push at a time; a failed one is repeated after a growing pause of the clock."""

    def __init__(self, world: World, transport: Transport) -> None:
        self.world = world
        self.transport = transport
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.world.updates.on_push = self._news.set
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                await self._news.wait()
                self._news.clear()
                await self._push_all(session)

    async def _push_all(self, session: aiohttp.ClientSession) -> None:
        pause = FIRST_PAUSE
        while self.world.webhook.url and (waiting := self.world.updates.take(0, 1)):
            if await self._push(session, waiting[0]):
                pause = FIRST_PAUSE
                self.world.updates.confirm(waiting[0]["update_id"] + 1)
            else:
                await self.world.clock.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _push(self, session: aiohttp.ClientSession, update: Wire) -> bool:
        hook = self.world.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with session.post(hook.url, json=update, headers=headers) as response:
                content = await response.read()
        except (aiohttp.ClientError, TimeoutError) as fault:
            return self._failed("Connection refused" if isinstance(fault, aiohttp.ClientConnectorError) else "Timeout")
        if not 200 <= response.status < 300:
            return self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
        await self._answered(content)
        return True

    def _failed(self, why: str) -> bool:
        self.world.webhook.failed_at = self.world.clock.now()
        self.world.webhook.failure = why
        return False

    async def _answered(self, content: bytes) -> None:
        """A bot may call one method in its answer to the push; it never learns the result."""
        try:
            asked = json.loads(content)
        except ValueError:
            return
        if isinstance(asked, dict) and isinstance(asked.get("method"), str):
            await self.transport.answer(asked.pop("method"), Given(asked))
