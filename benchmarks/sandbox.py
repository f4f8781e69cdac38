"""How many requests a second the sandbox answers: `python benchmarks/sandbox.py [seconds]`.

The sandbox runs in a process of its own; the load is written straight to keep-alive sockets, so that the figure is the
server's and not a client library's. A second figure goes through aiohttp's client, as most tests do.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

import aiohttp

from bot.sandbox.client import SandboxClient

TOKEN = "123456:BENCH"
CONNECTIONS = 8
TARGET = 1000
BODY = {"chat_id": "7001", "text": "<b>市财政局</b>：今日有3件到期事项，请及时反馈。", "parse_mode": "HTML"}


async def raw(root: str, until: float) -> int:
    """One keep-alive connection, one request after another."""
    parts, body = urlsplit(root), urlencode(BODY).encode()
    head = (
        f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    done = 0
    while time.perf_counter() < until:
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        assert json.loads(await reader.readexactly(length))["ok"]
        done += 1
    writer.close()
    return done


async def library(root: str, until: float) -> int:
    done = 0
    async with aiohttp.ClientSession() as session:
        while time.perf_counter() < until:
            async with session.post(f"{root}/bot{TOKEN}/sendMessage", data=BODY) as response:
                assert (await response.json())["ok"]
            done += 1
    return done


async def rate(load: Callable[[str, float], Awaitable[int]], root: str, seconds: float) -> float:
    start = time.perf_counter()
    done = await asyncio.gather(*(load(root, start + seconds) for _ in range(CONNECTIONS)))
    return sum(done) / (time.perf_counter() - start)


async def measured(root: str, seconds: float) -> bool:
    async with SandboxClient(root) as people:
        await people.start(7001)
    sockets, client = await rate(raw, root, seconds), await rate(library, root, seconds)
    print(f"sendMessage, {CONNECTIONS} keep-alive connections: {sockets:,.0f} requests/s (target {TARGET:,})")
    print(f"sendMessage, through aiohttp's client: {client:,.0f} requests/s")
    return sockets >= TARGET


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    command = [sys.executable, "-m", "bot.sandbox", "--token", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            return 0 if asyncio.run(measured(process.stdout.readline().strip(), seconds)) else 1
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
