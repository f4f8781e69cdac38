"""What is not certain is asked back: by button or by word, twice at most, then a person takes over."""

import pytest


@pytest.fixture
async def finance(office):
    finance = await office.head("市财政局局长")
    office.bonds, office.idle = await office.tasks(["争取专项债券", "清理闲置资金"], owner=finance, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await finance.taps("全部签收")
    return finance


async def test_which_task_is_answered_by_a_button(office, finance):
    await finance.says("完成60%")
    assert "说的是哪一项？" in finance.last
    assert finance.latest.labels == ("1号 争取专项债券", "2号 清理闲置资金", "转督查员", "稍后再说")
    await finance.taps("2号 清理闲置资金")
    assert (await office.found(office.idle)).percent == 60
    assert (await office.found(office.bonds)).percent is None


@pytest.mark.parametrize("words", ["第二个", "2号", "2", "清理闲置资金"])
async def test_which_task_is_answered_by_words(office, finance, words):
    await finance.says("完成60%")
    await finance.says(words)
    assert (await office.found(office.idle)).percent == 60


async def test_after_two_rounds_a_person_takes_over(office, finance):
    await finance.says("完成60%")
    await finance.says("就是那个")
    assert "哪一项" in finance.last
    await finance.says("上次说的那个")
    assert finance.last == "没有读准您的意思，已转督查员与您联系，谢谢。"
    assert office.coordinator.last.startswith("【来信】市财政局局长来信，未能识别：“完成60%”")
    assert office.coordinator.latest.labels == ("转为反馈", "回复", "知道了")


async def test_an_answered_question_cannot_be_answered_again(office, finance):
    await finance.says("完成60%")
    question = finance.latest
    await finance.taps("2号 清理闲置资金")
    await finance.forges(question.data[0])
    assert (await office.found(office.bonds)).percent is None
    assert finance.last == "这个按钮已经失效，请以最新的消息为准。"


async def test_two_fingers_on_two_answers_store_one(office, finance):
    await finance.says("完成60%")
    message = finance.latest
    for label in ("1号 争取专项债券", "2号 清理闲置资金"):
        await office.stage.client.tap(finance.chat_id, message.id, label)
    await office.stage.settle()
    percents = [(await office.found(task)).percent for task in (office.bonds, office.idle)]
    assert percents == [60, None]


async def test_of_two_open_questions_each_keeps_its_own_answer(office, finance):
    await finance.says("完成60%")
    first = finance.latest
    await finance.says("1号完成120%")
    second = finance.latest
    await finance.taps("2号 清理闲置资金", under=first)
    await finance.taps("80%", under=second)
    assert ((await office.found(office.bonds)).percent, (await office.found(office.idle)).percent) == (80, 60)


async def test_a_new_report_under_an_open_question_is_a_report(office, finance):
    await finance.says("完成60%")
    await finance.says("1号完成70%，预计下周五前办结")
    assert (await office.found(office.bonds)).percent == 70


async def test_an_answer_that_comes_after_the_closing_changes_nothing(office, finance):
    await finance.says("完成60%")
    question = finance.latest
    await finance.says("1号已办结")
    await office.coordinator.accepts(office.bonds)
    await finance.taps("1号 争取专项债券", under=question)
    assert await office.state(office.bonds) == "已销号"
    assert (await office.found(office.bonds)).percent != 60
    assert "已销号" in finance.last


async def test_a_hedge_is_not_a_claim(office, finance):
    await finance.says("1号估计是办完了吧")
    assert "是否确已办结" in finance.last
    assert await office.state(office.bonds) == "已签收"
    await finance.taps("确已办结")
    assert await office.state(office.bonds) == "申请办结"


async def test_a_question_left_open_is_no_trap(office, finance):
    await finance.says("完成60%")
    await finance.says("我的任务")
    assert "您名下在办事项2项" in finance.last
    await finance.says("谢谢")
    assert finance.reactions == ["👌"]


async def test_the_progress_button_asks_and_takes_a_typed_answer(office, finance):
    await finance.taps("1号")
    await finance.taps("报进度")
    assert finance.last == "1号“争取专项债券”目前完成到百分之几？可点选，也可直接回复。"
    await finance.says("65")
    assert (await office.found(office.bonds)).percent == 65


async def test_the_difficulty_button_asks_for_the_words(office, finance):
    await finance.taps("1号")
    await finance.taps("有困难")
    await finance.says("资金缺口三百万元，请市审计局帮忙看看")
    assert "困难" in finance.last
    assert "资金缺口" in office.coordinator.last
    assert len(await office.reports(office.bonds)) == 1


async def test_the_undo_of_a_claim_lets_it_fall(office, finance):
    await finance.says("1号已办结")
    assert "同意销号" in office.coordinator.latest.labels
    await finance.taps("撤销")
    assert await office.state(office.bonds) == "已签收"
    assert not any("同意销号" in each.labels for each in office.coordinator.messages)


async def test_a_reply_to_another_message_does_not_answer_the_question(office, finance):
    await finance.taps("2号")
    card = finance.latest
    await finance.says("1号完成120%")
    await finance.says("30%", to=card)
    assert ((await office.found(office.bonds)).percent, (await office.found(office.idle)).percent) == (None, 30)


async def test_a_return_that_was_begun_and_dropped_swallows_no_later_word(office, finance):
    await finance.says("1号已办结")
    await office.coordinator.taps("退回重办")
    await office.coordinator.accepts(office.bonds)
    await office.coordinator.says("/status 2")
    await office.coordinator.says("请问周报几点发？")
    assert "已由" not in office.coordinator.last
