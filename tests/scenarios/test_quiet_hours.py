"""In quiet hours nothing rings: what is set off waits, and whoever set it off is told when it is delivered."""

import pytest


@pytest.fixture
async def finance(office):
    await office.begins("2022-02-14 10:00")
    return await office.head("市财政局局长")


async def test_what_is_set_off_at_night_waits_and_its_sender_is_told_when_it_goes_out(office, finance):
    leader = await office.leader("常务副市长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-06-30", leader=leader)
    fire = await office.task("排查消防隐患", owner=finance, due="2022-02-25", leader=leader, urgent=True)
    await office.until("2022-02-15 20:30")
    heard = len(finance.messages)
    await office.coordinator.says(f"催办{task.number}号")
    assert "现为免打扰时段，将于明早8点送达对方。" in office.coordinator.last
    await leader.says(f"{task.number}号请本周内报办理方案")
    await leader.taps("确认")
    assert "将于明早8点送达对方" in leader.last
    assert len(finance.messages) == heard
    await office.coordinator.says(f"催办{fire.number}号")  # 急件 wait from nine in the evening only
    assert "免打扰" not in office.coordinator.last
    assert len(finance.messages) == heard + 1
    await office.until("2022-02-15 21:30")
    await finance.says(f"{task.number}号已办结")
    assert "将于明早8点送达对方" in finance.last
    await office.until("2022-02-16 08:30")
    assert len([text for text in finance.heard_since("2022-02-16 07:00") if task.title in text]) >= 1
    await office.until("2022-02-18 20:30")  # a Friday
    await office.coordinator.says(f"催办{fire.number}号")
    assert "免打扰" not in office.coordinator.last
    await office.coordinator.says("新增任务：市财政局 报送资金安排 3月10日前")
    await office.coordinator.taps("确认")
    plain = task.number + 2
    await office.until("2022-02-21 12:30")
    await office.coordinator.says(f"催办{plain}号")
    assert "将于今天14点送达对方" in office.coordinator.last
    assert await office.faults() == []


async def test_what_a_head_holds_comes_in_his_one_morning_message(office, finance):
    budget, debts = await office.tasks(["编制年度预算草案", "化解债务"], owner=finance, due="2022-06-30")
    await office.until("2022-02-15 10:00")
    await finance.says(f"{debts.number}号完成10%")
    await office.until("2022-02-22 09:30")
    await office.coordinator.taps("下达督办单")
    await office.coordinator.taps("下达")
    assert "【督办单】" in finance.last
    await office.until("2022-02-24 09:30")  # its day, and signing is asked about every second working day
    await office.until("2022-02-25 09:30")
    mornings = {}
    for message in finance.messages:
        local = office.stage.policy.local(message.at)
        if (local.hour, local.minute) == (9, 0):
            mornings.setdefault(local.date(), []).append(message.text)
    assert all(len(texts) == 1 for texts in mornings.values()), mornings
    asked = [text for texts in mornings.values() for text in texts if "督办单" in text]
    assert asked
    assert any("另有1件等待您处理" in text and budget.title in text for text in asked)
    for day in ("02-28", "03-01", "03-02", "03-03", "03-04"):
        await office.until(f"2022-{day} 10:00")
        await office.coordinator.says(f"催办{budget.number}号")
        await office.coordinator.says(f"催办{debts.number}号")
    await office.until("2022-03-04 16:00")
    report = next(text for text in office.coordinator.heard_since("2022-03-04 15:00") if "督查周报" in text)
    assert "◆ 提醒较多，宜改为电话沟通（1人）\n　市财政局局长：提醒" in report
    assert await office.faults() == []


async def test_what_comes_of_an_urgent_task_at_night_joins_no_list_that_waits_for_the_morning(office, finance):
    plain = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    fire = await office.task("排查消防隐患", owner=finance, due="2022-02-25", urgent=True)
    await office.until("2022-02-15 20:20")
    await finance.says(f"{plain.number}号已办结")
    await office.until("2022-02-15 20:35")
    before = len(office.coordinator.messages)
    await finance.says(f"{fire.number}号已办结")
    heard = [each.text for each in office.coordinator.messages[before:]]
    assert [fire.title in each and plain.title not in each for each in heard] == [True]
    await office.until("2022-02-16 08:30")
    assert plain.title in office.coordinator.last
    assert fire.title not in office.coordinator.last
