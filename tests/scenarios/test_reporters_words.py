"""What a head says that names no task, or is no report: asked about with what he is in the middle of."""

import pytest


@pytest.fixture
async def city(office):
    office.leader_ = await office.leader("分管城建副市长")
    office.housing = await office.head("市住建局局长")
    office.park = await office.head("高新区管委会主任")
    facts = {"leader": office.leader_, "due": "2022-03-31"}
    office.flats, office.pipes, office.heat = await office.tasks(
        ["改造18个老旧小区", "雨水管网改造", "保障城乡冬季供热"], owner=office.housing, **facts
    )
    office.sewage = await office.task("建设高新区污水处理厂", owner=office.park, **facts)
    await office.until("2022-01-05 09:00")
    await office.housing.taps("全部签收")
    await office.park.taps("签收")
    await office.until("2022-01-05 09:40")
    return office


async def test_words_without_a_name_go_on_with_what_he_said_last(city):
    housing = city.housing
    await housing.says("2号完成30%，图审过了")
    await housing.says("报错了 不是图审 是勘察 图审还没约上")
    assert "是接着2号“雨水管网改造”说的吗" in housing.last
    await housing.taps("更正2号，以这条为准")
    assert "2号前一条已作废" in housing.last
    assert "更正" in housing.latest.labels


async def test_words_of_other_tasks_do_not_go_on_with_what_he_said_last(city):
    """供热 stands in two of his titles, and in neither of those he speaks of."""
    housing = city.housing
    await city.task("新老城区供热污水管网连通", owner=housing, due="2022-03-31")
    await housing.says("2号完成30%")
    echo = housing.latest
    await housing.says("供热")
    assert housing.last.startswith("请问“供热”说的是哪一项？")
    assert [label[:2] for label in housing.latest.labels[:2]] == ["3号", "5号"]
    await housing.taps("稍后再说")
    await housing.says("供热完成60%", to=echo)
    assert housing.last.startswith("请问“供热”说的是哪一项？")


async def test_an_answer_to_the_office_goes_to_the_office(city):
    await city.coordinator.says("住建局那边咋样，1号设备买没买，你问一嘴")
    await city.coordinator.taps("确认")
    assert "【督查室】请就1号" in city.housing.last
    await city.housing.says("这会儿腾不开，下午还有个会，明早给您一个准信")
    assert "市住建局局长" in city.coordinator.last


async def test_of_another_departments_task(city):
    await city.housing.says("高新区那污水厂 环评我们上礼拜就批完了")
    assert "4号不在您名下。您的话已转督查员" in city.housing.last
    assert "就4号“建设高新区污水处理厂”来信" in city.coordinator.last
    assert await city.reports(city.flats) == []


async def test_posts_are_no_progress(city):
    for said in ("明天开始我去省里培训，到11号", "我们副局长老孙，他手机上没弄你这个", "提前结业了，代理到6号为止吧"):
        await city.housing.says(said)
        assert "人员、代理安排已转督查员" in city.housing.last, said
        assert "【责任人变动】" in city.coordinator.last, said


async def test_a_question_about_what_stands_is_answered_at_once(city):
    await city.housing.says("1号到底几号前报算按时？")
    shown = [each.text for each in city.housing.messages[-2:]]
    assert "1号 改造18个老旧小区" in "".join(shown)


async def test_an_obstacle_needs_a_word_of_difficulty(city):
    await city.housing.says("1号小区里头昨天起了个小火点，四点二十就扑灭了，没伤着人")
    assert "困难" not in city.housing.last
    assert "【困难协调】" not in city.coordinator.last


async def test_a_close_and_a_test_of_the_microphone(city):
    for said in ("好滴 就这 忙去啦 拜～", "喂喂 试试这语音灵不灵 一二三"):
        await city.housing.says(said)
        assert city.housing.last.startswith("您好"), said
