"""Whatever waits, waits visibly: on one list a morning, oldest first, with the buttons that end it."""

import pytest
from sqlalchemy import select

from db import agenda
from db.models import Promise
from schedules import waiting


@pytest.fixture
async def finance(office):
    await office.begins("2022-02-14 10:00")
    return await office.head("市财政局局长")


async def test_who_keeps_silent_stands_on_one_line_with_all_his_tasks_and_is_urged_by_one_tap(office, finance):
    parks = await office.head("市林业局局长")
    budget, debts, forest = [
        *await office.tasks(["编制年度预算草案", "化解债务"], owner=finance, due="2022-06-30"),
        *await office.tasks(["植树造林"], owner=parks, due="2022-06-30"),
    ]
    await office.until("2022-02-15 10:00")
    await parks.says("收到")
    await office.until("2022-02-18 09:00")
    shown = office.coordinator.last
    assert "未反馈、未签收（1人，共2项）" in shown
    assert f"市财政局局长：2项，最久3个工作日，均未签收（{budget.number}号、{debts.number}号）" in shown
    assert forest.title not in shown
    await office.coordinator.taps("催办市财政局局长（2项）")
    assert f"已催办市财政局局长：{budget.number}号、{debts.number}号" in office.coordinator.last
    assert "督查室催办" in finance.last
    assert budget.title in finance.last
    assert debts.title in finance.last
    await finance.says("1号完成20%；2号完成30%")
    await office.until("2022-02-21 09:30")
    assert not any("未反馈" in text for text in office.coordinator.heard_since("2022-02-18 12:00"))
    assert await office.faults() == []


async def test_everybody_who_is_silent_is_urged_by_one_button_under_the_list(office, finance):
    parks = await office.head("市林业局局长")
    await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.task("植树造林", owner=parks, due="2022-06-30")
    await office.until("2022-02-17 09:00")
    await office.coordinator.taps("催办以上全部2人")
    await office.coordinator.taps("确认")
    assert "督查室催办" in finance.last
    assert "督查室催办" in parks.last


async def test_the_silent_are_listed_every_working_day_for_weeks(office, finance):
    await office.task("编制年度预算草案", owner=finance, due="2022-12-30")
    await office.until("2022-03-11 12:00")
    lists = [text for text in office.coordinator.heard_since("2022-02-16 12:00") if "今日关注" in text]
    assert len(lists) == 17  # every working day from 17 February to 11 March
    assert "最久18个工作日" in lists[-1]
    asked = [text for text in finance.heard_since("2022-02-15 12:00") if "尚未签收" in text]
    assert len(asked) == 9


async def test_who_signs_and_then_keeps_silent_stays_on_the_list_when_a_new_round_begins(office, finance):
    await office.task("编制年度预算草案", owner=finance, due="2022-12-30")
    await office.until("2022-02-15 09:00")
    await finance.taps("签收")
    await office.until("2022-03-31 12:00")  # asked on 1, 15 and 29 March, the tenth working day each time
    lists = [text for text in office.coordinator.heard_since("2022-02-15 12:00") if "今日关注" in text]
    assert [int(text.split("最久")[1].split("个")[0]) for text in lists] == [*range(2, 23)]


async def test_time_asked_for_before_the_closing_waits_for_nobody_after_it(office, finance):
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-02-15 09:00")
    await finance.says("申请延期到2022年3月15日，因为材料未到")
    await office.until("2022-02-16 10:00")
    await finance.says("已办结")
    await office.coordinator.accepts(task)
    assert await office.state(task) == "已销号"
    await office.until("2022-03-04 12:00")
    assert not any("延期申请　" in text for text in office.coordinator.heard_since("2022-02-16 12:00"))
    assert await office.faults() == []


async def test_a_claim_nobody_checks_is_listed_every_second_working_day_until_it_is_decided(office, finance):
    task = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.until("2022-02-15 09:00")
    await finance.says("已办结")
    await office.until("2022-03-02 12:00")
    lists = [text for text in office.coordinator.heard_since("2022-02-15 12:00") if "办结申请　" in text]
    assert [f"已等{days}个工作日" in text for days, text in zip((3, 5, 7, 9, 11), lists, strict=True)] == [True] * 5
    await office.coordinator.taps("1")
    await office.coordinator.taps("同意销号")
    assert await office.state(task) == "已销号"
    await office.until("2022-03-10 12:00")
    assert not any("办结申请　" in text for text in office.coordinator.heard_since("2022-03-02 12:00"))
    assert await office.faults() == []


