"""A type of task brings along what the office's own data says: fields, stages, gates, an alert."""

import pytest


async def orders(office, words):
    await office.coordinator.says(words)
    assert "确认" in office.coordinator.latest.labels, office.coordinator.last
    await office.coordinator.taps("确认")
    return office.coordinator.last


@pytest.mark.mechanism(17, 33, 34, 38, 39, 47)
async def test_a_project_has_its_stages_its_people_and_its_money(office):
    await office.begins("2022-03-08 10:00")
    first, second = await office.leader("常务副市长"), await office.leader("分管工业副市长")
    industry = await office.head("市工信局局长")
    clerk = await office.liaison("王专员", of="市发展改革委")
    corn, plant = await office.tasks(["玉米深加工项目", "有机肥基地"], owner=industry, due="2022-12-20", leader=first)
    assert "节点：前期手续、开工、主体完工、竣工验收" in await orders(
        office, f"{corn.number}、{plant.number}号类型：项目"
    )
    await office.coordinator.says(f"{corn.number}号")
    assert "下一节点：前期手续，4月29日" in office.coordinator.last
    await office.coordinator.says("不齐备")
    assert f"{corn.number}号 玉米深加工项目：无资金来源；无阶段；无专员" in office.coordinator.last
    await orders(office, f"{corn.number}号资金来源：专项债券")
    await orders(office, f"{corn.number}号专员：王专员")
    for task in (corn, plant):
        await orders(office, f"{task.number}号阶段：储备")
    await office.coordinator.says("不齐备")
    assert f"{corn.number}号" not in office.coordinator.last
    await orders(office, f"{corn.number}号专员空缺")
    await office.coordinator.says("不齐备")
    assert f"{corn.number}号 玉米深加工项目：无专员" in office.coordinator.last
    await office.coordinator.says("三个一批")
    assert "储备2，开工0，建成0，共2项" in office.coordinator.last
    await office.until("2022-03-10 10:00")
    await orders(office, f"{corn.number}号阶段改为开工")
    await office.coordinator.says("三个一批")
    assert "储备1，开工1，建成0，共2项" in office.coordinator.last
    assert f"{corn.number}号：储备→开工" in office.coordinator.last
    await orders(office, f"{corn.number}号包联领导换成分管工业副市长")
    await second.says("/status")
    assert corn.title in second.last
    await first.says("/status")
    assert corn.title not in first.last
    await orders(office, f"{corn.number}号企业：华兴公司")
    await office.coordinator.says("华兴公司档案")
    assert "【华兴公司】事项1项" in office.coordinator.last
    assert corn.title in office.coordinator.last
    assert "时限12月20日" in office.coordinator.last
    await clerk.says("我的任务")


@pytest.mark.mechanism(44, 52)
async def test_a_gate_and_a_closing_report_stand_before_the_end(office):
    await office.begins("2022-03-15 10:00")
    law, police = await office.head("市司法局局长"), await office.head("市公安局局长")
    plan = await office.task("制定招商扶持办法", owner=law, due="2022-05-31")
    birds = await office.task("候鸟保护专项行动", owner=police, due="2022-03-18")
    await orders(office, f"{plan.number}号类型：规划文件")
    await orders(office, f"{birds.number}号类型：专项行动")
    await office.until("2022-03-16 09:30")
    await law.says(f"{plan.number}号已办结，办法已印发")
    await office.coordinator.taps("同意销号")
    assert "还有1项未清：合法性审查" in office.coordinator.last
    await orders(office, f"{plan.number}号合法性审查通过")
    await office.coordinator.accepts(plan)
    await office.coordinator.says(f"{plan.number}号")
    assert "已销号" in office.coordinator.last
    await police.says(f"{birds.number}号新增案件2件：毒鸟案、网捕案")
    assert "案件共2项" in police.last
    await office.until("2022-03-21 09:30")
    await office.coordinator.says("超期")
    assert birds.title in office.coordinator.last  # no closing report yet
    await office.coordinator.says(f"{birds.number}号销号，依据：现场核查")
    await office.coordinator.taps("确认")
    assert "总结报告" in office.coordinator.last


@pytest.mark.mechanism(46)
async def test_an_alert_asks_daily_until_it_is_switched_back(office):
    await office.begins("2022-03-01 10:00")
    health = await office.head("市卫生健康委主任")
    task = await office.task("常态化疫情防控", owner=health, every="month", due=None)
    await office.until("2022-03-02 09:30")
    await health.taps("签收")
    await orders(office, f"{task.number}号转战时")
    await office.until("2022-03-04 09:30")
    asked = [text for text in health.heard_since("2022-03-03 08:00") if task.title in text]
    assert asked
    await health.says(f"{task.number}号今天检测3000人次，无异常")
    assert "办结" not in health.last  # today is what is reported on, and no promise
    await office.coordinator.says(f"{task.number}号")
    assert "3月4日" in office.coordinator.last
    await orders(office, f"{task.number}号转平时")
    await office.coordinator.says(f"{task.number}号")
    assert "本期：2022年3月" in office.coordinator.last
    await office.coordinator.says(f"{task.number}号历史")
    assert "检测3000人次" in office.coordinator.last  # what was reported is kept
