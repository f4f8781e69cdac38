"""The service as a process of its own, killed while a hundred reports wait: nothing is lost, nothing counts twice."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.sandbox.transcript import entries
from db import migrations, people
from db.session import Database
from schedules.policy import Policy
from schedules.steps import enrolling, importing
from schedules.steps.context import StepContext
from tests.bot.sandbox.contract import contract
from tests.office import row

SECRET = "kept-from-every-line"
TOKEN = f"4242:{SECRET}"
HEADS, WORDS = 25, 4
PATIENCE = 60


class House:
    """A folder with a ledger and a log, a sandbox on the wall clock, and one process at a time."""

    def __init__(self, folder: Path, sandbox: Sandbox, client: SandboxClient) -> None:
        self.folder, self.sandbox, self.client = folder, sandbox, client
        self.url = f"sqlite:///{folder}/huiyin.db"
        self.log = folder / "log.txt"
        self.process: asyncio.subprocess.Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        given = {"TOKEN": TOKEN, "API_URL": self.sandbox.url, "DATABASE_URL": self.url}
        return {**os.environ, **{f"HUIYIN_{name}": value for name, value in given.items()}}

    async def starts(self) -> None:
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.cli", "run", env=self.environment, stdout=log, stderr=log
            )

    async def ends(self, sign: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(sign)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def said(self, count: int) -> None:
        """Wait until so many answers stand in the chats."""
        assert await self.sandbox.until(lambda: len(self.answered) >= count, seconds=PATIENCE), self.echoes

    @property
    def echoes(self) -> list[str]:
        return [each["text"] for each in entries(self.sandbox.world) if each["outgoing"] and "已记录" in each["text"]]

    @property
    def answered(self) -> set[str]:
        """What was echoed, whether at first or a second time."""
        return {text.removeprefix("（重发）") for text in self.echoes}

    async def command(self, *words: str) -> str:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli", *words, env=self.environment, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        assert process.returncode == 0
        return out.decode()


@pytest.fixture
async def house(tmp_path) -> AsyncIterator[House]:
    sandbox = Sandbox(TOKEN, contract=contract)
    root = await sandbox.start()
    async with SandboxClient(root) as client:
        house = House(tmp_path, sandbox, client)
        yield house
        if house.process is not None and house.process.returncode is None:
            await house.ends(signal.SIGKILL)
    await sandbox.stop()


async def employ(house: House) -> None:
    """Heads with an account and a task each; the tasks are numbered from 1."""
    database = Database(house.url)
    await migrations.upgrade(database)
    now = datetime.now(UTC)
    due = (now + timedelta(days=200)).date().isoformat()
    async with database.writing() as session:
        context = StepContext(session, now, "command:import", Policy())
        rows = [row(f"第{n}项重点工作", no=n, owner=f"第{n}局局长", due=due) for n in range(1, HEADS + 1)]
        await importing.import_ledger(context, rows, name="台账", base_date=context.today)
        for n in range(1, HEADS + 1):
            person = await people.by_name(session, f"第{n}局局长")
            await enrolling.bind(context, await enrolling.invite(context, person), 1000 + n)
    await database.close()


async def test_a_hundred_reports_survive_kill_after_kill(house):
    await employ(house)
    for n in range(1, HEADS + 1):
        for share in range(WORDS):
            await house.client.text(1000 + n, f"{n}号完成{10 + share}%")

    await house.starts()
    await house.said(5)
    assert await house.ends(signal.SIGKILL) == -signal.SIGKILL
    await house.starts()
    await house.said(40)
    assert await house.ends(signal.SIGKILL) == -signal.SIGKILL
    await house.starts()
    await house.said(HEADS * WORDS)
    assert await house.sandbox.polled(seconds=PATIENCE)
    began = time.monotonic()
    assert await house.ends(signal.SIGTERM) == 0
    assert time.monotonic() - began < 10

    told = [json.loads(line) for line in (await house.command("journal", "--json")).splitlines()]
    reports = [each for each in told if each["kind"] == "report"]
    assert len({each["cause"] for each in reports}) == len(reports) == HEADS * WORDS
    assert Counter(each["task"] for each in reports) == dict.fromkeys(range(1, HEADS + 1), WORDS)

    assert max(Counter(house.echoes).values()) == 1
    assert house.sandbox.violations == []
    assert SECRET not in house.log.read_text()
    assert json.loads(house.log.read_text().splitlines()[-1])["event"] == "service.stopped"
