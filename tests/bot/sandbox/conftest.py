import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.contract import contract

NOON = 1_772_424_000.0
HEAD = 7001


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox on a virtual clock, every request held to the contract."""
    sandbox = Sandbox(clock=NOON, contract=contract)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def people(sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


@pytest.fixture
async def bot(sandbox) -> AsyncIterator[Bot]:
    async with Bot(sandbox.token, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot") as bot:
        yield bot


@pytest.fixture
def faultless(sandbox):
    """The library's own requests keep the contract."""
    yield
    assert sandbox.violations == []


@pytest.fixture
async def head(people) -> int:
    """Somebody who has started the bot."""
    await people.start(HEAD, name="张局长")
    return HEAD


@pytest.fixture
async def ask(sandbox):
    """One call of the Bot API as any HTTP client makes it; a pair of name and bytes is an upload."""
    async with aiohttp.ClientSession() as session:

        async def ask(method: str, *, token: str = sandbox.token, **given: Any) -> dict[str, Any]:
            form = aiohttp.FormData()
            for name, value in given.items():
                if isinstance(value, tuple):
                    form.add_field(name, value[1], filename=value[0])
                else:
                    form.add_field(name, value if isinstance(value, str) else json.dumps(value))
            async with session.post(f"{sandbox.url}/bot{token}/{method}", data=form) as response:
                answer = await response.json()
                assert response.status == answer.get("error_code", 200)
                return answer

        yield ask
