"""A free reply becomes a report; the echo shows what was understood, and can be taken back."""

import pytest


@pytest.fixture
async def finance(office):
    """A head with two tasks, signed for."""
    finance = await office.head("市财政局局长")
    office.bonds, office.idle = await office.tasks(["争取专项债券", "清理闲置资金"], owner=finance, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await finance.taps("全部签收")
    return finance


async def test_a_report_is_stored_with_its_words_and_echoed(office, finance):
    await finance.says("1号完成60%，预计下周五前办结")
    assert finance.last == "已记录：\n1号 争取专项债券：推进中，进度60%，预计1月14日（周五）办结"
    assert finance.latest.labels == ("更正", "撤销")
    [report] = await office.reports(office.bonds)
    assert (report.percent, report.expected_date.isoformat()) == (60, "2022-01-14")
    assert await office.state(office.bonds) == "推进中"


async def test_one_reply_may_speak_of_several_tasks(office, finance):
    await finance.says("1号完成60%，2号卡在用地指标，请市自然资源局协调")
    assert finance.last.startswith(
        "已记录2项：\n1号 争取专项债券：推进中，进度60%\n2号 清理闲置资金：受阻，困难：用地指标"
    )
    assert await office.state(office.idle) == "受阻"


async def test_undo_puts_back_what_was(office, finance):
    await finance.says("1号完成60%，预计下周五前办结")
    await finance.taps("撤销")
    assert finance.last == "已撤销：1号恢复到反馈之前的情况。"
    assert finance.latest.labels == ()
    task = await office.found(office.bonds)
    assert (task.state.label, task.percent, task.expected, task.reported_at) == ("已签收", None, None, None)


async def test_undo_twice_does_nothing_more(office, finance):
    await finance.says("1号完成60%")
    await finance.says("1号完成70%")
    await finance.taps_twice("撤销")
    assert (await office.found(office.bonds)).percent == 60


async def test_undo_of_an_older_report_leaves_the_newer_one(office, finance):
    await finance.says("1号完成60%")
    older = finance.latest
    await finance.says("1号完成70%")
    await finance.taps("撤销", under=older)
    assert (await office.found(office.bonds)).percent == 70


async def test_undo_takes_back_the_report_and_the_answer_to_its_question(office, finance):
    await finance.says("1号正在推进")
    assert finance.last.endswith("1号“争取专项债券”目前完成到百分之几？")
    await finance.taps("60%")
    assert "进度60%" in finance.last
    await finance.taps("撤销")
    task = await office.found(office.bonds)
    assert (task.state.label, task.percent, task.reported_at) == ("已签收", None, None)


async def test_a_correction_withdraws_and_asks_anew(office, finance):
    await finance.says("1号完成60%")
    await finance.taps("更正")
    assert finance.last == "好的，上一条已撤销。请重新写明正确的情况。"
    await finance.says("1号完成50%")
    assert (await office.found(office.bonds)).percent == 50
    assert len(await office.reports(office.bonds)) == 1


async def test_an_edited_message_replaces_its_reading(office, finance):
    number = await finance.says("1号完成60%")
    echo = finance.latest
    await finance.edits(number, "1号完成65%")
    assert next(each for each in finance.messages if each.id == echo.id).text == "（原消息已修改，以修改后的为准）"
    assert "进度65%" in finance.last
    [report] = await office.reports(office.bonds)
    assert report.percent == 65


async def test_an_edit_of_an_old_message_does_not_undo_a_newer_report(office, finance):
    old = await finance.says("1号完成60%")
    await finance.says("1号完成80%")
    await finance.edits(old, "2号完成60%")
    assert (await office.found(office.bonds)).percent == 80
    assert (await office.found(office.idle)).percent == 60


async def test_an_edit_changes_the_task_it_speaks_of(office, finance):
    number = await finance.says("1号完成60%")
    await finance.edits(number, "2号完成60%")
    assert (await office.found(office.bonds)).percent is None
    assert await office.state(office.bonds) == "已签收"
    assert (await office.found(office.idle)).percent == 60


async def test_a_reply_to_a_message_speaks_of_its_task(office, finance):
    await finance.taps("2号")
    await finance.says("完成三成", to=finance.latest)
    assert (await office.found(office.idle)).percent == 30


async def test_hollow_words_are_asked_about_once(office, finance):
    await finance.says("1号高度重视，正在积极推进")
    assert finance.last.endswith("目前完成到百分之几？")
    await finance.taps("稍后再说")
    assert finance.last == "好的，方便时再回复即可。"
    await finance.says("1号正在有序推进")
    assert "百分之几" not in finance.last
    assert [each.substance for each in await office.reports(office.bonds)] == [False, False]


async def test_thanks_get_a_reaction_and_nothing_else(office, finance):
    count = len(finance.messages)
    await finance.says("谢谢")
    assert finance.reactions == ["👌"]
    assert len(finance.messages) == count


async def test_a_question_goes_to_the_office_and_the_answer_comes_back(office, finance):
    await finance.says("请问1号的验收材料要交到哪个科室？")
    assert finance.last == "您的问题已转督查员，会尽快答复您。"
    assert "验收材料要交到哪个科室" in office.coordinator.last
    await office.coordinator.says("交到三楼督查科。", to=office.coordinator.latest)
    assert office.coordinator.last == "已转告。"
    assert finance.last == "【督查室答复】交到三楼督查科。"


async def test_an_obstacle_reaches_the_office_and_progress_asks_whether_it_is_over(office, finance):
    await finance.says("1号卡在用地指标，请市自然资源局协调")
    assert "困难已转督查室协调。" in finance.last
    assert "【困难协调】市财政局局长反映" in office.coordinator.last
    await finance.says("1号完成80%")
    assert finance.last.endswith("1号“争取专项债券”此前反映的困难是否已经解决？")
    assert await office.state(office.bonds) == "受阻"
    await finance.taps("已经解决")
    assert await office.state(office.bonds) == "推进中"
    assert (await office.found(office.bonds)).percent == 80


@pytest.mark.parametrize(
    "words", ["🎉🎉🎉", "。", "？？？", "啊" * 4096, "\u200b\u200b1", "1号" * 500, "<b>", "-", "0号"]
)
async def test_odd_words_are_answered_and_change_nothing(office, finance, words):
    before = len(finance.messages) + len(finance.reactions)
    await finance.says(words)
    assert len(finance.messages) + len(finance.reactions) > before
    assert {await office.state(office.bonds), await office.state(office.idle)} == {"已签收"}


async def test_a_report_on_somebody_elses_number_changes_nothing(office, finance):
    audit = await office.head("市审计局局长")
    theirs = await office.task("开展专项审计", owner=audit, due="2022-03-31")
    await finance.says("3号已办结")
    assert await office.reports(theirs) == []
    assert await office.state(theirs) == "已交办"
    assert "3号" in finance.last
    assert "开展专项审计" not in finance.last


async def test_more_than_a_hundred_percent_is_asked_about(office, finance):
    await finance.says("1号完成120%")
    assert "超出了0到100%" in finance.last
    assert await office.reports(office.bonds) == []
    await finance.says("80%")
    assert (await office.found(office.bonds)).percent == 80


async def test_each_task_without_a_figure_is_named_where_one_is_asked_about(finance):
    await finance.says("全部正常推进")
    assert "1号“争取专项债券”目前完成到百分之几？\n2号也没有写明数字或日期" in finance.last
