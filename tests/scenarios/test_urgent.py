"""急件: days off are days, nothing stays open overnight unseen, and a level up is a tap or a line of the policy."""

import pytest

from schedules.rungs import FOR_OWNERS
from tests.office import staffed


async def cast(office):
    await office.begins("2022-02-18 17:00")  # a Friday
    finance = await office.head("市财政局局长")
    leader = await office.leader("常务副市长")
    return finance, leader


async def test_an_urgent_task_is_asked_about_on_days_off_and_listed_every_evening(office):
    finance, leader = await cast(office)
    task = await office.task("抢修城区供水管道", owner=finance, due="2022-02-21", urgent=True, leader=leader)
    plain = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.until("2022-02-18 18:30")
    assert any(task.title in text for text in finance.heard_since("2022-02-18 16:00"))
    assert not any(
        "事不过夜" in text for text in office.coordinator.heard_since("2022-02-18 16:00")
    )  # asked after 16:00
    await office.until("2022-02-19 18:30")  # a Saturday
    assert any("尚未签收" in text for text in finance.heard_since("2022-02-19 08:00"))
    (evening,) = [text for text in office.coordinator.heard_since("2022-02-19 08:00") if "事不过夜" in text]
    assert f"{task.number}号“抢修城区供水管道”：市财政局局长自2月18日起未签收，时限2月21日（周一）" in evening
    assert plain.title not in evening
    assert not any("事不过夜" in text for text in leader.heard_since("2022-02-18 16:00"))
    await office.coordinator.taps("报领导")
    assert "拟即刻以专报报常务副市长" in office.coordinator.last
    await office.coordinator.taps("报送")
    await office.until("2022-02-19 19:00")
    assert "专报" in leader.last
    assert task.title in leader.last
    await finance.says(f"{task.number}号完成50%，明天完成")
    await office.until("2022-02-20 18:30")
    assert any("明天完成" in text for text in finance.heard_since("2022-02-20 08:00"))  # his promise, on a Sunday
    (evening,) = [text for text in office.coordinator.heard_since("2022-02-20 08:00") if "事不过夜" in text]
    assert "未反馈" in evening
    await finance.says(f"{task.number}号已办结")
    await office.until("2022-02-21 18:30")
    (evening,) = [text for text in office.coordinator.heard_since("2022-02-21 08:00") if "事不过夜" in text]
    assert "办结申请待定" in evening
    await office.coordinator.taps(f"办结申请{task.number}号")
    await office.coordinator.taps("同意销号")
    await office.until("2022-02-22 18:30")
    assert not any("事不过夜" in text for text in office.coordinator.heard_since("2022-02-22 08:00"))
    assert await office.faults() == []


async def test_a_new_round_for_want_of_news_takes_nothing_off_the_evenings_list(office):
    finance, leader = await cast(office)
    task = await office.task("抢修城区供水管道", owner=finance, due="2022-03-31", urgent=True, leader=leader)
    await office.until("2022-02-21 10:00")
    await finance.says(f"{task.number}号申请延期到2022年4月20日，因为材料未到")  # which the leader leaves undecided
    await office.until("2022-03-08 19:00")  # the round began anew on the tenth working day, 7 March
    evening = [text for text in office.coordinator.heard_since("2022-03-07 17:00") if "事不过夜" in text]
    assert ["延期申请待定" in text for text in evening] == [True, True]
    assert await office.faults() == []


async def test_by_policy_the_leader_hears_the_same_evening_and_the_mayor_never():
    async with staffed(policy_text="[urgent]\nto_leader = true\n") as office:
        finance, leader = await cast(office)
        mayor = await office.leader("市长")
        await office.until("2022-02-19 09:00")
        task = await office.task("抢修城区供水管道", owner=finance, due="2022-02-21", urgent=True, leader=leader)
        other = await office.task("处置信访事项", owner=finance, due="2022-02-21", urgent=True, leader=mayor)
        await office.until("2022-02-19 18:30")
        (evening,) = leader.heard_since("2022-02-19 08:00")
        assert "您牵头的以下急件今日催问后仍未反馈" in evening
        assert task.title in evening
        assert other.title not in evening
        assert mayor.heard_since("2022-02-19 08:00") == []
        assert other.title in next(text for text in office.coordinator.heard_since("2022-02-19 17:00"))
        assert "stepped_over" in await office.journal(other)
        assert await office.faults() == []


@pytest.fixture
async def works(office):
    await office.begins("2022-02-14 10:00")
    return await office.head("市住建局局长")


async def test_reminders_of_one_task_within_three_days_are_one_that_names_both_dates(office, works):
    stones = [("完成招标", "2022-03-11")]
    task = await office.task("改造老旧小区", owner=works, due="2022-03-16", milestones=stones)
    await office.until("2022-02-15 09:00")
    await works.says("1号完成10%")
    await office.until("2022-03-10 12:00")
    assert [each for each in await said(office, task) if each.startswith("milestone")] == []
    assert "另有节点“完成招标”3月11日（周五）到期" in works.heard_since("2022-03-07 08:00")[0]
    await office.until("2022-03-16 12:00")
    assert (await said(office, task))[-4:] == ["before_7", "milestone", "before_1", "due"]
    assert await office.faults() == []


async def said(office, task):
    return [each.rung for each in await office.rungs(task) if each.fate == "queued" and each.rung in FOR_OWNERS]
