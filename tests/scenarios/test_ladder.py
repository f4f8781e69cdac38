"""Each rung on its day: working days by the State Council's calendar, quiet on days off."""

import pytest

from db.models import Fate


async def mornings(office, person, task, days):
    """On which of these days the task is in his morning message."""
    heard = []
    for day in days:
        await office.until(f"2022-{day} 08:59")
        count = len(person.messages)
        await office.until(f"2022-{day} 09:01")
        if any(task.title in each.text for each in person.messages[count:]):
            heard.append(day)
    return heard


@pytest.fixture
async def finance(office):
    return await office.head("市财政局局长")


async def signed(office, finance, due, begins="2022-02-14 10:00", **facts):
    """A task handed out and signed for on the next morning, its substance known."""
    await office.begins(begins)
    task = await office.task("编制年度预算草案", owner=finance, due=due, **facts)
    day = office.stage.policy.calendar.forward(office.stage.policy.today(office.stage.clock.now), 1)
    await office.until(f"{day} 09:00")
    await finance.says(f"{task.number}号完成20%")
    return task


async def test_the_deadline_ladder_climbs_by_working_days(office, finance):
    task = await signed(office, finance, "2022-03-10")
    days = ["02-16", "02-17", "02-28", "03-01", "03-02", "03-04", "03-07", "03-08", "03-09", "03-10", "03-11", "03-14"]
    heard = await mornings(office, finance, task, days)
    assert heard == ["02-17", "03-01", "03-07", "03-09", "03-10", "03-11", "03-14"]
    assert "已超期4天" in finance.last


async def test_what_each_rung_asks(office, finance):
    await signed(office, finance, "2022-03-10")
    asked = {}
    for day in ("03-07", "03-09", "03-10", "03-11"):
        await office.until(f"2022-{day} 09:00")
        asked[day] = finance.last.split("→ ")[1].split("\n")[0]
    assert asked == {
        "03-07": "请告知进展和预计办结日期",
        "03-09": "明日到期，请告知能否按期办结",
        "03-10": "今天到期，请告知办理结果",
        "03-11": "已超期，请告知原因和预计办结日期",
    }


async def test_before_qingming_the_distances_skip_the_holiday_and_count_the_saturday_worked(office, finance):
    """2022: 3–5 April off, Saturday 2 April worked."""
    task = await signed(office, finance, "2022-04-06", begins="2022-03-25 10:00")
    days = ["03-30", "03-31", "04-01", "04-02", "04-04", "04-05", "04-06"]
    assert await mornings(office, finance, task, days) == ["03-31", "04-02", "04-06"]


async def test_a_due_day_within_spring_festival_is_asked_about_before_it(office, finance):
    """2022: 31 January to 6 February off, the weekend of 29 and 30 January worked."""
    task = await signed(office, finance, "2022-02-02", begins="2022-01-25 10:00")
    days = ["01-28", "01-29", "01-30", "01-31", "02-02", "02-04", "02-07"]
    assert await mornings(office, finance, task, days) == ["01-28", "01-30", "02-07"]
    assert "已超期5天" in finance.last


async def test_a_task_handed_out_late_starts_at_the_rung_that_fits(office, finance):
    task = await signed(office, finance, "2022-02-17", begins="2022-02-14 10:00")
    assert [row.rung for row in await office.rungs(task, fate=Fate.WAITING)][:2] == ["before_1", "due"]


async def test_a_milestone_is_asked_about_by_its_name(office, finance):
    task = await signed(
        office, finance, "2022-12-30", milestones=[("完成初稿", "2022-03-04"), ("审议通过", "2022-12-30")]
    )
    assert await mornings(office, finance, task, ["02-28", "03-01", "03-04"]) == ["03-01", "03-04"]
    assert "阶段节点“完成初稿”3月4日（周五）到期，请告知进展" in finance.last


async def test_a_promise_is_asked_about_on_its_day(office, finance):
    task = await signed(office, finance, "2022-06-30")
    await finance.says("完成40%，预计2月23日办结")
    assert await mornings(office, finance, task, ["02-22", "02-23"]) == ["02-23"]
    assert "预计2月23日办结" in finance.last


async def test_a_newer_promise_takes_the_place_of_the_older(office, finance):
    task = await signed(office, finance, "2022-06-30")
    await finance.says("完成40%，预计2月23日办结")
    await finance.says("预计2月25日办结")
    assert await mornings(office, finance, task, ["02-23", "02-25"]) == ["02-25"]


