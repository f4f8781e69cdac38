"""Months of an office, and a clerk who knows its rules: nothing missing, nothing surplus, nobody rung at night."""

from datetime import date

import pytest

from tests.simulation.play import Size, played


@pytest.mark.parametrize("seed", [2, 3])
async def test_everybody_hears_what_the_page_says_and_nothing_else(seed):
    async with played(Size(heads=2, tasks=6, leaders=1, coordinators=1), seed=seed) as office:
        await office.until(date(2022, 4, 4))
    assert office.score.differences == []
    assert office.score.counts["reminders"] > 30
    assert office.score.counts["reports"] > 30
