"""A head's "done" is a claim: only the supervision office closes."""


async def test_a_claim_stops_the_reminders_until_it_is_returned(office):
    await office.begins("2022-02-18 17:00")
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-03-10 09:00")
    assert "编制年度预算草案" in finance.last

    await finance.says("已办结")
    await office.until("2022-03-14 09:30")
    [echo] = finance.heard_since("2022-03-10 09:30", about=task) or finance.heard_since("2022-03-10 08:59")[1:]
    assert "已收到办结申请" in echo

    await office.coordinator.returns(task, "缺少预算表")
    assert "缺少预算表" in finance.last
    await office.until("2022-03-15 09:30")
    assert "编制年度预算草案" in finance.last
    assert "已超期" in finance.last


async def test_an_accepted_claim_closes_the_task_for_good(office):
    await office.begins("2022-02-18 17:00")
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-02-21 09:00")
    await finance.says("已办结")
    await office.coordinator.accepts(task)
    assert "已予销号" in finance.last
    assert await office.state(task) == "已销号"

    await office.until("2022-03-14 09:30")
    assert "已予销号" in [text for text in finance.heard_since("2022-02-21 09:00") if "周报" not in text][-1]


async def test_of_two_coordinators_the_first_tap_wins(office):
    finance = await office.head("市财政局局长")
    second = await office.another_coordinator("督查员乙")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    await finance.says("已办结")
    await second.accepts(task)
    assert "已由督查员乙处理：已销号" in office.coordinator.last
    assert office.coordinator.latest.labels == ()
