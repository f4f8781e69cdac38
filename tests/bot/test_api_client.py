"""Connections to the Bot API: each call has one to itself, and there are only so many."""

import asyncio
import contextlib
import re
import ssl

import pytest

from bot.runtime.operator_errors import Refused
from bot.sandbox.server import Sandbox
from bot.telegram_io import api_client as wire_module
from bot.telegram_io.api_client import CONNECTIONS, AnswerLost, BotApi, NotSent


@pytest.fixture
async def sandbox():
    started = Sandbox()
    await started.start()
    yield started
    await started.stop()


async def test_who_finds_every_connection_busy_waits_for_one_but_not_for_ever(sandbox):
    sandbox.faults.add(kind="hang_before", times=CONNECTIONS, then="go")
    async with BotApi(sandbox.url, sandbox.token) as bot_api:
        hanging = [asyncio.create_task(bot_api.call("getMe")) for _ in range(CONNECTIONS)]
        await sandbox.faults.wait_hanging(CONNECTIONS, 10)
        with pytest.raises(NotSent):
            await bot_api.call("getMe", seconds=0.01)
        waiting = asyncio.create_task(bot_api.call("getMe"))
        sandbox.faults.release()
        assert [reply.ok for reply in await asyncio.gather(*hanging, waiting)] == [True] * (CONNECTIONS + 1)


async def test_a_call_that_was_given_up_does_not_take_its_connection_with_it(sandbox):
    sandbox.faults.add(kind="hang_before", times=CONNECTIONS)
    async with BotApi(sandbox.url, sandbox.token) as bot_api:
        hanging = [asyncio.create_task(bot_api.call("getMe")) for _ in range(CONNECTIONS)]
        await sandbox.faults.wait_hanging(CONNECTIONS, 10)
        for call in hanging:
            call.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
        sandbox.faults.release()
        assert (await bot_api.call("getMe")).ok


@pytest.fixture
async def lines():
    """Answers every call, and can hang up all its lines."""
    opened = []

    async def answer(reader, writer):
        opened.append(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = re.search(rb"content-length: (\d+)", head.lower())
                await reader.readexactly(int(length[1]) if length else 0)
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}')
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], opened
    server.close()


@pytest.mark.parametrize("steps", range(8))
async def test_a_call_given_up_while_it_connects_does_not_spoil_its_connection_for_good(lines, monkeypatch, steps):
    port, opened = lines
    monkeypatch.setattr(wire_module, "CONNECTIONS", 1)
    async with BotApi(f"http://127.0.0.1:{port}", "1:x") as bot_api:
        assert (await bot_api.call("getMe")).ok
        for line in opened:
            line.close()
        await asyncio.sleep(0)
        call = asyncio.create_task(bot_api.call("getMe"))
        for _ in range(steps):  # of the loop, before it is given up
            await asyncio.sleep(0)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        assert (await bot_api.call("getMe", seconds=2)).ok


@pytest.mark.parametrize("proxy", ["socks5://u:secret@127.0.0.1:1", "ftp://u:secret@127.0.0.1", "http://u:secret@[::1"])
async def test_a_proxy_that_cannot_be_used_is_refused_in_words_and_takes_no_place(sandbox, monkeypatch, proxy):
    async with BotApi(sandbox.url, sandbox.token) as bot_api:
        with monkeypatch.context() as patched:
            patched.setenv("ALL_PROXY", proxy)
            for _ in range(CONNECTIONS):
                with pytest.raises(Refused, match="代理") as refused:
                    await bot_api.call("getMe")
                assert "secret" not in str(refused.value)
        assert (await bot_api.call("getMe", seconds=2)).ok


@pytest.mark.parametrize(("root", "read"), [("https://api.example.org", 1), ("http://127.0.0.1:8081", 0)])
async def test_root_certificates_are_read_only_for_a_server_that_shows_one(monkeypatch, root, read):
    loaded = []
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda self, *a, **k: loaded.append(k))
    async with BotApi(root, "1:x"):
        assert len(loaded) == read


@pytest.mark.parametrize("manner", ["closes", "is silent"])
async def test_what_a_proxy_never_passed_on_surely_was_not_sent(monkeypatch, manner):
    heard = []

    async def proxy(reader, writer):
        heard.append(await reader.readline())
        if manner == "is silent":
            await reader.read()
        writer.close()

    server = await asyncio.start_server(proxy, "127.0.0.1", 0)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    async with BotApi("https://api.example.org", "1:x") as bot_api:
        with pytest.raises(NotSent):
            await bot_api.call("sendMessage", {"chat_id": 1, "text": "您好"}, seconds=0.2)
    server.close()
    assert heard == [b"CONNECT api.example.org:443 HTTP/1.1\r\n"]


async def test_an_answer_that_comes_in_drops_ends_all_the_same(monkeypatch):
    monkeypatch.setattr(wire_module, "CONNECT_SECONDS", 0.2)

    async def drips(reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.01)

    server = await asyncio.start_server(drips, "127.0.0.1", 0)
    async with BotApi(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", "1:x") as bot_api:
        with pytest.raises(AnswerLost):
            await bot_api.call("sendMessage", seconds=0.1)
    server.close()


@pytest.fixture
async def endless():
    """Answers with blanks, as long as anybody reads; says how much was taken."""
    taken = []

    async def answer(reader, writer):
        with contextlib.suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:
                writer.write(b"100000\r\n" + b" " * 2**20 + b"\r\n")
                await writer.drain()
                taken.append(2**20)

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", taken
    server.close()


async def test_of_an_answer_without_end_no_more_is_read_than_an_answer_can_hold(endless):
    root, taken = endless
    async with BotApi(root, "1:a") as bot_api:
        with pytest.raises(AnswerLost):
            await bot_api.call("getUpdates")
        with pytest.raises(AnswerLost):
            await bot_api.file("photos/1.jpg")
    assert sum(taken) < 2 * (wire_module.LARGEST_ANSWER + wire_module.LARGEST_FILE)
