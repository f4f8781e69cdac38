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


async def test_a_liaisons_done_of_an_urgent_task_waits_for_nobodys_monday(office):
    head = await office.head("市应急局局长")
    liaison = await office.liaison("王联络员", of="市应急局")
    task = await office.task("汛前隐患排查", owner=head, due="2022-03-10", urgent=True)
    await office.until("2022-01-08 10:00")  # a Saturday
    await liaison.says("1号已办结")
    assert "请您确认" in head.last
    assert "【急件待确认】" in office.coordinator.last
    await office.coordinator.taps("确认办结")
    assert await office.state(task) == "申请办结"
    await office.coordinator.accepts(task)
    assert await office.state(task) == "已销号"


async def test_who_stands_in_for_the_head_confirms_for_him(office):
    head = await office.head("市应急局局长")
    liaison = await office.liaison("王联络员", of="市应急局")
    task = await office.task("汛前隐患排查", owner=head, due="2022-03-10")
    deputy = await office.deputy("王副局长", of=head, begins="2022-01-04", ends="2022-01-12")
    await office.until("2022-01-05 09:30")
    await liaison.says("1号已办结")
    assert "请您确认" in deputy.last
    await office.coordinator.forges(next(data for data in deputy.latest.data if data.startswith("conf+")))
    assert "责任人本人确认" in office.coordinator.last
    await deputy.taps("确认办结")
    assert await office.state(task) == "申请办结"


async def test_several_dones_of_one_message_are_confirmed_with_one_tap(office):
    liaison = await office.liaison("市财政局联络员", of="市财政局")
    finance = await office.head("市财政局局长")
    found = await office.tasks(["编制年度预算草案", "专项债券申报", "三公经费公开"], owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    await liaison.says("1号、2号、3号都已办结")
    assert "【请确认】3件" in finance.last
    await finance.taps("2")
    assert finance.latest.labels == ("确认办结", "尚未办结")
    await finance.taps("尚未办结")
    await finance.taps("全部确认办结（3项）")
    assert "已确认1号、3号办结" in finance.last
    assert [await office.state(each) for each in found] == ["申请办结", "推进中", "申请办结"]
