"""What stays silent is put before its leader on a tap: one 专报 a morning, never to 市长, and on record why."""

import pytest

from db.models import Fate, Role
from tests.office import staffed


@pytest.fixture
async def finance(office):
    await office.begins("2022-02-14 10:00")
    return await office.head("市财政局局长")


async def test_a_tap_puts_the_silent_into_the_leaders_one_message_of_the_next_morning(office, finance):
    leader, mayor = await office.leader("常务副市长"), await office.leader("市长")
    parks = await office.head("市林业局局长")
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-06-30", leader=leader)
    debts = await office.task("化解债务", owner=finance, due="2022-06-30", leader=mayor)
    forest = await office.task("植树造林", owner=parks, due="2022-06-30", leader=leader)
    pests = await office.task("防治病虫害", owner=parks, due="2022-06-30", leader=leader)
    await office.until("2022-02-22 12:00")
    assert "报领导" not in office.coordinator.latest.labels
    await office.until("2022-02-23 09:00")  # the sixth working day
    assert "可报领导" in office.coordinator.last
    shown = office.coordinator.latest
    await office.coordinator.taps("催办市财政局局长（2项）", under=shown)
    await office.coordinator.taps(f"up:{(await office.found(budget)).owner_id}", under=shown)
    assert "拟于2月24日（周四）上午以专报报常务副市长：市财政局局长以下1项" in office.coordinator.last
    assert f"{debts.number}号不以专报报送" in office.coordinator.last
    await office.coordinator.taps("报送")
    assert "已列入2月24日（周四）上午报常务副市长的专报" in office.coordinator.last
    await office.coordinator.taps(f"up:{(await office.found(forest)).owner_id}", under=shown)
    await office.coordinator.taps("报送")
    assert not any("专报" in text for text in leader.heard_since("2022-02-14 10:00"))
    await parks.says(f"{pests.number}号已完成30%")  # answered before the morning
    await office.until("2022-02-24 10:00")
    (report,) = leader.heard_since("2022-02-24 08:00")
    assert "专报：以下责任人经多次提醒仍未反馈（2人）" in report
    assert "市财政局局长：1项，最久7个工作日未反馈，督查室催办1次" in report
    assert budget.title in report
    assert forest.title in report
    assert pests.title not in report
    assert debts.title not in report
    assert not any("专报" in text for text in mayor.heard_since("2022-02-14 10:00"))
    assert "1项已报领导，可下达督办单、须当面报告市长" in office.coordinator.heard_since("2022-02-24 08:00")[0]
    await leader.says(f"{budget.number}号请本周内报办理方案")
    await leader.taps("确认")
    assert any("批示" in text for text in finance.heard_since("2022-02-24 09:30"))
    await office.until("2022-03-01 10:00")
    assert not any("专报" in text for text in leader.heard_since("2022-02-24 12:00"))  # once in a silence
    notes = await office.journal(budget)
    assert notes.count("to_leader") == 1
    assert "stepped_over" in notes  # no 督办单 had been issued
    assert await office.faults() == []


async def test_an_idle_round_is_no_new_silence_whose_leader_might_be_told_again(office, finance):
    leader = await office.leader("常务副市长")
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-03-10", leader=leader)
    await office.until("2022-02-16 10:00")
    await finance.says(f"{budget.number}号已完成30%")
    await office.until("2022-02-25 09:00")  # asked about on 17 February, 15 working days before its date
    shown = office.coordinator.latest
    await office.coordinator.taps(f"up:{(await office.found(budget)).owner_id}", under=shown)
    await office.coordinator.taps("报送")
    await office.until("2022-03-02 10:00")
    assert "idle" in await office.journal(budget)
    assert "1项已报领导" in office.coordinator.heard_since("2022-03-02 08:00")[0]
    assert "可报领导" not in office.coordinator.heard_since("2022-03-02 08:00")[0]
    assert await office.faults() == []


