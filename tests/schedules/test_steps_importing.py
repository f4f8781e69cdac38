"""Rows become tasks once; a changed row is handed out anew; numbers never change."""

from __future__ import annotations

from sqlalchemy import select

from db.models import Milestone, Task
from db.reading_facts import Row, Said
from schedules.steps import enrolling, reporting
from schedules.steps.reporting import Heard
from tests.office import row


async def numbers(bench):
    async with bench.database.reading() as session:
        return {task.title: task.number for task in await session.scalars(select(Task))}


async def test_the_first_ledger_keeps_its_numbers_and_the_next_goes_on(bench):
    await bench.ledger(
        row("甲", no=7, owner="一局局长", due="2022-03-10"), row("乙", no=3, owner="一局局长", due="2022-03-10")
    )
    await bench.ledger(row("丙", no=1, owner="一局局长", due="2022-03-10"), name="会议台账")
    await bench.ledger(row("丁", no=9, owner="一局局长", due="2022-03-10"))
    found = await numbers(bench)
    assert (found["甲"], found["乙"], found["丙"]) == (7, 3, 8)
    assert len(set(found.values())) == 4


async def test_changed_milestones_replace_the_old_ones(bench):
    stones = [("初稿", "2022-03-04"), ("终稿", "2022-04-01")]
    task = await bench.task(due="2022-04-01", milestones=stones)
    await bench.task(due="2022-04-01", milestones=stones[1:])
    async with bench.database.reading() as session:
        kept = list(await session.scalars(select(Milestone).where(Milestone.task_id == task.id)))
    assert [(each.position, each.name) for each in kept] == [(1, "终稿")]


async def test_a_changed_row_keeps_the_first_date_and_the_work_done(bench):
    head = await bench.person("市财政局局长")
    task = await bench.task(due="2022-03-10")
    async with bench.step(head) as context:
        saying = await reporting.keep_saying(context, Heard(head, "完成60%"))
        await reporting.report(context, saying, [Row(1, Said.IN_PROGRESS, percent=60)], person=context.actor)
    await bench.task(due="2022-03-20")
    found = await bench.found(task)
    assert (found.original_due.isoformat(), found.due.isoformat(), found.percent, found.signed_at) == (
        "2022-03-10",
        "2022-03-20",
        60,
        None,
    )


async def test_a_report_on_a_task_that_is_not_his_is_ignored(bench):
    other = await bench.person("市审计局局长")
    task = await bench.task(due="2022-03-10")
    async with bench.step(other) as context:
        saying = await reporting.keep_saying(context, Heard(other, "1号完成60%"))
        assert (
            await reporting.report(context, saying, [Row(1, Said.IN_PROGRESS, percent=60)], person=context.actor) == []
        )
    assert (await bench.found(task)).percent is None


async def test_a_link_is_kept_as_a_digest_only(bench):
    head = await bench.person("市财政局局长", bound=False)
    async with bench.step() as context:
        code = await enrolling.invite(context, head)
    assert len(code) >= 22  # 128 bits
    file = bench.database.url.database
    assert code.encode() not in open(file, "rb").read()  # noqa: ASYNC230, SIM115
