"""A new date moves what hangs on it: milestones and the plan's line, shown before they move."""

from datetime import date

import pytest

from schedules.facts import facts_of
from schedules.standing import planned_percent


@pytest.fixture
async def works(office):
    await office.begins("2022-02-14 10:00")
    return await office.head("市住建局局长")


STONES = [("完成招标", "2022-03-15"), ("主体完工", "2022-04-15")]


async def stones(office, task):
    return [each.due.isoformat() for each in (await office.found(task)).milestones]


async def test_an_extension_shows_how_the_milestones_move_and_the_tap_moves_them(office, works):
    leader = await office.leader("常务副市长")
    task = await office.task("改造老旧小区", owner=works, due="2022-04-15", milestones=STONES, leader=leader)
    await office.until("2022-02-15 09:00")
    await works.says("1号申请延期到4月22日，因材料未到")
    shown = office.coordinator.last
    assert "节点随之调整：“完成招标”3月15日（周二）→3月18日（周五）；“主体完工”4月15日（周五）→4月22日（周五）" in shown
    assert "同意，节点不变" in office.coordinator.latest.labels
    await office.coordinator.taps("同意延期")
    assert await stones(office, task) == ["2022-03-18", "2022-04-22"]
    assert "milestones" in await office.journal(task)
    planned = {each.rung: each.occurrence for each in await office.rungs(task) if each.rung == "milestone"}
    assert planned == {"milestone": "2"}
    async with office.stage.database.reading() as session:
        found = await office.found(task)
        facts = (await facts_of(session, [found]))[task.id]
        assert planned_percent(facts, date(2022, 3, 18), office.stage.policy) == 50
        assert planned_percent(facts, date(2022, 4, 22), office.stage.policy) == 100
    assert await office.faults() == []


async def test_the_milestones_may_stay_and_an_order_shows_what_moves_and_is_undone_whole(office, works):
    first, second = await office.tasks(["改造老旧小区", "建设停车场"], owner=works, due="2022-04-15", milestones=STONES)
    await office.until("2022-02-15 09:00")
    await works.says("1号申请延期到4月22日，因材料未到")
    await office.coordinator.taps("同意，节点不变")
    assert await stones(office, first) == ["2022-03-15", "2022-04-15"]
    assert (await office.found(first)).due == date(2022, 4, 22)
    await office.coordinator.says("2号改期到4月22日")
    assert "节点随之调整：“完成招标”3月15日（周二）→3月18日（周五）" in office.coordinator.last
    await office.coordinator.taps("确认")
    assert await stones(office, second) == ["2022-03-18", "2022-04-22"]
    await office.coordinator.taps("撤销")
    assert await stones(office, second) == ["2022-03-15", "2022-04-15"]
    assert await office.faults() == []
