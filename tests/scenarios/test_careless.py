"""What careless people do: the bot is never at a loss and never stores what was not meant."""

import pytest


@pytest.fixture
async def finance(office):
    office.mayor = await office.leader("常务副市长")
    finance = await office.head("市财政局局长")
    office.bonds, office.idle = await office.tasks(
        ["争取专项债券", "清理闲置资金"], owner=finance, due="2022-03-31", leader=office.mayor
    )
    await office.until("2022-01-05 09:00")
    await finance.taps("全部签收")
    return finance


async def facts(office, task):
    found = await office.found(task)
    return found.state.label, found.percent


@pytest.mark.parametrize(
    ("words", "state"), [("已经解决了", "推进中"), ("还没有", "受阻"), ("是的", "推进中"), ("没解决", "受阻")]
)
async def test_whether_the_difficulty_is_over_may_be_typed(office, finance, words, state):
    await finance.says("1号卡在用地指标，请市自然资源局协调")
    await finance.says("1号完成80%")
    await finance.says(words)
    assert await facts(office, office.bonds) == (state, 80)
    assert await facts(office, office.idle) == ("已签收", None)


@pytest.mark.parametrize("words", ["60%", "六成", "大概60", "1号60%"])
async def test_the_one_missing_figure_may_be_typed(office, finance, words):
    await finance.says("1号正在积极推进")
    await finance.says(words)
    assert await facts(office, office.bonds) == ("推进中", 60)


async def test_what_was_done_in_the_period_may_be_typed_without_its_number(office, finance):
    weekly = await office.task("防范化解债务风险", owner=finance, every="month")
    await finance.says("3号正在积极推进")
    assert "本期做了哪些工作" in finance.last
    await finance.says("化解债务3000万元，约谈12家企业")
    assert [each.substance for each in await office.reports(weekly)] == [False, True]


async def test_a_label_typed_is_a_button_tapped(office, finance):
    await finance.says("完成60%")
    await finance.says("稍后再说")
    assert finance.last == "好的，方便时再回复即可。"
    assert await office.reports(office.bonds) == []


async def test_undo_in_plain_words_takes_back_the_last_report(office, finance):
    await finance.says("1号完成60%")
    await finance.says("1号完成70%")
    await finance.says("撤销")
    assert await facts(office, office.bonds) == ("推进中", 60)
    assert "已撤销" in finance.last


async def test_an_answer_that_is_edited_is_read_anew(office, finance):
    await finance.says("完成60%")
    number = await finance.says("1号")
    assert await facts(office, office.bonds) == ("推进中", 60)
    await finance.edits(number, "2号完成60%")
    assert await facts(office, office.bonds) == ("已签收", None)
    assert await facts(office, office.idle) == ("推进中", 60)


async def test_saying_done_twice_is_one_claim(office, finance):
    await finance.says("1号已办结")
    await finance.says("1号已办结")
    assert (await office.journal(office.bonds)).count("request") == 1
    assert await office.state(office.bonds) == "申请办结"


async def test_a_report_on_a_closed_task_is_declined_politely(office, finance):
    await finance.says("1号已办结")
    await office.coordinator.accepts(office.bonds)
    await finance.says("1号完成90%")
    assert await office.state(office.bonds) == "已销号"
    assert "1号：该事项已销号，无需再报" in finance.last
    assert await facts(office, office.idle) == ("已签收", None)
    await finance.forges(f"done:{office.bonds.id}")
    assert finance.last == "1号“争取专项债券”已销号，无需再报。"


async def test_old_buttons_of_the_morning_still_speak_of_their_task(office, finance):
    morning = finance.with_button("全部签收")
    await office.until("2022-03-30 09:30")
    await finance.taps("全部签收", under=morning)
    assert finance.last == "这些事项此前都已签收。"


async def test_a_reply_to_the_weekly_report_with_several_tasks_asks_which(office, finance):
    await office.until("2022-03-25 16:01")
    assert "周报" in finance.last
    await finance.says("完成60%", to=finance.latest)
    assert "哪一项" in finance.last


async def test_all_of_them_at_once(office, finance):
    await finance.says("都已办结")
    assert await office.state(office.bonds) == await office.state(office.idle) == "申请办结"


async def test_a_leader_who_writes_a_line_is_answered(office, finance):
    count = len(office.mayor.messages)
    await office.mayor.says("请抓紧推进")
    assert len(office.mayor.messages) + len(office.mayor.reactions) > count


async def test_the_only_coordinator_who_writes_a_line_is_not_told_it_was_passed_on(office, finance):
    await office.coordinator.says("下午开会")
    assert "已转督查室" not in office.coordinator.last
    assert "转督查员" not in office.coordinator.last


async def test_a_return_without_a_reason_is_still_a_return(office, finance):
    await finance.says("1号已办结")
    await office.coordinator.returns(office.bonds, "不行")
    assert await office.state(office.bonds) == "退回重办"


async def test_a_new_date_in_the_past_is_not_taken(office, finance):
    await finance.says("1号已办结")
    await office.coordinator.returns(office.bonds, "缺材料，2021年12月1日前补齐")
    assert (await office.found(office.bonds)).due.isoformat() == "2022-03-31"


async def test_an_extension_to_an_earlier_day_is_asked_about(office, finance):
    await finance.says("1号申请延期至2月10日，因资金未到位")
    assert "不晚于现定时限" in finance.last
    assert (await office.found(office.bonds)).due.isoformat() == "2022-03-31"


async def test_long_titles_and_many_tasks_fit_every_message(office, finance):
    titles = [f"落实全市重点项目建设推进会议第{n}项议定事项" * 12 for n in range(30)]
    await office.tasks(titles, owner=finance, due="2022-01-12")
    await office.until("2022-01-07 16:01")
    await finance.says("我的任务")
    await office.coordinator.says("/status")
    await finance.says("完成60%")
    assert "哪一项" in finance.last
