"""The machine's clock is set by years: no run is enumerated, and each job runs again at once."""

from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from schedules.clock_steps import ClockSteps, Every
from schedules.policy import Policy
from schedules.timetable import JOBS, Timetable

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def jobs(scheduler: AsyncIOScheduler) -> list[Job]:
    found = scheduler.get_jobs()
    assert len(found) == len(JOBS)
    return found


@pytest.fixture
async def scheduler(ledger):
    made = Timetable(ledger, Policy()).scheduler(
        lambda: NOW, after=lambda name, result: None, failed=lambda name, error: None
    )
    made.start(paused=True)
    yield made
    made.shutdown(wait=False)


async def test_after_a_step_of_400_days_each_bell_has_one_missed_ring(scheduler):
    ahead = datetime.now(UTC) + timedelta(days=400)
    assert [len(job._get_run_times(ahead)) for job in jobs(scheduler)] == [1] * len(JOBS)


def test_the_next_ring_follows_the_clock_and_not_the_rings_it_passed_over():
    every = Every(20)
    assert every.get_next_fire_time(None, NOW) == NOW
    assert every.get_next_fire_time(NOW, NOW) == NOW + timedelta(seconds=20)
    assert every.get_next_fire_time(NOW - timedelta(days=400), NOW) == NOW + timedelta(seconds=20)


@pytest.mark.parametrize("days", [-400, 400])
async def test_a_clock_that_was_set_rings_every_bell_at_once(scheduler, days):
    now = {"wall": datetime.now(UTC).timestamp(), "steady": 100.0}
    steps = ClockSteps(scheduler, wall=lambda: now["wall"], steady=lambda: now["steady"])
    now["wall"] += timedelta(days=days).total_seconds() + 5
    now["steady"] += 5
    assert steps.look()
    set_to = datetime.fromtimestamp(now["wall"], UTC)
    assert {job.next_run_time for job in jobs(scheduler)} == {set_to}
    assert not steps.look(), "once per step"


async def test_a_clock_that_only_runs_rings_no_bell(scheduler):
    now = {"wall": 1000.0, "steady": 100.0}
    steps = ClockSteps(scheduler, wall=lambda: now["wall"], steady=lambda: now["steady"])
    before = [job.next_run_time for job in jobs(scheduler)]
    now["wall"] += 600.4
    now["steady"] += 600.0
    assert not steps.look()
    assert [job.next_run_time for job in jobs(scheduler)] == before
