"""红线: standing work that asks 有无; 有 rings at any hour, 无 is the whole report."""


async def test_a_red_line_asks_whether_and_what_has_happened_is_told_at_any_hour(office):
    await office.begins("2022-02-14 10:00")
    leader, head = await office.leader("常务副市长"), await office.head("市应急管理局局长")
    task = await office.task("遏制较大以上安全生产事故", owner=head, every="month", leader=leader)
    other = await office.task("更新应急预案", owner=head, due="2022-06-30")
    await office.coordinator.says(f"{other.number}号按有无报告")
    await office.coordinator.taps("确认")
    assert "只用于常态推进事项" in office.coordinator.last
    await office.coordinator.says(f"{task.number}号按有无报告")
    await office.coordinator.taps("确认")
    assert (await office.found(task)).red_line
    await office.until("2022-02-15 09:30")
    await head.says("收到")
    await head.says(f"{other.number}号完成10%")
    await office.until("2022-02-25 09:30")
    asked = next(text for text in head.heard_since("2022-02-21 08:00") if task.title in text)
    assert "2022年2月有无此类情况？请点“无”或“有”" in asked
    await head.taps("无")
    assert [report.period for report in await office.reports(task)] == ["2022-02"]
    await office.until("2022-03-05 23:10")  # a Saturday night
    heard = len(office.coordinator.messages), len(leader.messages)
    await head.says(f"{task.number}号有：化工园区一车间泄漏，已疏散")
    assert "已即时报督查室和牵头领导" in head.last
    assert "免打扰" not in head.last
    for reader, before in zip((office.coordinator, leader), heard, strict=True):
        assert len(reader.messages) == before + 1
        assert "【红线报告】" in reader.last
        assert "化工园区一车间泄漏" in reader.last
    await head.says(f"{task.number}号无人员伤亡，23时堵漏完成")
    assert "续报" in leader.last
    assert "无人员伤亡" in leader.last
    await office.until("2022-03-09 09:30")
    assert any(task.title in text for text in office.coordinator.heard_since("2022-03-08 08:00"))  # until it is settled
    await office.coordinator.taps("1")
    await office.coordinator.taps("已处置")
    assert "督查室已处置" in head.last
    await office.until("2022-03-31 09:30")
    await head.says("无", to=[each for each in head.messages if task.title in each.text][-1])
    assert {report.period for report in await office.reports(task)} == {"2022-02", "2022-03"}
    assert await office.faults() == []


async def test_another_one_before_the_first_is_settled_is_told_once_and_at_once(office):
    await office.begins("2022-02-14 10:00")
    leader, head = await office.leader("常务副市长"), await office.head("市应急管理局局长")
    task = await office.task("遏制较大以上安全生产事故", owner=head, every="week", leader=leader)
    await office.coordinator.says(f"{task.number}号按有无报告")
    await office.coordinator.taps("确认")
    await office.until("2022-02-18 22:00")
    heard = len(office.coordinator.messages), len(leader.messages)
    await head.says(f"{task.number}号有：一车间泄漏，已疏散")
    await head.says(f"{task.number}号有：邻近仓库冒烟")
    assert "免打扰" not in head.last
    for reader, before in zip((office.coordinator, leader), heard, strict=True):
        assert len(reader.messages) == before + 2
        assert "续报：" in reader.last
        assert "邻近仓库冒烟" in reader.last


async def test_none_is_said_of_any_period(office):
    await office.begins("2022-02-14 10:00")
    head = await office.head("市应急管理局局长")
    task = await office.task("遏制较大以上安全生产事故", owner=head, every="week")
    await office.coordinator.says(f"{task.number}号按有无报告")
    await office.coordinator.taps("确认")
    await office.until("2022-02-21 09:30")
    await head.says(f"{task.number}号上周无")
    await head.says(f"{task.number}号本周无")
    assert [report.period for report in await office.reports(task)] == ["2022W07", "2022W08"]
