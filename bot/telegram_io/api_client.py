"""One call over HTTP to the Bot API, and whether it surely was not sent. The only place that holds the token in a URL.

httpx by itself, not PTB's request class: that one reports a refused connection and a lost answer alike, and the
difference decides whether a message may be sent again.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.request import getproxies

import httpx
import structlog

from bot.runtime.operator_errors import Refused
from db.inbox import storable

log = structlog.get_logger(__name__)

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0
UPLOAD_SECONDS = 600.0  # for a file of 50 MB on a slow line
_NO_PROXY = "环境变量 HTTPS_PROXY、ALL_PROXY 等所指的代理不能使用：请改为 http:// 开头的地址（不支持 socks）。"
LARGEST_ANSWER = 16 * 2**20  # a hundred updates are some hundred kilobytes
LARGEST_FILE = 21 * 2**20  # the Bot API gives out 20 MB at most
CONNECTIONS = 12  # eight in flight, a poll, and taps


class NotSent(Exception):
    """The call did not leave: it may be made again."""


class AnswerLost(Exception):
    """The call left and no answer came, or none that can be read."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The HTTP status, and the Bot API's answer where the body was one."""

    status: int
    body: dict[str, Any] | None

    @property
    def ok(self) -> bool:
        return self.body is not None and self.body.get("ok") is True

    @property
    def result(self) -> Any:
        return self.body.get("result") if self.body else None

    @property
    def description(self) -> str:
        return storable(str(self.body.get("description", ""))) if self.body else ""

    @property
    def parameters(self) -> dict[str, Any]:
        given = self.body.get("parameters") if self.body else None
        return given if isinstance(given, dict) else {}


