"""The sandbox as a process of its own, as chaos tests and the playground run it."""

import asyncio
import re
import sys
import time

import aiohttp
import pytest

from bot.sandbox.__main__ import arguments
from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.conftest import NOON


async def test_it_prints_its_address_serves_and_ends_with_sigterm():
    arguments = ["--token", "9:X", "--clock", "2026-03-02T09:00:00+08:00", "--limits", "soft"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        root = (await process.stdout.readline()).decode().strip()
        async with SandboxClient(root) as people:
            assert await people.now() == 1772413200
            await people.start(5)
            assert [said["text"] for said in await people.transcript()] == ["/start"]
            assert (await people.ask("bot9:X/getMe"))["result"]["id"] == 9
            answers = [await _send(people) for _ in range(2)]
            assert [answer["ok"] for answer in answers] == [True, False]
    finally:
        process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def _send(people):
    async with people._session.post(f"{people.root}/bot9:X/sendMessage", json={"chat_id": 5, "text": "好"}) as response:
        return await response.json()


async def test_after_an_outage_it_goes_on_at_the_same_address_with_all_it_knew():
    sandbox = Sandbox(clock=NOON)
    root = await sandbox.start()
    async with SandboxClient(root) as people:
        told = await people.start(5)
    await sandbox.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        async with SandboxClient(root) as people:
            await people.now()
    assert await sandbox.start(port=int(root.rpartition(":")[2])) == root
    async with SandboxClient(root) as people:
        assert [update["update_id"] for update in await people.waiting()] == [told["update_id"]]
        assert len(await people.transcript(5)) == 1
    await sandbox.stop()


async def test_the_real_clock_rings_too():
    clock = Clock()
    assert abs(clock.now() - time.time()) < 5
    assert not clock.virtual
    await clock.sleep(0)


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ("--help", 0, "用法：python -m bot.sandbox"),
        ("--port x", 2, "--port 应为0至65535的整数，不是“x”"),
        ("--port", 2, "选项“--port”后面应有一个值"),
        ("--limits much", 2, "--limits 只能是 off、soft、hard，不是“much”"),
        ("--clock 2026-03-02", 2, "--clock 应写作 2026-03-02T09:00:00+08:00，不是“2026-03-02”"),
        ("--nonsense 3", 2, "没有选项“--nonsense 3”"),
    ],
)
def test_help_and_wrong_usage_are_chinese(capsys, given, code, said):
    with pytest.raises(SystemExit) as ended:
        arguments(given.split())
    out, err = capsys.readouterr()
    assert (ended.value.code, said in out + err) == (code, True)
    assert not re.search(r"usage|options:|argument|invalid|error", out + err)
