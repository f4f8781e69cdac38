"""Watching and pressing: before the date, on it and after it, up one level, until it is closed."""

import pytest

from tests.recount.surfaces import summary


@pytest.mark.mechanism(9, 10, 15, 22)
async def test_a_task_is_pressed_until_it_is_closed(office):
    await office.begins("2022-02-25 10:00")
    finance = await office.head("市财政局局长")
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.task("化解债务", owner=finance, due="2022-11-30")
    await office.until("2022-02-28 09:30")
    await finance.taps("全部签收")
    await office.until("2022-03-01 09:30")  # seven working days before
    (asked,) = [text for text in finance.heard_since("2022-03-01 08:00") if budget.title in text]
    assert "请告知进展" in asked
    await office.until("2022-03-01 18:00")
    assert len([text for text in finance.heard_since("2022-03-01 08:00") if budget.title in text]) == 1
    await finance.says(f"{budget.number}号完成90%")
    await office.coordinator.says("/status")
    assert "🔴0" in office.coordinator.last
    await office.until("2022-03-11 09:30")
    await office.coordinator.says("/status")
    board = summary(office.coordinator.last)
    assert sum(board[lamp] for lamp in "红黄蓝灰绿") == board["共"] == 2  # the numbers add up
    assert (board["红"], board["超期"]) == (1, 1)  # past its date it has moved to late
    await office.coordinator.says("各单位进度")
    assert "市财政局：2项" in office.coordinator.last
    assert "🔴1" in office.coordinator.last
    await office.coordinator.says("作战图")
    assert any(each.kind == "photo" for each in office.stage.sandbox.world.files.values())
    await office.until("2022-03-14 09:30")
    await finance.says("收到")  # read, and no more: it still reminds
    await office.until("2022-03-15 09:30")
    assert any("已超期" in text for text in finance.heard_since("2022-03-15 08:00"))
    await finance.says(f"{budget.number}号已完成")
    await office.coordinator.says(f"{budget.number}号")
    assert "状态：申请办结" in office.coordinator.last  # his own words do not count as done
    await office.coordinator.says("/status")
    assert "已销号0" in office.coordinator.last
    await office.coordinator.accepts(budget)
    await office.coordinator.says("/status")
    assert "已销号1" in office.coordinator.last
    await office.until("2022-03-17 09:30")
    assert not any(budget.title in text for text in finance.heard_since("2022-03-16 00:00"))


@pytest.mark.mechanism(12, 26)
async def test_silence_goes_up_step_by_step(office):
    await office.begins("2022-02-14 10:00")
    leader, finance = await office.leader("常务副市长"), await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-06-30", leader=leader)
    await office.until("2022-02-15 09:30")
    assert any(task.title in text for text in finance.heard_since("2022-02-14 10:00"))
    await office.until("2022-02-16 09:30")
    assert any("尚未签收" in text for text in finance.heard_since("2022-02-16 08:00"))
    await office.until("2022-02-17 09:30")
    assert any("电话催办" in text or "未反馈" in text for text in office.coordinator.heard_since("2022-02-17 08:00"))
    await office.until("2022-02-23 09:30")
    assert "下达督办单" in [label for each in office.coordinator.messages for label in each.labels]
    await office.coordinator.taps("下达督办单")
    await office.coordinator.taps("下达")
    assert "【督办单】督办〔2022〕1号" in finance.last
    await office.until("2022-03-01 09:30")
    await office.coordinator.taps("报领导")
    await office.coordinator.taps("报送")
    await office.until("2022-03-02 09:30")
    assert any("专报" in text and task.title in text for text in leader.heard_since("2022-03-02 08:00"))
    await office.coordinator.says(f"{task.number}号历史")
    assert "督办单" in office.coordinator.last
    await office.until("2022-03-04 09:30")
    assert len([text for text in leader.heard_since("2022-02-14 10:00") if "专报" in text]) == 1


