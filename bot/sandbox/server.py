"""The stand-in for Telegram: one HTTP server on loopback for the bot, the people and control."""

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.acts import PEOPLE
from bot.sandbox.control import CONTROL
from bot.sandbox.origins import is_own
from bot.sandbox.people import Impossible
from bot.sandbox.refusals import Refused, refuse
from bot.sandbox.state import State
from bot.sandbox.transport import Answer
from bot.sandbox.trouble import Cut

LARGEST_REQUEST = 60 * 2**20


class Sandbox(State):
    """Serves a state over HTTP; takes what `State` takes."""

    def __init__(self, token: str = "123456:TEST", **given: Any) -> None:
        super().__init__(token, **given)
        self.url = ""
        self._server: asyncio.Server | None = None
        self._web: web.Server | None = None

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> str:
        """The root to which `/bot<token>/<method>` is appended."""
        loop = asyncio.get_running_loop()
        self._web = web.Server(self._handle, request_factory=_roomy(loop), access_log=None)
        self._server = await loop.create_server(self._web, host, port)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://{host}:{port}"
        self.pusher.start()
        return self.url

    async def stop(self) -> None:
        await self.pusher.stop()
        self.faults.release()
        self.world.updates.wake()
        if self._server is not None and self._web is not None:
            self._server.close()
            await self._web.shutdown(timeout=1)
            await self._server.wait_closed()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            answer = await self._answer(request)
        except Cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()  # goes nowhere; a raised error would only fill the log
        return web.Response(body=answer.content, status=answer.status, content_type=answer.kind)

    async def _answer(self, request: web.BaseRequest) -> Answer:
        """`/bot<token>/<method>`, `/file/bot<token>/<path>`, `/people/<act>`, `/control/<act>`."""
        if not is_own(request.host, request.headers.get("Origin")):
            return _json(403, {"error": "another site's page has no business here"})
        path = request.path
        own = f"/bot{self.token}/"
        if path.startswith(own):
            return await self.transport.call(request, path[len(own) :])
        side, _, rest = path.lstrip("/").partition("/")
        if side == "file" and rest.startswith(own[1:]):
            return self._file(rest[len(own) - 1 :])
        if side in _SIDES:
            return await self._act(_SIDES[side].get(rest), request)
        return _refused(refuse("token" if path.startswith("/bot") else "path"))

    def _file(self, path: str) -> Answer:
        file = next((file for file in self.world.files.values() if file.path == path), None)
        return _refused(refuse("path")) if file is None else Answer(200, file.content, "application/octet-stream")

    async def _act(self, act: Callable[..., Any] | None, request: web.BaseRequest) -> Answer:
        """Anything a person cannot do, or that is not understood, is a 400 with the reason."""
        if act is None:
            return _refused(refuse("path"))
        try:
            facts = {**request.query, **(json.loads(await request.read() or b"{}"))}
            done = act(self, facts)
            result = await done if inspect.isawaitable(done) else done
        except (Impossible, TypeError, ValueError, KeyError) as fault:
            return _json(400, {"error": f"{type(fault).__name__}: {fault}"})
        return _json(200, result)


_SIDES: dict[str, dict[str, Callable[..., Any]]] = {"people": PEOPLE, "control": CONTROL}


def _roomy(loop: asyncio.AbstractEventLoop) -> Callable[..., web.BaseRequest]:
    """Requests as large as Telegram's largest upload."""

    def request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=LARGEST_REQUEST)

    return request


def _json(status: int, content: Any) -> Answer:
    return Answer(status, json.dumps(content, ensure_ascii=False).encode())


def _refused(refused: Refused) -> Answer:
    return _json(refused.code, refused.wire())
