"""`make soak KILLS=20000`: the long run. Prints its figures as they grow; the first violation ends it with its seed."""

import asyncio
import os
import time

import pytest

from tests.chaos import lane

KILLS = int(os.environ.get("KILLS", "2000"))
LIVES = 100
LANES = int(os.environ.get("LANES", "3"))


@pytest.mark.soak
async def test_killed_for_hours_it_keeps_the_laws(zygote, chaos_folder, template):
    await killed_for_hours(zygote, chaos_folder, template)


@pytest.mark.soak
async def test_killed_for_hours_over_postgresql_it_keeps_the_laws(postgres_zygote, chaos_folder, postgres_template):
    await killed_for_hours(postgres_zygote, chaos_folder, postgres_template)


async def killed_for_hours(zygote, chaos_folder, template):
    seed = int(os.environ.get("CHAOS_SEED", "0")) or int(time.time())
    each = -(-KILLS // (LIVES * LANES))
    whole, began = lane.Tally(), time.monotonic()

    async def one(place: int) -> None:
        for first in range(0, each, 4):
            seeds = [seed + number * LANES + place for number in range(first, min(first + 4, each))]
            sweep = place == 0 and first == 0
            whole.add(await lane.episodes(seeds, zygote, chaos_folder, template, lives=LIVES, sweep=sweep))
            whole.seconds = time.monotonic() - began
            print(f"seed {seed}: {whole}", flush=True)
            assert not whole.faults, "\n".join(whole.faults)

    await asyncio.gather(*(one(place) for place in range(LANES)))
    assert whole.kills >= KILLS


@pytest.mark.soak
async def test_killed_while_a_language_model_is_slow_to_answer(zygote, chaos_folder, template):
    """Three hundred times: every reply is asked about, and most answers are still under way when the process dies."""
    seed = int(os.environ.get("CHAOS_SEED", "0")) or int(time.time())
    tallies = await asyncio.gather(
        *(
            lane.episodes([seed + place], zygote, chaos_folder, template, lives=LIVES, slow_model=True)
            for place in range(LANES)
        )
    )
    whole = lane.Tally(seconds=max(tally.seconds for tally in tallies))
    for tally in tallies:
        whole.add(tally)
    print(f"\nseed {seed}: {whole}")
    assert not whole.faults, "\n".join(whole.faults)
    assert whole.kills >= LIVES * LANES
