"""Two years of an office of thirty tasks and twelve people, in which everything that may happen to a task happens."""

from datetime import date

import pytest

from tests.simulation.cast import Size
from tests.simulation.play import played


@pytest.mark.soak
async def test_two_years_of_thirty_tasks_and_twelve_people():
    async with played(
        Size(heads=8, tasks=30, coordinators=1, urgent=4, replaced=2), seed=6, end=date(2024, 1, 4)
    ) as office:
        assert office.score.differences == []
        counts = office.score.counts
    happened = ("reminders", "lists", "lists of the evening", "督办单", "专报", "looked back", "decisions", "request")
    assert all(counts[each] > 3 for each in happened), counts
