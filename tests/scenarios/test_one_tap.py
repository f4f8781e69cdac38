"""A doubt costs one tap: the proposal stands in full in the question, and several doubts share one message."""

import pytest

TWO_DOUBTS = "1号已办结，但还有2条没完成。\n2号已办结，但还有3户没完成。"


@pytest.fixture
async def housing(office):
    housing = await office.head("市住建局局长")
    office.pipes, office.water = await office.tasks(["燃气管道年检", "城市供水普查"], owner=housing, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await housing.taps("全部签收")
    return housing


async def test_the_question_shows_what_yes_would_store(office, housing):
    await housing.says("燃气管道年检已办结。昨天才知道有两条漏检，正补检")
    assert "1号燃气管道年检：推进中，对吗？" in housing.last
    assert housing.latest.labels[0] == "对，照此记录"
    await housing.taps("对，照此记录")
    assert housing.last.startswith("已记录：\n1号 燃气管道年检：推进中")
    assert await office.state(office.pipes) == "推进中"


@pytest.mark.parametrize("yes", ["对", "是的", "没错", "对的。", "对，照此记录"])
async def test_a_typed_yes_is_the_tap(office, housing, yes):
    await housing.says("燃气管道年检已办结。昨天才知道有两条漏检，正补检")
    await housing.says(yes)
    assert await office.state(office.pipes) == "推进中"


@pytest.mark.parametrize("no", ["不对", "不是", "不对，我来写明"])
async def test_a_typed_no_asks_for_the_right_words_and_reads_them_of_the_same_task(office, housing, no):
    await housing.says("燃气管道年检已办结。昨天才知道有两条漏检，正补检")
    await housing.says(no)
    assert "请写明1号的正确情况" in housing.last
    await housing.says("完成90%，预计1月20日前全部办结，昨天漏检的两条今天就补上")
    found = await office.found(office.pipes)
    assert (found.percent, str(found.expected)) == (90, "2022-01-20")


async def test_several_doubts_are_numbered_lines_of_one_message(office, housing):
    before = len(housing.messages)
    await housing.says(TWO_DOUBTS)
    assert len(housing.messages) == before + 1
    assert "1. “" in housing.last
    assert "\n2. “" in housing.last
    assert {"1. 对", "2. 对", "全部正确", "稍后再说"} <= set(housing.latest.labels)
    await housing.taps("全部正确")
    assert housing.last.startswith("已记录2项：")
    assert [await office.state(task) for task in (office.pipes, office.water)] == ["推进中", "推进中"]


async def test_of_several_doubts_each_has_its_own_button_and_keeps_it(office, housing):
    await housing.says(TWO_DOUBTS)
    question = housing.latest
    await housing.taps("2. 对")
    assert await office.state(office.water) == "推进中"
    assert await office.state(office.pipes) == "已签收"
    left = next(each for each in housing.messages if each.id == question.id)
    assert "1. 对" in left.labels
    assert "2. 对" not in left.labels
    await housing.taps("1. 对", under=left)
    assert await office.state(office.pipes) == "推进中"


async def test_one_word_judges_all_lines_and_a_number_one(office, housing):
    await housing.says(TWO_DOUBTS)
    await housing.says("1对，2不对")
    assert await office.state(office.pipes) == "推进中"
    assert await office.state(office.water) == "已签收"
    assert "请写明2号的正确情况" in housing.last
    await housing.says(TWO_DOUBTS)
    await housing.says("都对")
    assert await office.state(office.water) == "推进中"


@pytest.mark.parametrize("words", ["孩子发烧了，今天请假", "晚上一起打球吧"])
async def test_what_is_kept_as_no_report_says_so(office, housing, words):
    await housing.says(words)
    assert housing.last.startswith("未作为工作反馈记录。")
    assert housing.latest.labels == ("这是进展", "转督查员")


async def test_one_tap_makes_it_a_report(office, housing):
    await housing.says("孩子发烧了，今天请假")
    await housing.taps("这是进展")
    assert "说的是哪一项？" in housing.last
    await housing.taps("2号 城市供水普查")
    assert await office.state(office.water) == "推进中"


async def test_one_tap_passes_it_on(office, housing):
    await housing.says("孩子发烧了，今天请假")
    await housing.taps("转督查员")
    assert "孩子发烧了" in office.coordinator.last


async def test_a_greeting_is_greeted(office, housing):
    await housing.says("你好")
    assert housing.last.startswith("您好！")


async def test_a_report_on_the_task_in_doubt_answers_the_doubt(office, housing):
    await housing.says("燃气管道年检已办结。昨天才知道有两条漏检，正补检")
    question = housing.latest
    await housing.says("1号完成90%，预计1月20日前全部办结")
    await housing.taps("对，照此记录", under=question)
    assert housing.last == "这个按钮已经失效，请以最新的消息为准。"
    assert (await office.found(office.pipes)).percent == 90
