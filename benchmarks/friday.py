"""What the service holds of memory after a Friday: the digest, the heads' messages, charts and workbook.

    python benchmarks/friday.py

`huiyin run` itself on the 160 tasks of the example, everybody bound, three coordinators, a sandbox in another process.
The digest of the last slot is caught up at once; the policy takes today for a working day without quiet hours.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import update

from benchmarks.restart import resident
from benchmarks.stand_in import TOKEN, telegram
from bot.sandbox.client import SandboxClient
from db import people
from db.models import Ledger, Role
from db.session import Database
from schedules.policy import Policy
from schedules.steps import importing, posts
from schedules.steps.context import StepContext

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
HUIYIN = str(Path(sys.executable).parent / "huiyin")
NOW = datetime.now(UTC)
MOST_PEOPLE = 80
COORDINATORS = ("督查员甲", "督查员乙", "督查员丙")
POLICY = '[quiet]\nnight = ["03:00", "03:01"]\nnoon = ["12:00", "12:01"]\n'


async def _huiyin(environment: dict[str, str], *words: str) -> None:
    command = await asyncio.create_subprocess_exec(HUIYIN, *words, env=environment, stdout=asyncio.subprocess.DEVNULL)
    assert await command.wait() == 0, words


async def _bind_everybody(url: str) -> None:
    database = Database(url)
    async with database.writing() as session:
        context = StepContext(session, NOW, "bench", Policy())
        for name in COORDINATORS:
            await posts.appoint(context, await importing.person_named(context, name), Role.COORDINATOR)
        for chat, person in enumerate(await people.everyone(session), start=1):
            assert chat <= MOST_PEOPLE
            person.chat_id, person.bound_at = chat, NOW
        await session.execute(update(Ledger).values(imported_at=NOW - timedelta(days=30)))
    await database.close()


def _office(folder: Path, url: str) -> dict[str, str]:
    today = Policy().today(NOW)
    files = {"policy.toml": POLICY, f"calendar/{today.year}.toml": _worked(today)}
    (folder / "calendar").mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    given = {"TOKEN": TOKEN, "DATABASE_URL": url, "POLICY": folder / "policy.toml", "CALENDAR": folder / "calendar"}
    return {**os.environ, **{f"HUIYIN_{name}": str(value) for name, value in given.items()}}


def _worked(today: date) -> str:
    """A calendar in which this day is a working day, whatever day it is."""
    days = f"work = [{today}]\n" if today.weekday() >= 5 else ""
    return f'year = {today.year}\nsource = "bench"\n[[holiday]]\nname = "元旦"\nfirst = {today.year}-01-01\n{days}'


async def _all_sent(client: SandboxClient) -> Counter[str]:
    """How many calls of each method there were, once the files are out and nothing has followed for 15 seconds."""
    still, sent = 0, Counter[str]()
    while still < 15 or not sent["sendDocument"]:
        await asyncio.sleep(1)
        found = Counter(call["method"] for call in await client.calls() if call["method"].startswith("send"))
        still, sent = (still + 1 if found == sent else 0), found
    return sent


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, url = Path(name), f"sqlite:///{name}/friday.db"
        environment = _office(folder, url)
        await _huiyin(environment, "import-people", str(EXAMPLES / "register.csv"))
        await _huiyin(environment, "import", str(EXAMPLES / "ledger.csv"), "--base-date", "2022-02-18", "--yes")
        await _bind_everybody(url)
        async with telegram(MOST_PEOPLE) as client:
            environment["HUIYIN_API_URL"] = client.root
            process = await asyncio.create_subprocess_exec(
                HUIYIN, "run", env=environment, cwd=folder, stderr=asyncio.subprocess.DEVNULL
            )
            sent = await _all_sent(client)
            memory = resident(process.pid)
            process.terminate()
            await process.wait()
    print(json.dumps({"after_friday_resident_mb": round(memory, 1), **sent}))


if __name__ == "__main__":
    asyncio.run(main())
