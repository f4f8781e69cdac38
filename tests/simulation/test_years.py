"""Years of an office in which everything that may happen to a task happens, and a clerk who knows its rules: nothing
missing, nothing surplus, nobody rung at night."""

from datetime import date

import pytest

from tests.simulation.cast import Size
from tests.simulation.play import played

HAPPENED = ("reminders", "lists", "lists of the evening", "督办单", "专报", "looked back", "decisions", "request")
HAPPENED += ("difficulties", "hollow periods", "directives", "directives read", "directives sent back", "drafts")
HAPPENED += ("批示 asked about", "problems put", "problems helped", "problems not helped", "problems passed on")
HAPPENED += ("困难 asked about", "red lines", "red lines settled")


async def test_two_years_of_thirty_tasks_and_twelve_people():
    size = Size(heads=8, tasks=30, coordinators=1, urgent=4, replaced=2)
    async with played(size, seed=6, end=date(2024, 1, 4)) as office:
        assert office.score.differences == []
        counts = office.score.counts
    assert all(counts[each] > 2 for each in HAPPENED), counts


@pytest.mark.soak
async def test_five_years_of_a_whole_office():
    size = Size(heads=52, tasks=160, leaders=6, coordinators=4, urgent=16, replaced=6)
    async with played(size, seed=1, end=date(2027, 1, 4)) as office:
        print(dict(office.score.counts))
        assert office.score.differences == []
