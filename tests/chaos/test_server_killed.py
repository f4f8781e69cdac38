"""PostgreSQL itself is killed and started again in the middle of work: nothing is lost and it goes on by itself.

`SERVER_KILLS=100 pytest -m soak tests/chaos/test_server_killed.py`; the seed is printed and may be given as CHAOS_SEED.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from pathlib import Path

import pytest

from tests.chaos import postgres_server
from tests.office import staffed

KILLS = int(os.environ.get("SERVER_KILLS", "20"))


@pytest.fixture
def server():
    with tempfile.TemporaryDirectory(prefix="huiyin-killed-", ignore_cleanup_errors=True) as folder:
        started = postgres_server.Server(Path(folder))
        yield started
        started.start()
        started.stop()


@pytest.mark.soak
async def test_a_server_that_is_killed_loses_no_message_and_goes_on(server):
    seed = int(os.environ.get("CHAOS_SEED", "0")) or int(time.time())
    print(f"\nseed {seed}")
    chance = random.Random(seed)

    async def killed_and_started(office, heads):
        said = []
        for number in range(KILLS):
            said += await postgres_server.each_says(office, heads, number)
            await asyncio.sleep(chance.uniform(0, 0.6))
            await asyncio.to_thread(server.kill)
            await asyncio.sleep(chance.uniform(0, 0.5))
            await asyncio.to_thread(server.start)
            await asyncio.sleep(chance.uniform(0, 1.5))
        return said

    async with staffed(server.create("killed")) as office:
        heads = await postgres_server.heads_with_tasks(office)
        before = {head.chat_id: len(head.messages) for head in heads}
        said = await postgres_server.while_it_runs(office, heads, killed_and_started)
        unknown = await postgres_server.nothing_lost_and_nothing_doubled(office, heads, said, before)
        print(f"{KILLS} kills, {len(said)} messages, {unknown} sends of unknown outcome")
