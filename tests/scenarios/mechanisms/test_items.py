"""What a task carries: findings, stretches, households, cases, checks, turns; each with a day and an end of its own."""

from io import BytesIO

import pytest
from openpyxl import Workbook


async def orders(office, words):
    await office.coordinator.says(words)
    assert "确认" in office.coordinator.latest.labels, office.coordinator.last
    await office.coordinator.taps("确认")
    return office.coordinator.last


def cases(many):
    book = Workbook()
    book.active.append(["序号", "重点任务", "牵头单位", "责任人", "牵头领导", "完成时限"])
    for place in range(1, many + 1):
        leader = "常务副市长" if place <= 20 else "分管公安副市长"
        book.active.append([place, f"信访积案{place}", "市信访局", "市信访局局长", leader, "2022年9月底前"])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.mechanism(41)
async def test_a_task_closes_only_when_nothing_is_open(office):
    await office.begins("2022-03-01 10:00")
    water = await office.head("市生态环境局局长")
    named, counted = await office.tasks(["环保督察反馈问题整改", "农村黑臭水体整治"], owner=water, due="2022-09-30")
    await orders(office, f"{named.number}号问题清单：镜湖北岸排口（市水利局，3月15日前）；东湾村垃圾点；采石场复绿")
    await office.until("2022-03-02 09:30")
    await water.says(f"{named.number}号镜湖北岸排口已整改，第3项已完成")
    assert "问题共3项：待办1（东湾村垃圾点），已办2，已核0" in water.last
    await water.says(f"{named.number}号全部办结，申请销号")
    await office.coordinator.taps("同意销号")
    assert "还有1项未清：东湾村垃圾点" in office.coordinator.last
    await orders(office, f"{named.number}号第3项核查不通过，裸土未覆盖")
    assert "子项核查未通过，退回重办：采石场复绿（裸土未覆盖）" in water.last
    await water.says(f"{named.number}号采石场复绿已整改")
    await water.says(f"{named.number}号东湾村垃圾点已清理整改")
    await orders(office, f"{named.number}号全部核查通过")
    await water.says(f"{named.number}号已办结")
    await office.coordinator.accepts(named)
    await office.coordinator.says(f"{named.number}号")
    assert "已销号" in office.coordinator.last
    await water.says(f"{counted.number}号36个问题已整改35个")
    assert "子项共36项：已办35，待办1" in water.last
    await office.coordinator.says(f"{counted.number}号销号，依据：现场核查")
    await office.coordinator.taps("确认")
    assert "共36项，已办35项，还有1项未清" in office.coordinator.last


@pytest.mark.mechanism(42, 45)
async def test_a_missed_stretch_is_late_by_itself_and_a_new_case_has_its_own_day(office):
    await office.begins("2022-03-10 09:45")
    water, jobs = await office.head("市水利局局长"), await office.head("市人社局局长")
    rivers = await office.task("落实河长制", owner=water, every="month", due=None)
    homes = await office.task("零就业家庭动态清零", owner=jobs, every="month", due=None)
    await orders(office, f"{rivers.number}号河段清单：清河上段；清河下段；南渠")
    await water.says(f"{rivers.number}号3月清河上段、南渠已巡河")
    await jobs.says(f"{homes.number}号3月新增零就业家庭1户：幸福社区张家")
    assert "幸福社区张家" in jobs.last
    assert "3月30日" in jobs.last  # twenty days
    await jobs.says(f"{homes.number}号3月新增零就业家庭1户：误报李家")
    await jobs.says("撤销")
    await office.coordinator.says(f"{homes.number}号清单")
    assert "误报李家" not in office.coordinator.last  # what was taken back brings nothing in
    assert "幸福社区张家" in office.coordinator.last
    await office.until("2022-03-30 09:30")
    assert any("幸福社区张家" in text and "3月30日" in text for text in jobs.heard_since("2022-03-24 08:00"))
    await office.until("2022-04-06 10:00")
    await office.coordinator.says(f"{rivers.number}号")
    assert "责任段3个，漏巡1个：清河下段（2022年3月未巡查）" in office.coordinator.last
    await office.coordinator.says(f"{homes.number}号")
    assert "子项逾期：幸福社区张家" in office.coordinator.last
    assert "常态推进" in office.coordinator.last