@pytest.mark.mechanism(13, 14)
async def test_nothing_lies_overnight_and_the_oldest_comes_first(office):
    await office.begins("2022-02-21 10:00")
    civil, culture = await office.head("市民政局局长"), await office.head("市文旅局局长")
    old = await office.task("新建敬老院", owner=civil, due="2022-12-30")
    await office.until("2022-02-28 10:00")
    later = await office.task("修缮古城墙", owner=culture, due="2022-12-30")
    urgent = await office.task("抢修供水管道", owner=civil, due="2022-03-16", urgent=True)
    await office.until("2022-02-28 18:30")
    evening = next(text for text in office.coordinator.heard_since("2022-02-28 17:00") if "事不过夜" in text)
    assert urgent.title in evening
    await office.until("2022-03-01 10:00")
    await civil.says(f"{urgent.number}号完成50%")
    await office.until("2022-03-01 18:30")
    assert not any(urgent.title in text for text in office.coordinator.heard_since("2022-03-01 17:00"))
    await office.until("2022-03-15 10:00")
    await office.coordinator.says("积案")
    shown = office.coordinator.last
    assert shown.index(old.title) < shown.index(later.title)
    assert "16个工作日" in shown
    assert "11个工作日" in shown


@pytest.mark.mechanism(16)
async def test_what_is_closed_is_looked_at_again(office):
    await office.begins("2022-02-14 10:00")
    civil = await office.head("市民政局局长")
    task = await office.task("解决养老床位不足", owner=civil, due="2022-06-30", source="领导批示")
    await civil.says(f"{task.number}号已办结，敬老院已启用")
    await office.coordinator.accepts(task)
    await office.until("2022-03-28 09:30")
    assert any("回头看" in text for text in office.coordinator.heard_since("2022-03-28 08:00"))
    await office.coordinator.taps("1")
    await office.coordinator.taps("重新打开")
    await office.coordinator.says(f"{task.number}号历史")
    assert "敬老院已启用" in office.coordinator.last  # the old history is kept
    await office.coordinator.says(f"{task.number}号")
    assert "退回重办" in office.coordinator.last


@pytest.mark.mechanism(18, 56, 58)
async def test_standing_work_has_periods_and_one_message_asks_for_all(office):
    await office.begins("2022-03-21 10:00")
    health = await office.head("市卫生健康委主任")
    titles = ["防控检查", "中心组学习", *(f"巡查第{place}片区" for place in range(1, 11))]
    checks, study, *_ = await office.tasks(titles, owner=health, every="month", due=None)
    await office.until("2022-03-22 09:30")
    await health.taps("全部签收")
    await office.until("2022-03-24 09:30")
    morning = [text for text in health.heard_since("2022-03-24 08:00") if "请您过目" in text]
    assert len(morning) == 1  # twelve tasks, one message
    assert "有12项事项" in morning[0]
    await health.says(f"{checks.number}号3月检查12次")
    await office.until("2022-04-01 10:00")
    await office.coordinator.says(f"{study.number}号")
    assert "2022年3月的反馈未收到" in office.coordinator.last  # a month without it is late
    await office.coordinator.says(f"{checks.number}号")
    assert "反馈未收到" not in office.coordinator.last
    await office.stage.client.document(
        health.chat_id, b"%PDF-1.4", file_name="纪要.pdf", caption=f"{study.number}号4月中心组学习1次，纪要附后"
    )
    await office.stage.settle()
    await office.coordinator.says(f"{study.number}号")
    assert "材料：1件" in office.coordinator.last
    assert "漏报：2022年3月" in office.coordinator.last  # and April does not heal it
    await office.coordinator.says("超期")
    assert study.title not in office.coordinator.last  # standing work is never an overdue task
    reports = [text for text in office.coordinator.heard_since("2022-03-21 10:00") if "督查周报" in text]
    assert any("提醒" in text for text in reports)  # how much the bot asks is counted
