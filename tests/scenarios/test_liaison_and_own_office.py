"""A liaison is copied and reports for the head; the office's own tasks are closed by their leader."""


async def test_a_liaison_is_copied_and_his_done_waits_for_the_heads_tap(office):
    liaison = await office.liaison("市财政局联络员", of="市财政局")
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    assert "编制年度预算草案" in liaison.last
    assert "编制年度预算草案" in finance.last

    await liaison.says("已办结")
    assert "待责任人确认" in liaison.last
    assert await office.state(task) == "推进中"
    await finance.taps("确认办结")
    assert await office.state(task) == "申请办结"
    await office.coordinator.accepts(task)
    assert await office.state(task) == "已销号"


async def test_a_heads_own_done_ends_the_confirmation_his_liaisons_waits_for(office):
    liaison = await office.liaison("市财政局联络员", of="市财政局")
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    await liaison.says("已办结")
    asked = finance.latest
    await finance.says("已办结")
    assert await office.state(task) == "申请办结"
    await finance.taps("确认办结", under=asked)
    assert "撤回" in finance.last
    await office.until("2022-01-10 09:30")
    assert "待责任人确认" not in "\n".join(office.coordinator.heard_since("2022-01-06 08:00"))


async def test_the_supervision_offices_own_task_is_closed_by_its_leader(office):
    mayor = await office.leader("市长")
    director = await office.head("市政府督查室主任")
    task = await office.task("编制任务时间表", owner=director, due="2022-03-10", leader=mayor)
    await office.until("2022-01-05 09:00")
    await director.says("已办结")
    assert "编制任务时间表" not in office.coordinator.last
    await mayor.taps("同意销号")
    assert await office.state(task) == "已销号"
