"""来信: words nobody could place reach the coordinator responsible, and somebody answers, files or notes them."""

import pytest

from db import people
from db.models import MatterKind, Way
from schedules.steps.matters import raised
from schedules.steps.reporting import Heard, keep_saying


@pytest.fixture
async def housing(office):
    housing = await office.head("市住建局局长")
    office.flats, office.roads = await office.tasks(["老旧小区改造", "背街小巷整治"], owner=housing, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await housing.taps("全部签收")
    return housing


async def passed_on(office, housing):
    await housing.says("晚上一起打球吧")
    await housing.taps("转督查员")
    return office.coordinator.latest


async def test_a_letter_comes_with_three_ways_to_deal_with_it(office, housing):
    letter = await passed_on(office, housing)
    assert letter.text.startswith("【来信】市住建局局长来信，未能识别：“晚上一起打球吧”")
    assert letter.labels == ("转为反馈", "回复", "知道了")


async def test_an_answer_goes_back_to_the_sender(office, housing):
    await passed_on(office, housing)
    await office.coordinator.taps("回复")
    await office.coordinator.says("下班后再说")
    assert housing.last == "【督查室答复】下班后再说"


async def test_filed_as_a_report_it_stands_on_the_task(office, housing):
    await passed_on(office, housing)
    await office.coordinator.taps("转为反馈")
    await office.coordinator.taps("2号 背街小巷整治")
    assert await office.state(office.roads) == "推进中"
    assert "记为2号“背街小巷整治”的反馈" in housing.last


async def test_the_first_tap_wins_and_the_others_see_by_whom(office, housing):
    second = await office.another_coordinator("督查员乙")
    await passed_on(office, housing)
    letter = second.latest
    await office.coordinator.taps("知道了")
    assert housing.last == "督查室已阅知您的来信。"
    seen = next(each for each in second.messages if each.id == letter.id)
    assert "已由督查员甲处理：已阅知" in seen.text
    assert seen.labels == ()


async def test_a_letter_that_waits_comes_back_in_the_morning(office, housing):
    await passed_on(office, housing)
    await office.until("2022-01-07 09:01")
    assert any("以下1件等待您处理" in each for each in office.coordinator.heard_since("2022-01-07 08:00"))


async def test_a_difficulty_travels_to_whoever_can_help_and_is_solved(office, housing):
    land = await office.head("市自然资源局局长")
    await housing.says("1号卡在用地指标，请市自然资源局协调")
    assert "【困难协调】市住建局局长反映" in office.coordinator.last
    await office.coordinator.taps("请市自然资源局协调")
    assert "【请协调】督查室转来市住建局局长反映的困难" in land.last
    assert "已请市自然资源局局长协调" in housing.last
    await land.taps("已协调")
    assert "市自然资源局局长答复已协调" in housing.last
    assert await office.state(office.flats) == "推进中"


async def test_a_department_that_cannot_says_why_and_the_office_looks_further(office, housing):
    land = await office.head("市自然资源局局长")
    money = await office.head("市财政局局长")
    await housing.says("1号卡在用地指标，请市自然资源局协调")
    await office.coordinator.taps("请市自然资源局协调")
    await land.says("暂时不能，指标已用完，要等省里下达", to=land.latest)
    assert "暂不能协调：“暂时不能，指标已用完，要等省里下达”" in housing.last
    assert "市自然资源局局长答复" not in office.coordinator.last or "暂时不能" in office.coordinator.last
    await office.coordinator.taps("转给…")
    await office.coordinator.says("市财政局")
    assert "【请协调】" in money.last
    assert await office.state(office.flats) == "受阻"


async def test_the_heads_own_word_ends_his_difficulty(office, housing):
    await housing.says("1号卡在用地指标")
    await housing.says("1号困难已经解决")
    assert await office.state(office.flats) == "推进中"
    await office.coordinator.taps("已解决")
    assert office.coordinator.last == "此件已由市住建局局长处理。"


async def test_a_letter_that_names_several_tasks_is_filed_as_one_report_on_all_of_them(office, housing):
    async with office.stage.step("letter") as context:
        sender = await people.by_name(context.session, "市住建局局长")
        words = Heard(sender, "1号完成30%，2号完成20%", way=Way.CHAT)
        await raised(context, MatterKind.LETTER, person=sender, saying=await keep_saying(context, words))
    await office.until("2022-01-05 09:05")
    await office.coordinator.taps("转为反馈")
    assert "记为市住建局局长的反馈（来信）" in office.coordinator.last
    await office.coordinator.taps("确认")
    assert await office.state(office.roads) == await office.state(office.flats) == "推进中"
    await office.coordinator.says("来信")
    assert "没有待处理" in office.coordinator.last


async def test_a_difficulty_that_another_department_solved_brings_no_reminder_of_the_days_before(office, housing):
    land = await office.head("市自然资源局局长")
    await housing.says("1号卡在用地指标，请市自然资源局协调")
    await office.coordinator.taps("请市自然资源局协调")
    await housing.says("2号完成10%")
    await office.until("2022-01-24 11:00")  # the tenth working day is over
    heard = len(housing.messages)
    await land.taps("已协调")
    assert "已协调" in housing.last
    await office.until("2022-01-24 11:30")
    assert len(housing.messages) == heard + 1
    await office.until("2022-02-10 09:30")
    asked = [text for text in housing.heard_since("2022-02-10 08:00") if "没有实质进展反馈" in text]
    assert any("1号 老旧小区改造" in text for text in asked)  # ten working days after it was solved
    assert await office.faults() == []


async def test_who_is_asked_for_help_with_a_task_he_answers_for_reports_on_it(office, housing):
    land = await office.head("市自然资源局局长")
    await office.deputy("市自然资源局局长", of=housing, begins="2022-01-05", ends="2022-01-31")
    roads = await office.head("市交通局局长")
    bridge = await office.task("桥梁加固", owner=roads, due="2022-03-31")
    for who, number in ((housing, 1), (roads, bridge.number)):
        await who.says(f"{number}号卡在用地指标未落实")
        await office.coordinator.taps("转给…")
        await office.coordinator.says("市自然资源局")
    await land.says("1号完成41%")
    assert "已记录" in land.last
    assert "进度41%" in land.last
    await land.says(f"{bridge.number}号的用地指标正在协调，下周有结果")
    assert "已转告" in land.last