async def test_a_decision_waits_visibly_before_the_leader_who_is_to_make_it(office, finance):
    leader = await office.leader("常务副市长")
    await office.task("编制年度预算草案", owner=finance, due="2022-06-30", leader=leader)
    await office.until("2022-02-15 09:00")
    await finance.says("请示：方案一：压减支出；方案二：申请转移支付。建议方案一")
    assert "方案" in leader.last or any("方案" in text for text in leader.heard_since("2022-02-14 10:00"))
    await office.until("2022-02-22 12:00")
    lists = [text for text in leader.heard_since("2022-02-15 12:00") if "等您定夺" in text]
    assert len(lists) == 2
    assert "请示　" in lists[0]
    assert "已等3个工作日" in lists[0]
    await leader.taps("1")
    assert "方案" in leader.last or "压减" in leader.last
    assert await office.faults() == []


async def test_a_claim_made_beside_it_does_not_ask_the_leader_on_another_day(office, finance):
    leader = await office.leader("常务副市长")
    await office.task("编制年度预算草案", owner=finance, due="2022-06-30", leader=leader)
    await office.until("2022-02-15 09:00")
    await finance.says("请示：方案一：压减支出；方案二：申请转移支付。建议方案一")
    await office.until("2022-02-16 10:00")
    await finance.says("已办结")
    await office.until("2022-02-22 12:00")
    days = [text for text in leader.heard_since("2022-02-15 12:00") if "等您定夺" in text]
    assert ["已等3个工作日" in days[0], "已等5个工作日" in days[1], len(days)] == [True, True, 2]


