"""谁问，谁知道: plain questions of the office are answered with the tasks, and with 催办 where somebody owes a word."""

import pytest


@pytest.fixture
async def city(office):
    office.mayor = await office.leader("市长")
    office.water = await office.head("市水利局局长")
    office.money = await office.head("市财政局局长", bound=False)
    await office.task("灌区改造", owner=office.water, leader="市长", due="2022-03-15", source="议定事项")
    await office.task("河道清淤", owner=office.water, due="2022-04-15")
    await office.task("债券申报", owner=office.money, due="2022-03-20", source="领导批示")
    await office.until("2022-01-05 09:00")
    await office.coordinator.says("1号请财政局列为配合单位")
    await office.coordinator.taps("确认")
    return office


@pytest.mark.parametrize(
    ("words", "numbers", "left_out"),
    [
        ("谁没签收", ("1号", "2号", "3号"), ()),
        ("谁没回", ("1号", "2号"), ()),
        ("三月到期", ("1号", "3号"), ("2号 ",)),
        ("三月份到期的有哪些？", ("1号", "3号"), ("2号 ",)),
        ("议定事项", ("1号",), ("2号 ", "3号 ")),
        ("领导批示的有哪些", ("3号",), ("1号 ", "2号 ")),
        ("市长交办的", ("1号",), ("2号 ", "3号 ")),
        ("本周新增", ("1号", "2号", "3号"), ()),
        ("水利局的", ("1号", "2号"), ("3号 ",)),
        ("/status 未签收 市水利局", ("1号", "2号"), ("3号 ",)),
        ("/status 议定事项 3月", ("【督查台账·议定事项·3月】", "1号"), ("2号 ", "3号 ")),
        ("3月15号到期的有几项", ("1号",), ("2号 ", "3号 ")),
        ("这个月新增了几项", ("【本月新增】", "1号", "2号", "3号"), ()),
        ("哪些局到现在一个字没回过", ("1号", "2号"), ()),
        ("常务会定的那几项还没签收的有哪些", ("议定事项", "1号"), ("2号 ", "3号 ")),
        ("财政局配合的有哪几件", ("1号",), ("2号 ", "3号 ")),
        ("财政局配合哪些活", ("1号",), ("2号 ", "3号 ")),
        ("/status 配合单位 市财政局", ("1号",), ("2号 ", "3号 ")),
        ("还有多少人没绑定账号", ("市财政局局长",), ()),
        ("1号从头到尾的经过给我看看", ("1号“灌区改造”办理历史",), ()),
    ],
)
async def test_a_question_of_the_office(city, words, numbers, left_out):
    await city.coordinator.says(words)
    assert all(each in city.coordinator.last for each in numbers), city.coordinator.last
    assert not any(each in city.coordinator.last for each in left_out), city.coordinator.last


async def test_who_owes_a_word_can_be_urged_from_the_list(city):
    await city.coordinator.says("谁没签收")
    await city.coordinator.taps("催办1号")
    assert "【督查室催办】" in city.water.last


async def test_who_is_not_bound_is_named(city):
    await city.coordinator.says("谁没绑定")
    assert "市财政局局长" in city.coordinator.last


async def test_the_history_of_a_task_in_plain_words(city):
    await city.water.says("1号完成30%")
    await city.coordinator.says("1号历史")
    assert "1号“灌区改造”办理历史" in city.coordinator.last
    assert "市水利局局长 反馈" in city.coordinator.last


async def test_a_head_sees_his_own_and_asks_his_coordinator_for_the_rest(city):
    await city.water.says("1号怎么样了？")
    assert "1号 灌区改造" in city.water.last
    await city.water.says("3号怎么样了？")
    assert "债券申报" not in city.water.last
    await city.water.says("1号的验收标准是什么？")
    assert "【负责人提问】市水利局局长" in city.coordinator.last