async def test_a_period_is_asked_for_until_it_is_reported(office, finance):
    await office.begins("2022-02-14 10:00")
    task = await office.task("防范化解债务风险", owner=finance, every="month")
    await office.until("2022-02-15 09:00")
    await finance.taps("签收")
    assert await mornings(office, finance, task, ["02-21", "02-25"]) == ["02-21", "02-25"]
    assert "请反馈2022年2月的进展" in finance.last or "请反馈2月的进展" in finance.last
    await finance.says("本月化解债务3000万元")
    await office.until("2022-03-01 12:00")
    assert finance.heard_since("2022-02-25 12:00", about=task)[1:] == []


async def test_a_missed_period_stays_missed_and_the_next_one_begins(office, finance):
    await office.begins("2022-02-14 10:00")
    task = await office.task("防范化解债务风险", owner=finance, every="month")
    await office.until("2022-02-15 09:00")
    await finance.taps("签收")
    assert await mornings(office, finance, task, ["02-28", "03-01"]) == ["03-01"]
    assert "2022年2月的反馈未收到" in finance.last
    assert "请尽快补报" in finance.last
    await office.until("2022-03-24 09:00")
    assert "请反馈" in finance.last
    assert "3月" in finance.last


async def test_the_office_hears_of_silence_after_two_and_four_working_days(office, finance):
    await office.begins("2022-02-14 10:00")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.until("2022-02-15 09:00")
    await office.until("2022-02-17 09:00")
    assert f"市财政局局长：1项，最久2个工作日，均未签收（{task.number}号）" in office.coordinator.last
    await office.until("2022-02-21 09:00")
    assert "最久4个工作日，均未签收，可下达督办单" in office.coordinator.last


async def test_an_answer_ends_the_silence(office, finance):
    await office.begins("2022-02-14 10:00")
    await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.until("2022-02-15 09:00")
    await finance.says("收到")
    await office.until("2022-02-21 09:30")
    assert not any("未反馈" in text for text in office.coordinator.heard_since("2022-02-14 10:00"))


async def test_signing_for_is_not_doing(office, finance):
    await office.begins("2022-02-14 10:00")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-12-30")
    await office.until("2022-02-15 09:00")
    await finance.taps("签收")
    await office.until("2022-03-01 09:00")
    assert "签收后已有一段时间没有实质进展反馈，请告知进展" in finance.last
    assert (await office.found(task)).round == 2


async def test_the_bot_is_quiet_at_night_at_noon_and_on_days_off(office, finance):
    await office.begins("2022-02-18 17:00")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-02-21 08:59")
    assert finance.heard_since("2022-02-18 12:00", about=task) == []
    await office.until("2022-02-21 12:30")
    await finance.says("已办结")
    assert "已收到办结申请" in finance.last
    assert "办结核查" not in office.coordinator.last
    await office.until("2022-02-21 14:00")
    assert "办结核查" in office.coordinator.last


async def test_an_urgent_task_comes_at_once_and_is_asked_about_after_two_hours(office, finance):
    await office.begins("2022-02-19 10:00")
    task = await office.task("报送防汛值班情况", owner=finance, due="2022-02-20", urgent=True)
    await office.until("2022-02-19 10:01")
    assert "【急件】报送防汛值班情况" in finance.last
    await office.until("2022-02-19 12:01")
    assert "尚未签收，请签收" in finance.last
    await finance.taps("签收")
    await office.until("2022-02-20 12:00")
    assert "今天到期" in finance.last
    assert task.title in finance.last


async def test_an_urgent_task_waits_for_the_end_of_the_night(office, finance):
    await office.begins("2022-02-19 22:00")
    await office.task("报送防汛值班情况", owner=finance, due="2022-02-21", urgent=True)
    await office.until("2022-02-20 07:59")
    assert "急件" not in finance.last
    await office.until("2022-02-20 08:00")
    assert "【急件】报送防汛值班情况" in finance.last


async def test_one_message_a_morning_whatever_is_due(office, finance):
    await office.begins("2022-03-07 10:00")
    await office.task("编制年度预算草案", owner=finance, due="2022-03-09")
    await office.task("清理闲置资金", owner=finance, due="2022-03-11")
    await office.task("防范化解债务风险", owner=finance, every="month")
    await office.until("2022-03-10 09:30")
    by_day = [text.split("。")[1][:7] for text in finance.heard_since("2022-03-07 11:00")]
    assert len(by_day) == len(set(by_day)) == 3