async def test_the_weekly_report_names_the_silent_and_counts_what_waits(office, finance):
    leader = await office.leader("常务副市长")
    parks = await office.head("市林业局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.task("植树造林", owner=parks, due="2022-06-30", leader=leader)
    await office.until("2022-02-15 09:00")
    await finance.says("已办结")
    await office.until("2022-02-18 16:00")
    report = next(text for text in reversed(office.coordinator.heard_since("2022-02-18 15:00")) if "督查周报" in text)
    assert "未反馈、未签收（1人，共1项）\n　市林业局局长：1项，最久3个工作日，均未签收" in report
    assert "超过2个工作日未定：办结申请1件；最久3个工作日。" in report
    assert "逾期未签收1" in report
    of_field = next(text for text in reversed(leader.heard_since("2022-02-18 15:00")) if "牵头事项周报" in text)
    assert "市林业局局长：1项" in of_field
    assert "办结申请" not in of_field
    assert task.title not in of_field


async def test_a_report_of_standing_work_goes_to_the_period_it_names(office, finance):
    task = await office.task("防范化解债务风险", owner=finance, every="month")
    await office.until("2022-02-15 09:00")
    await finance.taps("签收")
    await office.until("2022-04-01 10:00")
    await finance.says("4月份已完成，化解债务3000万元")
    assert "4月" in finance.last
    await finance.says("3月份已完成，化解债务2000万元")
    assert [report.period for report in await office.reports(task)] == ["2022-04", "2022-03"]
    async with office.stage.database.reading() as session:
        assert await agenda.coming(session, until=office.stage.clock.now) == []
    await office.until("2022-05-10 10:00")
    assert not any("4月的反馈未收到" in text for text in finance.heard_since("2022-04-01 12:00"))
    assert await office.faults() == []


async def test_this_month_on_the_first_days_is_asked_about_while_the_last_report_is_wanting(office, finance):
    task = await office.task("防范化解债务风险", owner=finance, every="month")
    await office.until("2022-02-15 09:00")
    await finance.taps("签收")
    await office.until("2022-03-02 10:00")
    await finance.says("本月已化解债务3000万元")
    assert "2月的反馈尚未收到。您这次报的是2月还是3月的情况？" in finance.last
    assert [report.period for report in await office.reports(task)] == [None]
    await finance.taps("2月")
    assert f"已记为{task.number}号2月的反馈" in finance.last
    assert [report.period for report in await office.reports(task)] == ["2022-02"]
    await finance.says("本月已化解债务1000万元")
    assert "还是" not in finance.last
    assert [report.period for report in await office.reports(task)] == ["2022-02", "2022-03"]
    await office.until("2022-04-01 10:00")
    await finance.says("本月化解债务2000万元")
    await office.until("2022-04-06 10:00")
    assert await office.faults() == []


async def test_a_hollow_report_is_asked_about_once_in_a_period_and_listed_as_such(office, finance):
    task = await office.task("防范化解债务风险", owner=finance, every="month")
    await office.until("2022-02-15 09:00")
    await finance.says("2月份高度重视，正在推进")
    assert "本期做了哪些工作" in finance.last
    await finance.says("2月份持续推进中")
    assert "本期做了哪些工作" not in finance.last
    await office.until("2022-03-25 10:00")
    assert not any("反馈未收到" in text for text in finance.heard_since("2022-02-15 12:00"))  # it counts as reported
    digest = next(text for text in office.coordinator.heard_since("2022-02-18 15:00") if "督查周报" in text)
    assert f"◆ 反馈无实质内容（1项）：{task.number}号" in digest
    await finance.says("3月份高度重视，正在推进")
    assert "本期做了哪些工作" in finance.last
    assert [report.period for report in await office.reports(task)] == ["2022-02", "2022-02", "2022-03"]
    assert await office.faults() == []


async def test_a_period_that_ended_before_the_hand_out_is_nobodys(office, finance):
    await office.begins("2022-03-01 10:00")
    task = await office.task("防范化解债务风险", owner=finance, every="month")
    await office.until("2022-03-02 10:00")
    await finance.says("已化解债务3000万元")
    assert [report.period for report in await office.reports(task)] == ["2022-03"]


async def test_a_promise_is_asked_about_in_its_own_words_and_judged_by_what_is_said(office, finance):
    task = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.until("2022-02-21 10:00")
    await finance.says("目前完成10%，2月底前完成30%")
    await office.until("2022-02-28 10:00")
    assert "您2月21日（周一）说：“目前完成10%，2月底前完成30%”，请告知结果" in finance.last
    await finance.says("完成25%")
    assert "您承诺2月28日（周一）前达到30%，尚差5%，请抓紧。" in finance.last
    assert await promises(office, task) == [(30, False)]
    await finance.taps("撤销")
    assert await promises(office, task) == [(30, None)]
    await finance.says("完成32%")
    assert "尚差" not in finance.last
    assert await promises(office, task) == [(30, True)]
    await finance.says("3月2日前完成50%")
    await office.until("2022-03-03 10:00")
    await finance.says("完成45%")
    await office.until("2022-03-04 16:00")
    report = next(text for text in office.coordinator.heard_since("2022-03-04 15:00") if "督查周报" in text)
    assert "◆ 承诺：兑现1项，过期未兑现1项\n　市财政局：兑现1项，未兑现1项" in report
    assert not any("承诺" in text for text in finance.heard_since("2022-03-04 15:00"))
    assert await office.faults() == []


async def promises(office, task):
    """The percent of each promise, and whether it was kept."""
    async with office.stage.database.reading() as session:
        found = await session.scalars(select(Promise).where(Promise.task_id == task.id).order_by(Promise.id))
        return [(each.percent, each.kept) for each in found]


async def test_a_supervision_order_is_drafted_after_four_working_days_and_issued_by_a_tap(office, finance):
    budget, debts = await office.tasks(["编制年度预算草案", "化解债务"], owner=finance, due="2022-06-30")
    await office.until("2022-02-18 09:00")
    assert "下达督办单" not in office.coordinator.latest.labels
    await office.until("2022-02-21 09:00")
    await office.coordinator.taps("下达督办单")
    assert "拟下达黄色督办单" in office.coordinator.last
    assert "请于2月23日（周三）前反馈办理情况" in office.coordinator.last
    assert "督办单" not in finance.last
    await office.coordinator.taps("下达")
    assert "督办〔2022〕1号已下达市财政局局长，共2项" in office.coordinator.last
    assert "【督办单】督办〔2022〕1号（黄色）" in finance.last
    assert budget.title in finance.last
    assert debts.title in finance.last
    await office.until("2022-02-23 10:00")
    assert any("督办单" in text for text in finance.heard_since("2022-02-23 08:00"))
    assert "2项已下达督办单" in "".join(office.coordinator.heard_since("2022-02-22 08:00"))
    await finance.says(f"{budget.number}号完成20%")
    assert f"{budget.number}号“编制年度预算草案”：市财政局局长已就督办单作出反馈。" in office.coordinator.last
    await office.until("2022-02-25 15:00")
    assert any("督办单" in text and debts.title in text for text in office.coordinator.heard_since("2022-02-24 08:00"))
    assert await office.faults() == []


async def test_a_new_silence_after_an_answer_may_be_met_by_a_new_order(office, finance):
    budget, debts = await office.tasks(["编制年度预算草案", "化解债务"], owner=finance, due="2022-03-11")
    await office.until("2022-02-21 09:00")
    await office.coordinator.taps("下达督办单")
    await office.coordinator.taps("下达")
    await finance.says(f"{budget.number}号正在推进")  # hollow: the order stays, the silence is over
    await finance.says(f"{debts.number}号完成20%")
    await office.until("2022-03-15 10:00")
    await finance.says(f"{budget.number}号正在推进")
    await office.until("2022-03-16 09:00")
    assert "可下达督办单" in office.coordinator.last
    await office.coordinator.taps("下达督办单")
    assert debts.title in office.coordinator.last
    assert await office.faults() == []


async def test_who_stands_in_hears_of_the_orders_of_the_absent(office, finance):
    away = await office.deputy("李副局长", of=finance, begins="2022-02-21", ends="2022-02-25")
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.until("2022-02-21 09:00")
    await office.coordinator.taps("下达督办单")
    await office.coordinator.taps("下达")
    assert "【督办单】督办〔2022〕1号" in away.last
    await office.until("2022-02-23 10:00")
    (asked,) = [text for text in away.heard_since("2022-02-23 08:00") if "督办单" in text]
    assert budget.title in asked
    await office.until("2022-02-25 10:00")
    assert not any("督办单" in text for text in finance.heard_since("2022-02-14 10:00"))
    await office.until("2022-03-01 10:00")  # his days are over
    assert any("督办单" in text for text in finance.heard_since("2022-02-28 08:00"))
    assert not any("督办单" in text for text in away.heard_since("2022-02-28 08:00"))
    await finance.says("完成20%")
    assert "已就督办单作出反馈" in office.coordinator.last
    assert await office.faults() == []


async def test_the_list_leads_to_entering_what_is_said_by_telephone(office, finance):
    task = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.until("2022-02-18 09:00")
    await office.coordinator.taps("电话代录")
    assert f"代市财政局局长报：{task.number}号完成60%，月底前办结" in office.coordinator.last
    await office.coordinator.says(f"代市财政局局长报：{task.number}号完成60%，月底前办结")
    await office.coordinator.taps("确认")
    assert [report.percent for report in await office.reports(task)] == [60]
    await office.until("2022-02-21 12:00")
    assert not any("未反馈、未签收" in text for text in office.coordinator.heard_since("2022-02-18 12:00"))


async def test_signing_anew_for_a_new_date_is_reckoned_from_it(office, finance):
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.until("2022-02-15 10:00")
    await finance.says("收到")
    await office.until("2022-02-28 10:00")
    await office.coordinator.says(f"{budget.number}号改期到7月8日")
    await office.coordinator.taps("确认")
    await office.until("2022-03-02 10:00")
    async with office.stage.step("look") as context:
        (found,) = await waiting.silent(context)
    assert (found.workdays, found.unsigned) == (2, 1)


async def test_a_refused_extension_is_no_reminder_of_the_days_it_was_waited_for(office, finance):
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-02-25")
    await office.until("2022-02-28 10:00")
    await finance.says(f"{budget.number}号申请延期到3月4日，因为材料未到")
    await office.until("2022-03-02 10:30")
    await office.coordinator.taps("不同意")
    await office.until("2022-03-02 20:00")
    assert not any("超期" in text and "早上好" in text for text in finance.heard_since("2022-03-02 10:00"))
    assert [text for text in finance.heard_since("2022-03-02 10:00") if "事事有着落" in text] == []
    await office.until("2022-03-03 09:30")
    assert "超期" in finance.last
    assert await office.faults() == []


async def test_a_reminder_of_the_morning_on_which_a_round_began_for_want_of_news_is_not_a_second_message(
    office, finance
):
    await office.task("编制年度预算草案", owner=finance, due="2022-03-22")  # fifteen working days before it: 1 March
    await office.until("2022-02-15 10:00")
    await finance.says("收到")
    await office.until("2022-03-01 20:00")  # the tenth working day after signing
    assert len(finance.heard_since("2022-03-01 08:00")) == 1
    assert await office.faults() == []
