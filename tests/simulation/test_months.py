"""Months of an office, and a clerk who knows its rules: nothing missing, nothing surplus, nobody rung at night."""

from datetime import date

import pytest

from tests.simulation.cast import Size
from tests.simulation.play import played

# Heads who answer and who do not, with and without a second coordinator, on leave and standing in for each other.
OFFICES = [
    (Size(heads=2, tasks=6, leaders=2, coordinators=1, urgent=1), 2, date(2022, 3, 11)),
    (Size(heads=3, tasks=12, urgent=2, replaced=1), 8, date(2022, 4, 1)),
]


@pytest.mark.parametrize(("size", "seed", "end"), OFFICES)
async def test_everybody_hears_what_the_page_says_and_nothing_else(size, seed, end):
    async with played(size, seed=seed, end=end) as office:
        assert office.score.differences == []
        assert office.score.counts["reminders"] > 20
        assert office.score.counts["reports"] > 20
        assert office.score.counts["lists"] > 0


@pytest.mark.soak
@pytest.mark.parametrize(
    ("size", "seed", "end"),
    [(Size(heads=52, tasks=160, leaders=6, coordinators=4, urgent=16, replaced=6), 1, date(2027, 1, 4))],
)
async def test_years_of_a_whole_office(size, seed, end):
    async with played(size, seed=seed, end=end) as office:
        print(dict(office.score.counts))
        assert office.score.differences == []
