"""批示: what a leader says reaches whoever must act, and its answer comes back to him."""

import pytest


@pytest.fixture
async def city(office):
    office.mayor = await office.leader("分管城建副市长")
    office.housing = await office.head("市住建局局长")
    office.money = await office.head("市财政局局长")
    office.lamps, office.flats = await office.tasks(
        ["路灯更换", "老旧小区改造"], owner=office.housing, leader="分管城建副市长", due="2022-06-30"
    )
    await office.until("2022-01-05 09:00")
    await office.housing.taps("全部签收")
    return office


async def test_free_words_are_read_back_and_reach_head_and_office(city):
    await city.mayor.says("2号要抓紧，3月底前给我报一次")
    assert city.mayor.last.startswith("批示2号“老旧小区改造”：“2号要抓紧，3月底前给我报一次”")
    assert "将即发市住建局局长并抄督查室，3月31日（周四）前反馈" in city.mayor.last
    assert "批示" not in city.housing.last
    await city.mayor.taps("确认")
    assert "批示已发市住建局局长" in city.mayor.last
    assert city.housing.last.startswith("【批示】分管城建副市长对2号“老旧小区改造”批示：“2号要抓紧")
    assert city.coordinator.last.startswith("【批示】分管城建副市长")


async def test_confirmed_in_a_word_and_cancelled_in_a_word(city):
    await city.mayor.says("2号要抓紧，3月底前给我报一次")
    await city.mayor.says("确认")
    assert "【批示】" in city.housing.last
    await city.mayor.says("1号也要抓紧")
    await city.mayor.says("算了")
    assert city.mayor.last == "已取消，未发出。"


async def test_its_answer_comes_back_to_him(city):
    await city.mayor.says("2号要抓紧，3月底前给我报一次")
    await city.mayor.taps("确认")
    await city.housing.says("已完成立面改造40%，预计3月20日前完成外墙", to=city.housing.latest)
    assert "【批示反馈】市住建局局长对2号“老旧小区改造”批示的反馈：“已完成立面改造40%" in city.mayor.last
    await city.mayor.taps("已阅")
    assert city.mayor.last == "好的，此件批示已办结。"


async def test_words_that_name_no_task_ask_which(city):
    await city.mayor.says("先不换，让住建局会同财政局拿测算")
    assert "指的是哪一项？" in city.mayor.last
    await city.mayor.taps("1号 路灯更换")
    await city.mayor.taps("确认")
    assert "【批示】分管城建副市长对1号“路灯更换”批示：“先不换" in city.housing.last


async def test_or_are_for_the_office_to_carry_out(city):
    await city.mayor.says("下周一开个调度会，各单位一把手都来")
    await city.mayor.taps("确认")
    assert city.coordinator.last.startswith("【批示】分管城建副市长交督查室：“下周一开个调度会")
    await city.coordinator.taps("已落实")
    assert "已落实" in city.mayor.last


async def test_within_ten_minutes_it_is_his_to_take_back(city):
    await city.mayor.says("2号要抓紧，3月底前给我报一次")
    await city.mayor.taps("确认")
    await city.mayor.taps("撤回")
    assert "的批示已撤回" in city.housing.last
    assert "的批示已撤回" in city.coordinator.last


async def test_after_ten_minutes_another_one_has_to_say_otherwise(city):
    await city.mayor.says("2号要抓紧，3月底前给我报一次")
    await city.mayor.taps("确认")
    await city.until("2022-01-05 10:00")
    await city.mayor.taps("撤回")
    assert "不能撤回" in city.mayor.last


async def test_he_is_asked_again_before_its_day_and_the_office_after_it(city):
    await city.mayor.says("2号要抓紧，1月20日前给我报一次")
    await city.mayor.taps("确认")
    await city.until("2022-01-17 09:01")
    assert any("批示" in each and "等待您处理" in each for each in city.housing.heard_since("2022-01-17 08:00"))


async def test_a_paper_one_is_entered_by_a_coordinator(city):
    await city.coordinator.says("分管城建副市长批示：2号抓紧，1月底前办结")
    assert "批示2号“老旧小区改造”" in city.coordinator.last
    await city.coordinator.taps("确认")
    assert "【批示】分管城建副市长对2号“老旧小区改造”批示（督查员甲录入）：“2号抓紧" in city.housing.last


async def test_he_is_answered_with_the_figures(city):
    await city.mayor.says("2号现在怎样")
    assert "2号 老旧小区改造" in city.mayor.last
    await city.mayor.says("我分管的有几项超期")
    assert "没有超期事项" in city.mayor.last
    await city.mayor.says("老旧小区改造进展如何？")
    assert "2号 老旧小区改造" in city.mayor.last


async def test_a_typed_choice_is_the_tap_and_is_read_back(city):
    await city.housing.says("2号有两个方案：方案一，货币补贴；方案二，统一租房。建议采用方案一，请领导定夺")
    await city.mayor.says("同意方案一")
    assert "选定“货币补贴”，由市住建局局长办理" in city.mayor.last
    await city.mayor.taps("确认")
    assert "分管城建副市长选定：货币补贴" in city.housing.last
    await city.mayor.taps("撤回")
    assert "请示的决定已撤回" in city.housing.last


async def test_nothing_he_says_ends_in_a_bare_greeting(city):
    await city.mayor.says("这个事不能再拖了")
    assert "指的是哪一项？" in city.mayor.last
    await city.mayor.says("好，知道了")
    assert city.mayor.reactions[-1] == "👌"
