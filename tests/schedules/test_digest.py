"""The weekly report goes out once per slot, to whom it concerns."""

from __future__ import annotations

import pytest

from db.models import Role
from schedules import digest
from tests.schedules.bench import POLICY, at


async def queued(bench, when):
    async with bench.desk(when=when) as desk:
        return await digest.queue_due(desk)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2022-02-18 15:59", "2022-02-11"),
        ("2022-02-18 16:00", "2022-02-18"),
        ("2022-02-21 09:00", "2022-02-18"),
        ("2022-02-03 10:00", "2022-01-28"),  # Spring Festival: a week without a slot
        ("2022-06-02 16:00", "2022-06-02"),  # the Dragon Boat Festival takes the Friday
    ],
)
def test_the_newest_slot(now, slot):
    found = digest.last_slot(at(now), POLICY)
    assert found is not None
    assert found[0].isoformat() == slot


async def test_a_slot_is_queued_once(bench):
    await bench.person("督查员甲", Role.COORDINATOR)
    await bench.task(due="2022-12-30")
    assert await queued(bench, "2022-02-18 16:00") == 1
    assert await queued(bench, "2022-02-18 16:05") == 0
    assert await queued(bench, "2022-02-25 16:00") == 1


async def test_a_slot_before_the_ledger_has_nothing_to_report(bench):
    await bench.person("督查员甲", Role.COORDINATOR)
    await bench.task(due="2022-12-30")
    assert await queued(bench, "2022-02-14 11:00") == 0


async def test_who_reads_what(bench):
    await bench.person("督查员甲", Role.COORDINATOR)
    await bench.person("常务副市长", Role.LEADER)
    await bench.person("分管农业副市长", Role.LEADER)  # leads nothing here
    await bench.person("市财政局局长")
    await bench.person("市审计局局长")
    await bench.task(due="2022-02-17", leader="常务副市长")
    await bench.task("开展专项审计", owner="市审计局局长", no=2, due="2022-12-30", leader="常务副市长")
    await queued(bench, "2022-02-18 16:00")
    async with bench.database.reading() as session:
        from db import people

        names = {each.id: each.name for each in await people.everyone(session)}
    assert {(names[each.person_id], each.facts["scope"]) for each in await bench.queued("digest")} == {
        ("督查员甲", "office"),
        ("常务副市长", "leader"),
        ("市财政局局长", "head"),
    }
