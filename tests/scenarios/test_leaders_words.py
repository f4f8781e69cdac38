"""A leader's words that are no new 批示: on an earlier one, on an answer, of praise, to several at once."""

import pytest


@pytest.fixture
async def city(office):
    office.leader_ = await office.leader("分管城建副市长")
    office.other = await office.leader("分管农业副市长")
    office.housing = await office.head("市住建局局长")
    office.urban = await office.head("市城管执法局局长")
    facts = {"leader": office.leader_, "due": "2022-03-31"}
    office.flats, office.pipes = await office.tasks(["改造18个老旧小区", "雨水管网改造"], owner=office.housing, **facts)
    office.illegal = await office.task("依法拆除违法建设", owner=office.urban, **facts)
    office.farm = await office.task(
        "建设高标准农田", owner=await office.head("市农业农村局局长"), leader=office.other, due="2022-03-31"
    )
    await office.until("2022-01-05 09:00")
    await office.housing.taps("全部签收")
    await office.until("2022-01-05 09:40")
    return office


async def test_a_directive_is_asked_about_accepted_sent_back_and_let_go(city):
    leader, housing, coordinator = city.leader_, city.housing, city.coordinator
    await leader.says("2号管网要赶在汛期前，1月18日前把施工计划报给我")
    await leader.says("他看了没？几点看的？")
    assert "还没有确认发出" in leader.last
    await leader.taps("确认")
    await leader.says("他看了没？几点看的？")
    assert "送达市住建局局长，目前尚未答复" in leader.last
    await housing.says("2号正在积极对接中")
    await leader.says("这算什么答复？跟谁对接、哪天开工，重写！")
    assert "退回市住建局局长重新答复" in leader.last
    await leader.taps("确认")
    assert "【批示退回】" in housing.last
    await housing.says("2号施工计划已排好，3月25日进场")
    await leader.says("行，就照这个排，盯住内涝点")
    assert "就此了结" in leader.last
    await leader.taps("确认")
    assert "不必再作答复：“行，就照这个排，盯住内涝点”" in housing.last
    assert "批示了结" in coordinator.last
    assert await city.state(city.pipes) == "推进中"


async def test_what_needs_no_answer_any_more(city):
    await city.leader_.says("2号施工计划1月18日前报给我")
    await city.leader_.taps("确认")
    await city.leader_.says("报施工计划那条不用再回了，我当面听过了")
    await city.leader_.taps("确认")
    assert "不必再作答复" in city.housing.last
    await city.coordinator.says("批示清单")
    assert "没有" in city.coordinator.last


async def test_praise_owes_no_answer(city):
    await city.leader_.says("老旧小区改造这阵子抓得实，不错")
    assert "不需答复" in city.leader_.last
    await city.leader_.taps("确认")
    assert city.housing.last.startswith("【领导肯定】分管城建副市长")
    assert await city.reports(city.flats) == []


async def test_a_department_or_several_get_one_word_each(city):
    leader = city.leader_
    await leader.says("住建局手里这些活，明天下班前一件一件报我到哪一步了")
    assert "将即发市住建局局长并抄督查室，1月6日" in leader.last
    await leader.taps("确认")
    assert "【批示】分管城建副市长：" in city.housing.last
    await city.housing.says("老旧小区开工5个，管网在设计", to=city.housing.latest)
    assert "您的答复已呈分管城建副市长" in city.housing.last
    assert "【批示反馈】市住建局局长对您的批示的反馈：“老旧小区开工5个" in leader.last
    await leader.says("下周三上午九点开违建的会，住建局、城管执法局两家局长来")
    assert "市住建局局长、市城管执法局局长" in leader.last
    assert "1月12日" in leader.last


async def test_several_numbers_days_and_times_that_are_no_deadline(city):
    leader = city.leader_
    await leader.says("1、2这几个，化了冻能开的都给我开起来，别等五月")
    assert "批示1号“改造18个老旧小区”、2号“雨水管网改造”" in leader.last
    assert "五月" not in leader.last.split("将即发")[1]
    await leader.taps("取消")
    await leader.says("雨水管网那个，3号要是办不完，提前跟我讲")
    assert leader.last.startswith("批示2号")
    await leader.taps("取消")
    await leader.says("春节快乐。违法建设下周二之前给我一页纸，拆了多少")
    assert "1月11日" in leader.last


async def test_a_task_of_another_leader_goes_to_its_head_and_its_leader_hears(city):
    await city.leader_.says("高标准农田也得快着点，下游等着用水")
    await city.leader_.taps("4号 建设高标准农田")
    assert "将即发市农业农村局局长" in city.leader_.last
    await city.leader_.taps("确认")
    assert "分管城建副市长对您牵头的4号“建设高标准农田”批示" in city.other.last


async def test_number_and_title_of_two_tasks_are_asked_about(city):
    await city.leader_.says("3号老旧小区改造的照片抓紧报上来")
    assert "指的是哪一项" in city.leader_.last
    assert any(label.startswith("1号") for label in city.leader_.latest.labels)


async def test_weather_and_a_close_want_nothing(city):
    before = len(city.leader_.messages)
    await city.leader_.says("今儿这雪下得邪乎，路上堵了四十分钟")
    await city.leader_.says("好，清楚了，谢谢你们")
    assert len(city.leader_.messages) == before


async def test_today_a_reminder_of_his_own_and_lunch(city):
    leader, coordinator = city.leader_, city.coordinator
    heard = len(coordinator.messages)
    await leader.says("违法建设拆到哪一步了，让城管执法局今天下午下班前报我")
    assert "1月5日（周三）前反馈" in leader.last
    await leader.taps("取消")
    await leader.says("周五上午提醒我给学校打个电话")
    assert "1月7日（周五）8点提醒您本人" in leader.last
    assert len(coordinator.messages) == heard
    await city.until("2022-01-07 08:05")
    assert "您交代的事" in leader.last


async def test_a_task_that_another_leads_is_not_passed_over_beside_his_own(city):
    await city.leader_.says("1号、4号都要抓紧，1月20日前各报我一次")
    assert "改造18个老旧小区" in city.leader_.last
    assert "建设高标准农田" in city.leader_.last
    await city.leader_.says("1号要抓紧，4号前报我一次")
    assert "建设高标准农田" not in city.leader_.last
    await city.leader_.says("1号要抓紧，2月4号前报我一次")
    assert "建设高标准农田" not in city.leader_.last


async def test_words_about_something_else_drop_no_directive_that_waits(city):
    leader = city.leader_
    await leader.says("2号施工计划1月18日前报给我")
    draft = leader.latest
    await leader.says("违建的事城管执法局已经当面汇报过，先记一下，这个月不必再催他们了")
    assert "已取消" not in leader.last
    assert leader.latest.labels
    await leader.taps("确认", under=draft)
    assert "施工计划1月18日前报给我" in city.housing.last