async def test_by_policy_it_goes_up_without_a_tap_and_the_reason_stays_on_record():
    async with staffed(policy_text="[silence]\nto_leader_unasked = true\n") as office:
        await office.begins("2022-02-14 10:00")
        finance = await office.head("市财政局局长")
        leader, mayor = await office.leader("常务副市长"), await office.leader("市长")
        budget = await office.task("编制年度预算草案", owner=finance, due="2022-06-30", leader=leader)
        debts = await office.task("化解债务", owner=finance, due="2022-06-30", leader=mayor)
        await office.until("2022-02-23 10:00")
        (report,) = leader.heard_since("2022-02-22 10:00")
        assert "专报" in report
        assert budget.title in report
        assert mayor.heard_since("2022-02-22 10:00") == []
        suppressed = {each.rung: each.reason for each in await office.rungs(debts, fate=Fate.SUPPRESSED)}
        assert suppressed["to_leader"] == "never_to"
        assert "stepped_over" in await office.journal(debts)
        assert "stepped_over" in await office.journal(budget)
        assert await office.faults() == []


async def test_where_the_office_has_a_director_he_signs_it_first(office, finance):
    director = await office.stage.actor("孙主任", role=Role.DIRECTOR)
    leader = await office.leader("常务副市长")
    await office.task("编制年度预算草案", owner=finance, due="2022-06-30", leader=leader)
    await office.until("2022-02-23 09:00")
    await office.coordinator.taps("报领导")
    await office.coordinator.taps("呈主任签发")
    await office.until("2022-02-24 10:00")
    assert leader.heard_since("2022-02-22 10:00") == []
    await director.taps("签发")
    assert "已列入2月25日（周五）上午报常务副市长的专报，共1项" in (await director.last())
    await office.until("2022-02-25 10:00")
    assert "专报" in leader.last
    assert await office.faults() == []


async def test_of_one_tap_the_urgent_goes_up_at_once_and_the_rest_in_the_morning(office, finance):
    leader = await office.leader("常务副市长")
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-06-30", leader=leader)
    await office.until("2022-02-22 10:00")
    pipes = await office.task("抢修供水管道", owner=finance, due="2022-02-28", leader=leader, urgent=True)
    await office.until("2022-02-23 10:00")
    await office.coordinator.taps("报领导")
    assert (
        f"拟即刻以专报报常务副市长：市财政局局长以下1项多次提醒后仍未反馈\n　　{pipes.number}号"
        in office.coordinator.last
    )
    assert (
        f"拟于2月24日（周四）上午以专报报常务副市长：市财政局局长以下1项多次提醒后仍未反馈\n　　{budget.number}号"
        in (office.coordinator.last)
    )
    await office.coordinator.taps("报送")
    assert (
        "专报已报常务副市长，共1项急件。\n已列入2月24日（周四）上午报常务副市长的专报，共1项" in office.coordinator.last
    )
    await office.until("2022-02-23 10:05")
    (now,) = [text for text in leader.heard_since("2022-02-23 09:00") if "专报" in text]
    assert pipes.title in now
    assert budget.title not in now
    await office.until("2022-02-24 10:00")
    (morning,) = [text for text in leader.heard_since("2022-02-24 08:00") if "专报" in text]
    assert budget.title in morning
    assert await office.faults() == []


async def test_whoever_has_written_and_was_asked_back_is_not_reported_as_silent(office, finance):
    leader = await office.leader("常务副市长")
    budget, debts = await office.tasks(["编制年度预算草案", "化解债务"], owner=finance, due="2022-06-30", leader=leader)
    await office.until("2022-02-23 09:00")
    await office.coordinator.taps("报领导")
    await office.coordinator.taps("报送")
    await finance.says(f"{budget.number}号基本完成，{debts.number}号完成30%")
    await finance.says(f"{budget.number}号进度150%")
    await office.until("2022-02-24 10:00")
    assert not any("编制年度预算草案" in text for text in leader.heard_since("2022-02-24 08:00"))