class Lanes:
    """One client per connection, the one used last first: a pool of httpcore looks at all of its own at each call."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None, *, encrypted: bool) -> None:
        self._transport = transport
        # To read every root certificate takes as long as ten calls: not for a server of our own, asked in the clear.
        self._trust = httpx.create_ssl_context() if encrypted else False
        self.may_tunnel = encrypted and transport is None and bool(getproxies())
        self._opened: list[httpx.AsyncClient] = []
        self._free: asyncio.LifoQueue[httpx.AsyncClient | None] = asyncio.LifoQueue()  # None: not opened yet
        for _ in range(CONNECTIONS):
            self._free.put_nowait(None)

    @asynccontextmanager
    async def one(self, seconds: float) -> AsyncIterator[httpx.AsyncClient]:
        """Raises httpx.PoolTimeout where none comes free in time."""
        lane, kept = await self._next(seconds), None
        try:
            lane = lane or self._open()
            yield lane
            kept = lane
        finally:
            # A call cancelled while it connects leaves httpcore with a connection that never comes free again.
            kept = kept or (lane if self._transport else None)
            self._free.put_nowait(kept)
            if lane and not kept:
                await self._discard(lane)

    async def _next(self, seconds: float) -> httpx.AsyncClient | None:
        if not self._free.empty():
            return self._free.get_nowait()
        try:
            async with asyncio.timeout(seconds):
                return await self._free.get()
        except TimeoutError:
            raise httpx.PoolTimeout("every connection is busy") from None

    def _open(self) -> httpx.AsyncClient:
        # Proxies are taken from the environment: where Telegram is reached only through one, that is how it is set.
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=50)
        try:
            lane = httpx.AsyncClient(limits=limits, transport=self._transport, verify=self._trust)
        except (ImportError, ValueError, httpx.InvalidURL) as fault:  # whose text would show the proxy's password
            log.error("proxy.unusable", fault=type(fault).__name__)
            raise Refused(_NO_PROXY) from None
        self._opened.append(lane)
        return lane

    async def _discard(self, lane: httpx.AsyncClient) -> None:
        self._opened.remove(lane)
        with contextlib.suppress(Exception):
            await lane.aclose()

    async def close(self) -> None:
        for lane in [*self._opened]:  # calls that are cut off meanwhile give theirs back
            await lane.aclose()


def _spare_searches() -> None:
    """httpcore asks for sniffio some five times a call; where it is not installed, each costs a search of disks."""
    if importlib.util.find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]


class BotApi:
    """Keeps connections open between calls. Close it with `close()`."""

    def __init__(self, api_url: str, token: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        _spare_searches()
        self._root = f"{api_url.rstrip('/')}/bot{token}"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}"
        self._urls: dict[str, httpx.URL] = {}
        self._lanes = Lanes(transport, encrypted=not api_url.startswith("http://"))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._lanes.close()

    async def call(
        self,
        method: str,
        parameters: dict[str, Any] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
        *,
        seconds: float = ANSWER_SECONDS,
        longest: float | None = None,
    ) -> Reply:
        """`seconds` without a sign of life, `longest` for the whole call. Raises NotSent and AnswerLost, whose texts
        name no URL."""
        given = parameters or {}
        body: dict[str, Any] = {"data": _form(given), "files": files} if files else {"json": given}
        most = longest or (UPLOAD_SECONDS if files else CONNECT_SECONDS + 2 * seconds)
        status, content = await self._ask("POST", self._url(method), seconds, most, LARGEST_ANSWER, **body)
        return Reply(status, _object(content))

    async def file(self, path: str) -> bytes:
        """The content of a file by the path that getFile names. Raises NotSent, AnswerLost."""
        url = httpx.URL(f"{self._files}/{path}")
        status, content = await self._ask("GET", url, ANSWER_SECONDS, UPLOAD_SECONDS, LARGEST_FILE)
        if status != 200:
            raise AnswerLost(f"file: {status}")
        return content

    def _url(self, method: str) -> httpx.URL:
        """Each taken to pieces once."""
        if method not in self._urls:
            self._urls[method] = httpx.URL(f"{self._root}/{method}")
        return self._urls[method]

    async def _ask(
        self, verb: str, url: httpx.URL, seconds: float, longest: float, largest: int, **body: Any
    ) -> tuple[int, bytes]:
        """The status and the content. `seconds` for each single reading or writing, `longest` for the whole: an answer
        may come in drops, or never end; of one above `largest` bytes no more is read."""
        timeout = {"connect": CONNECT_SECONDS, "read": seconds, "write": seconds, "pool": seconds}
        extensions: dict[str, Any] = {"timeout": timeout}
        begun = _Begun() if self._lanes.may_tunnel else None
        if begun is not None:
            extensions["trace"] = begun.note
        try:
            # Not `lane.request`: it merges a client's defaults, of which there are none, into every call.
            request = httpx.Request(verb, url, extensions=extensions, **body)
            async with asyncio.timeout(longest), self._lanes.one(seconds) as lane:
                response = await lane.send(request, stream=True)
                return response.status_code, await _content(response, largest)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise NotSent(type(error).__name__) from None
        except (httpx.HTTPError, TimeoutError) as error:
            if begun is not None and not begun.ours:
                raise NotSent(type(error).__name__) from None
            raise AnswerLost(type(error).__name__) from None


async def _content(response: httpx.Response, largest: int) -> bytes:
    """Raises AnswerLost where there is more; the connection is closed then."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in response.aiter_bytes():
            size += len(part)
            if size > largest:
                raise AnswerLost(f"more than {largest} bytes")
            parts.append(part)
    finally:
        await response.aclose()
    return parts[0] if len(parts) == 1 else b"".join(parts)


class _Begun:
    """Whether a call itself has begun to leave: through a proxy the asking for a tunnel comes first, and may fail."""

    def __init__(self) -> None:
        self.ours = False

    async def note(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith("send_request_headers.started"):
            self.ours = self.ours or info["request"].method != b"CONNECT"


def _form(parameters: dict[str, Any]) -> dict[str, str]:
    """Beside a file the Bot API wants nested values as JSON."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in parameters.items()
    }


def _object(content: bytes) -> dict[str, Any] | None:
    """The Bot API's answer; None for any other, though it be JSON: a gateway on the way speaks for itself alone."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
        return None
    told = isinstance(body.get("error_code"), int) and isinstance(body.get("description"), str)
    return body if body["ok"] or told else None
