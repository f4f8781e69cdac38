"""What the office sees: a sheet and a record of a unit, a meeting, what the public reads, the ledger elsewhere."""

import re

import pytest

from tests.office import staffed


async def orders(office, words):
    await office.coordinator.says(words)
    assert "确认" in office.coordinator.latest.labels, office.coordinator.last
    await office.coordinator.taps("确认")
    return office.coordinator.last


@pytest.mark.mechanism(23, 30)
async def test_a_departments_sheet_and_its_record(office):
    await office.begins("2022-03-03 10:00")
    water = await office.head("市水利局局长")
    titles = ["水库除险加固", "灌区改造", "清河闸修缮", "编制防汛预案"]
    dams, fields, gate, plan = await office.tasks(titles, owner=water, due="2022-03-10")
    await office.until("2022-03-04 09:30")
    await water.says(f"{dams.number}号已办结，已通过验收")
    await office.coordinator.accepts(dams)
    await water.says(f"{fields.number}号卡在资金缺口，请市财政局协调")
    await water.says(f"{gate.number}号完成40%，预计3月8日前办结")
    await office.coordinator.says("市水利局情况表")
    sheet = office.coordinator.last
    assert "【情况表】市水利局" in sheet
    assert f"{fields.number}号：资金缺口（3月4日" in sheet
    assert f"{gate.number}号：承诺3月8日" in sheet
    assert f"未报情况：{plan.number}号" in sheet
    await office.until("2022-03-14 10:00")
    await water.says(f"{gate.number}号已办结，闸门已更换")
    await office.coordinator.returns(gate, "缺少验收单")
    await water.says(f"{gate.number}号已办结，验收单附后")
    await office.coordinator.accepts(gate)
    await office.coordinator.says("市水利局实绩")
    record = office.coordinator.last
    assert "按期办结1，超期办结1，超期未办结2，退回重办1" in record
    listed = re.split(r"◆ ", record)[1:]
    opened = {part.split("（")[0].split("\n")[0]: len(re.findall(r"\d+号 ", part)) for part in listed}
    assert list(opened.values())[:4] == [1, 1, 2, 1], record  # each point leads to a task and a date
    assert f"{dams.number}号 水库除险加固：3月4日" in record
    assert f"{gate.number}号 清河闸修缮：3月14日（周一），超期4天" in record
    assert f"{plan.number}号 编制防汛预案" in record


@pytest.mark.mechanism(31)
async def test_what_became_of_a_meeting(office):
    await office.begins("2022-03-25 10:00")
    finance = await office.head("市财政局局长")
    lines = [f"市财政局 {title} {day}" for title, day in (
        ("编制专项债方案", "3月29日前"), ("盘活闲置资产", "3月29日前"), ("清理规范基金", "3月29日前"),
        ("化解存量债务", "3月30日前"), ("建立绩效评价", "9月底前"),
    )]  # fmt: skip
    await orders(office, "会议纪要：市政府第3次常务会议（2022年3月25日）\n" + "\n".join(lines))
    await office.until("2022-03-28 09:30")
    for number in (1, 2, 3):
        await finance.says(f"{number}号已办结，已印发")
        await office.coordinator.taps("同意销号")
    await office.until("2022-04-01 10:00")
    await office.coordinator.says("第3次常务会议")
    view = office.coordinator.last
    assert "共5项：在办2，已销号3" in view
    assert "超期1" in view
    await office.coordinator.says("议定事项")
    assert "共5项" in office.coordinator.last


@pytest.mark.mechanism(53)
async def test_the_public_reads_figures_and_no_names(office):
    await office.begins("2022-03-09 10:00")
    finance = await office.head("市财政局局长")
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-03-10", category="改革开放")
    motion = await office.task("办理第12号建议", owner=finance, due="2022-03-20", category="人大建议")
    await office.until("2022-03-10 09:30")
    await finance.says(f"{budget.number}号卡在处长张三请假，完成30%")
    await finance.says(f"{motion.number}号已办结，已书面答复代表")
    await office.coordinator.accepts(motion)
    await office.until("2022-03-14 10:00")
    await office.coordinator.says("公开通报")
    public = office.coordinator.last
    assert "全市重点督查事项共2项，已办结1项，在办1项，超期1项" in public
    assert "建议提案1件，已答复1件，最近答复3月10日" in public
    for word in ("局长", "张三", "市财政局", "预算草案", "完成30%"):
        assert word not in public


@pytest.mark.mechanism(48)
async def test_the_ledger_is_entered_once(office):
    await office.begins("2022-03-01 10:00")
    finance, water = await office.head("市财政局局长"), await office.head("市水利局局长")
    await office.task("编制年度预算草案", owner=finance, due="2022-06-10", target="6月上旬报审")
    await office.task("水库除险加固", owner=water, due="2022-09-30", target="完成6座")
    await office.coordinator.says("导出台账")
    await office.coordinator.says("台账")
    here = [line for line in office.coordinator.last.splitlines() if "号 " in line]
    (book,) = [each.content for each in office.stage.sandbox.world.files.values() if each.kind == "document"]
    async with staffed() as other:
        await other.begins("2022-03-01 10:00")
        for name in ("市财政局局长", "市水利局局长"):
            await other.head(name)
        await other.stage.client.document(other.coordinator.chat_id, book, file_name="台账.xlsx")
        await other.stage.settle()
        await other.coordinator.taps("确认导入")
        await other.coordinator.says("台账")
        assert [line for line in other.coordinator.last.splitlines() if "号 " in line] == here


@pytest.mark.mechanism(5)
async def test_a_task_force_reports_and_only_its_head_claims(office):
    await office.begins("2022-03-01 10:00")
    plan, water = await office.head("市发展改革委主任"), await office.head("市水利局局长")
    clerk = await office.liaison("王联络员", of="市住建局")
    task = await office.task("建设污水处理厂", owner=plan, due="2022-09-30", department="市发展改革委")
    await orders(office, f"{task.number}号专员：王联络员")
    await orders(office, f"{task.number}号配合单位加上市水利局")
    await office.until("2022-03-02 09:30")
    assert any(task.title in text for text in clerk.heard_since("2022-03-01 10:00"))  # its notices
    assert any(task.title in text for text in water.heard_since("2022-03-01 10:00"))
    await clerk.says(f"{task.number}号完成30%")
    assert "进度30%" in clerk.last
    await clerk.says(f"{task.number}号已办结")
    assert "待责任人确认后提交督查室核查" in clerk.last  # he does not close it
    await office.coordinator.says(f"{task.number}号")
    assert "申请办结" not in office.coordinator.last
    await water.says("配合事项")
    assert task.title in water.last