@pytest.mark.mechanism(11, 49)
async def test_cases_by_leader_and_visits_with_a_finding(office):
    await office.begins("2022-03-01 10:00")
    _, second = await office.leader("常务副市长"), await office.leader("分管公安副市长")
    letters = await office.head("市信访局局长")
    task = await office.task("信访积案化解", owner=letters, due="2022-09-30", leader=second)
    await office.stage.client.document(
        office.coordinator.chat_id, cases(45), file_name="积案.xlsx", caption=f"{task.number}号积案清单"
    )
    await office.stage.settle()
    assert "案件45项" in office.coordinator.last
    await office.coordinator.taps("确认")
    await office.coordinator.says(f"{task.number}号清单")
    assert "按领导：常务副市长20、分管公安副市长25，合计45" in office.coordinator.last
    await office.until("2022-03-08 10:00")
    await orders(office, f"督导登记：常务副市长3月5日到{task.number}号第3件，当面答复，信访人同意息访")
    await office.coordinator.says("督导统计")
    assert "常务副市长：1次（应2次）" in office.coordinator.last
    await office.coordinator.says(f"{task.number}号")
    assert "现场督导1次，最近3月5日常务副市长" in office.coordinator.last
    assert "同意息访" in office.coordinator.last


@pytest.mark.mechanism(51)
async def test_a_broken_promise_becomes_a_case_for_the_office(office):
    await office.begins("2022-02-25 10:00")
    finance = await office.head("市财政局局长")
    task = await office.task("清理拖欠账款", owner=finance, due="2022-12-31")
    await finance.says(f"{task.number}号月底前完成80%")
    await office.until("2022-03-02 10:00")
    await office.coordinator.says("失信清单")
    assert "承诺2月28日前达到80%，未兑现" in office.coordinator.last
    await finance.says("失信清单")
    assert "承诺2月28日" not in finance.last
    await orders(office, f"{task.number}号承诺2月28日前达到80%核查通过")
    await office.coordinator.says("失信清单")
    assert "目前没有" in office.coordinator.last


@pytest.mark.mechanism(35, 57)
async def test_a_checklist_of_the_offices_own_and_whose_turn_it_is(office):
    await office.begins("2022-03-01 10:00")
    plan = await office.head("市发展改革委主任")
    project, forum = await office.tasks(["玉米深加工项目", "举办局长论坛"], owner=plan, due="2022-11-30")
    await orders(office, f"{project.number}号四个一：一个专班、一套方案、一张图表、一名专员")
    await office.until("2022-03-02 09:30")
    await plan.says(f"{project.number}号一个专班、一套方案、一张图表已落实到位")
    await office.coordinator.says("不齐备")
    assert "清单未齐：一名专员" in office.coordinator.last
    await plan.says(f"{project.number}号一名专员已落实")
    await office.coordinator.says("不齐备")
    assert "玉米深加工项目" not in office.coordinator.last
    await orders(office, f"{forum.number}号轮次：市财政局局长；市水利局局长；市住建局局长")
    await plan.says(f"{forum.number}号市财政局局长已主讲")
    await office.coordinator.says(f"{forum.number}号轮到谁")
    assert "尚未轮到：市水利局局长、市住建局局长" in office.coordinator.last
    await plan.says(f"{forum.number}号市财政局局长已主讲")
    assert "本轮已安排过；尚未轮到的有：市水利局局长、市住建局局长" in plan.last
    await plan.says(f"{forum.number}号市水利局局长、市住建局局长已主讲")
    await plan.says(f"{forum.number}号市财政局局长已主讲")
    await office.coordinator.says(f"{forum.number}号轮到谁")
    assert "尚未轮到：市水利局局长、市住建局局长" in office.coordinator.last  # the second round
