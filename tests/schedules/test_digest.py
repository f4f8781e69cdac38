"""The weekly report goes out once per slot, to whom it concerns."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from db.models import OutboxRow, Role, RunSlot
from schedules import attachments, digest
from tests.schedules.bench import POLICY, at


async def queued(bench, when):
    async with bench.step(when=when) as context:
        return await digest.queue_due(context)


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


async def ordered(bench):
    async with bench.database.reading() as session:
        return {each.key for each in await attachments.wanted(session)}


async def test_files_are_ordered_for_coordinators_and_leaders(bench):
    await bench.person("督查员甲", Role.COORDINATOR)
    leader = await bench.person("常务副市长", Role.LEADER)
    await bench.person("市财政局局长")
    await bench.task(due="2022-02-17", leader="常务副市长")
    await queued(bench, "2022-02-18 16:00")
    field = f"chart:2022-02-18:leader:{leader.id}"
    assert await ordered(bench) == {"chart:2022-02-18:office", "workbook:2022-02-18:office", field}


async def test_what_a_slot_ordered_in_vain_is_not_made_for_the_next(bench):
    await bench.person("督查员甲", Role.COORDINATOR)
    await bench.task(due="2022-12-30")
    await queued(bench, "2022-02-18 16:00")
    await queued(bench, "2022-02-25 16:00")
    assert await ordered(bench) == {"chart:2022-02-25:office", "workbook:2022-02-25:office"}


async def test_a_slot_that_a_clock_ahead_has_served_is_served_in_its_time(bench):
    await bench.person("督查员甲", Role.COORDINATOR)
    await bench.task(due="2022-12-30")
    for when in ("2022-02-20 10:00", "2022-02-18 16:00"):
        async with bench.step(when=when) as context:
            await context.session.execute(delete(RunSlot))
            await context.session.execute(delete(OutboxRow).where(OutboxRow.kind == "digest"))
        await queued(bench, when)
        async with bench.step() as context:
            files = await attachments.wanted(context.session)
            assert [await attachments.keep(context, each, b"x") for each in files] == [1, 1]


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
