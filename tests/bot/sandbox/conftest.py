from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox

NOON = 1_772_424_000.0
HEAD = 7001


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox on a virtual clock."""
    sandbox = Sandbox(clock=NOON)
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
async def head(people) -> int:
    """Somebody who has started the bot."""
    await people.start(HEAD, name="张局长")
    return HEAD
