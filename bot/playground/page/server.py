"""The local web server: the page's files, what it asks for, what the visitor does, the stream for all tabs."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.playground.page import office
from bot.playground.page.acts import ACTS, Facts, actor_of
from bot.playground.page.clockwork import NoSuchMoment
from bot.playground.page.events import Events
from bot.playground.page.playground import FIRST, Opened, Playground
from bot.playground.page.refusals import in_words
from bot.playground.page.state import chat, state
from bot.playground.page.story import Impossible
from bot.playground.page.suggestions import suggestions
from bot.playground.page.wall_chart import NotDrawn
from bot.playground.service_process import ServiceDied
from bot.sandbox.client import SandboxError
from bot.sandbox.origins import is_own

log = structlog.get_logger(__name__)

HOST = "127.0.0.1"
STATIC = Path(__file__).with_name("static")
LARGEST = 80 * 2**20  # a file of 50 MB in base64
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SHOWN = {  # kinds a browser shows, by how their content begins
    "photo": {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"},
    "voice": {b"OggS": "audio/ogg", b"\x1aE\xdf\xa3": "audio/webm", b"ID3": "audio/mpeg", b"RIFF": "audio/wav"},
}


class Server:
    def __init__(self, file: Path, begin: date = FIRST) -> None:
        self.events = Events()
        self.playground = Playground(file, self.events.changed, begin=begin)

    def application(self) -> web.Application:
        app = web.Application(middlewares=[_only_local, _told_in_chinese], client_max_size=LARGEST)
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/static/{name}", self._static),
                web.get("/events", self._events),
                web.get("/state", self._state),
                web.get("/chat", self._chat),
                web.get("/search", self._search),
                web.get("/suggestions", self._suggestions),
                web.get("/ledger", self._ledger),
                web.get("/task", self._task),
                web.get("/chart.png", self._chart),
                web.get("/file", self._file),
                web.post("/act/{act}", self._act),
            ]
        )
        return app

    # the page

    async def _index(self, _request: web.Request) -> web.Response:
        return _static("index.html")

    async def _static(self, request: web.Request) -> web.Response:
        return _static(request.match_info["name"])

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """The state, at once and after every change; ends when the visitor leaves."""
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await answer.prepare(request)
        with contextlib.suppress(ConnectionError):
            async for _ in self.events.follow():
                told = json.dumps(state(self.playground), ensure_ascii=False)
                await answer.write(f"data: {told}\n\n".encode())
        return answer

    async def _state(self, _request: web.Request) -> web.Response:
        return _json(state(self.playground))

    # what it asks for

    def _here(self) -> Opened:
        if self.playground.opened is None:
            raise Impossible("演练场正在布置，请稍候")
        return self.playground.opened

    async def _chat(self, request: web.Request) -> web.Response:
        return _json(chat(self._here(), request.query.get("name", "")))

    async def _search(self, request: web.Request) -> web.Response:
        asked = request.query.get("words", "").strip()
        return _json(self._here().cast.found(asked) if asked else [])

    async def _suggestions(self, request: web.Request) -> web.Response:
        here = self._here()
        return _json(await suggestions(here.stage, actor_of(here, dict(request.query))))

    async def _ledger(self, _request: web.Request) -> web.Response:
        return _json(await office.ledger(self._here().stage))

    async def _task(self, request: web.Request) -> web.Response:
        return _json(await office.task(self._here().stage, int(request.query.get("number", "0"))))

    async def _chart(self, _request: web.Request) -> web.Response:
        return web.Response(body=await self._here().wall.png(), content_type="image/png")

    async def _file(self, request: web.Request) -> web.Response:
        """A file of a message: shown where a browser can without running anything, otherwise to be kept."""
        file = self._here().stage.sandbox.world.files.get(request.query.get("id", ""))
        if file is None:
            raise web.HTTPNotFound
        begins = _SHOWN.get(file.kind, {})
        kind = next((kind for begin, kind in begins.items() if file.content.startswith(begin)), "")
        name = quote(str(file.facts.get("file_name") or file.path.rpartition("/")[2]))
        way = "inline" if kind and "keep" not in request.query else "attachment"
        headers = {"Content-Disposition": f"{way}; filename*=UTF-8''{name}", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=kind or "application/octet-stream", headers=headers)

    # what the visitor does

    async def _act(self, request: web.Request) -> web.Response:
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        facts: Facts = await request.json()
        return _json(await act(self.playground, self._here(), facts) or {})


def _static(name: str) -> web.Response:
    file = STATIC / Path(name).name
    if file.suffix not in _KINDS or not file.is_file():
        raise web.HTTPNotFound
    return web.Response(
        body=file.read_bytes(), content_type=_KINDS[file.suffix], charset="utf-8", headers={"Cache-Control": "no-cache"}
    )


def _json(content: Any, status: int = 200) -> web.Response:
    return web.json_response(content, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False))


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def _only_local(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Pages of other sites must not act here: neither under another name of this host nor from their own origin."""
    if not is_own(request.host, request.headers.get("Origin")):
        raise web.HTTPForbidden
    if request.method == "POST" and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    return await handler(request)


@web.middleware
async def _told_in_chinese(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever cannot be done is said in words, with 400."""
    try:
        return await handler(request)
    except (Impossible, NoSuchMoment) as fault:
        return _json({"error": str(fault)}, 400)
    except SandboxError as fault:
        return _json({"error": in_words(str(fault))}, 400)
    except ServiceDied:
        return _json({"error": "服务已被强杀；请先恢复"}, 400)
    except NotDrawn:
        return _json({"error": "作战图暂时画不出来，请稍后再看"}, 400)
    except (
        ValueError,
        KeyError,
        TypeError,
        OverflowError,
    ) as fault:  # or a fault of ours: on record
        log.error("page.not_understood", path=request.path, fault=f"{type(fault).__name__}: {fault}")
        return _json({"error": "没有听懂这个操作，请刷新页面再试"}, 400)


async def serve(file: Path, *, port: int, started: Callable[[str], None], begin: date = FIRST) -> None:
    """Until cancelled. Raises OSError when the port is taken."""
    server = Server(file, begin)
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    story = None
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        started(f"http://{HOST}:{runner.addresses[0][1]}/")
        story = asyncio.create_task(server.playground.run())
        await story
    finally:
        server.events.close()
        if story is not None:
            story.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await story
        await runner.cleanup()
