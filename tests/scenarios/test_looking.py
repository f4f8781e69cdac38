"""/status, /mine, /help, plain words, and the weekly report: the same figures everywhere."""

import re

import pytest
from sqlalchemy import delete

from bot.renderers.task_lines import standings
from db import tasks
from db.models import Post
from db.tasks import Filter
from schedules.tally import tally


@pytest.fixture
async def city(office):
    """Two heads under two leaders; one task overdue, one closed, one behind."""
    office.mayor, office.vice = await office.leader("市长"), await office.leader("分管农业副市长")
    office.finance, office.audit = await office.head("市财政局局长"), await office.head("市审计局局长")
    await office.begins("2022-02-28 10:00")
    for title, owner, due, leader, category in (
        ("争取专项债券", office.finance, "2022-03-02", office.mayor, "重点项目"),
        ("编制年度预算草案", office.finance, "2022-05-31", office.mayor, "财政预算"),
        ("清理闲置资金", office.finance, "2022-03-31", office.vice, "财政预算"),
        ("开展专项审计", office.audit, "2022-04-29", office.vice, "审计监督"),
    ):
        await office.task(title, owner=owner, due=due, leader=leader, category=category)
    await office.until("2022-03-01 09:00")
    await office.finance.taps("全部签收")
    await office.finance.says("2号已办结")
    await office.coordinator.taps("同意销号")
    await office.until("2022-03-03 10:00")
    return office


FILTERS = {
    "/status 市财政局": {1, 3},
    "/status 财政局": {1, 3},
    "/status 市长": {1},
    "/status 分管农业副市长": {3, 4},
    "/status 审计监督": {4},
    "/status 超期": {1},
    "/status 市审计局 超期": set(),
    "超期": {1},
    "状态": {1, 3, 4},
    "/status@huiyin_bot": {1, 3, 4},
}


async def test_a_filter_shows_what_it_names(city):
    shown = {}
    for words in FILTERS:
        await city.coordinator.says(words)
        shown[words] = {int(each) for each in re.findall(r"[🔴🟡🔵⚪🟢] (\d+)号", city.coordinator.last)}
    assert shown == FILTERS


async def test_a_number_shows_its_card_and_lets_it_be_urged(city):
    await city.coordinator.says("/status 3")
    assert "清理闲置资金" in city.coordinator.last
    assert "责任人：市财政局局长｜牵头领导：分管农业副市长" in city.coordinator.last
    assert "催办" in city.coordinator.latest.labels


async def test_what_is_not_there_is_said_to_be_not_there(city):
    for words in ("/status 市气象局", "/status 99", "/status 0", "/status 啊啊啊", "/status " + "九" * 500):
        await city.coordinator.says(words)
        assert city.coordinator.last.startswith("没有找到符合的事项"), words


async def test_mine_lists_the_open_tasks_worst_first_with_buttons(city):
    await city.finance.says("/mine")
    assert "您名下在办事项2项：\n🔴 1号 争取专项债券" in city.finance.last
    assert city.finance.latest.labels[:2] == ("1号", "3号")


async def test_whoever_has_nothing_open_is_told_so(city):
    meteo = await city.head("市气象局局长")
    await meteo.says("我的任务")
    assert meteo.last == "您名下目前没有在办事项。"


async def test_what_waits_is_listed_by_plain_words_within_the_role(city):
    await city.audit.says("4号已办结")
    await city.finance.says("3号申请延期到4月15日，银行对账未完成")
    for person, words, numbers in (
        (city.coordinator, "近期到期", set()),
        (city.coordinator, "待核查", {4}),
        (city.coordinator, "请示", {3}),
        (city.vice, "待批请示", {3}),
        (city.mayor, "待批请示", set()),
        (city.mayor, "待核查", set()),
    ):
        await person.says(words)
        shown = {int(each) for each in re.findall(r"[🔴🟡🔵⚪🟢] (\d+)号", person.last)}
        assert shown == numbers, (person.name, words, person.last)
    await city.until("2022-03-29 10:00")
    await city.coordinator.says("近期到期")
    assert "3号 清理闲置资金" in city.coordinator.last


async def test_the_weekly_report_is_there_on_any_day_for_whoever_asks(city):
    for person, title in (
        (city.coordinator, "【督查周报】"),
        (city.vice, "【牵头事项周报】"),
        (city.audit, "【本单位事项周报】"),
    ):
        await person.says("周报")
        assert title in person.last
    await city.coordinator.says("周报")
    assert await recount(city, Filter()) == figures(city.coordinator.last)


async def test_whoever_reports_for_another_gets_an_answer_to_every_plain_word(city):
    """His report would be empty, for he owns nothing: what he may report on is listed instead."""
    deputy = await city.deputy("王副局长", of=city.audit, begins="2022-03-01", ends="2022-03-31")
    liaison = await city.liaison("李专员", of="市审计局")
    await city.task("整改审计问题", owner=city.audit, due="2022-04-29")
    for person in (deputy, liaison):
        for words in ("周报", "近期到期", "超期", "我的任务"):
            count = len(person.messages)
            await person.says(words)
            assert len(person.messages) == count + 1, (person.name, words)
    await deputy.says("周报")
    assert "4号 开展专项审计" in deputy.last
    assert await city.faults() == []


async def test_the_whole_report_reaches_nobody_who_has_lost_his_role_meanwhile(city):
    other = await city.another_coordinator("督查员乙")
    await city.begins("2022-03-04 16:00")
    await city.stage.service.timetable.run_job("digest", city.stage.clock.now)
    gone = (await city.stage.person("督查员乙")).id
    async with city.stage.database.writing() as session:
        await session.execute(delete(Post).where(Post.person_id == gone))
    await city.until("2022-03-04 16:30")
    assert any("【督查周报】" in each.text for each in city.coordinator.messages)
    assert not any("【督查周报】" in each.text for each in other.messages)


async def test_a_head_who_writes_that_it_waits_for_the_check_reports(city):
    await city.audit.says("待核查")
    assert "已记录" in city.audit.last


async def test_help_speaks_to_the_role(city):
    heard = {}
    for person in (city.finance, city.coordinator, city.mayor):
        await person.says("帮助")
        heard[person.name] = person.last
        await person.says("/help")
        assert person.last == heard[person.name]
    assert len(set(heard.values())) == 3


async def test_an_unknown_command_is_answered(city):
    for words in ("/nothing", "/stats", "/статус"):
        count = len(city.finance.messages)
        await city.finance.says(words)
        assert len(city.finance.messages) == count + 1, words


async def test_the_weekly_report_reaches_its_three_readers_with_the_figures_of_a_recount(city):
    await city.until("2022-03-04 16:00")
    by_reader = {
        "【督查周报】": (city.coordinator, Filter()),
        "【牵头事项周报】": (city.vice, Filter(leader_id=(await city.stage.person("分管农业副市长")).id)),
        "【本单位事项周报】": (city.finance, Filter(owner_id=(await city.stage.person("市财政局局长")).id)),
    }
    for title, (reader, chosen) in by_reader.items():
        assert title in reader.last
        assert await recount(city, chosen) == figures(reader.last)
    await city.coordinator.says("/status")
    assert await recount(city, Filter()) == figures(city.coordinator.last)


async def test_a_head_with_nothing_behind_gets_no_report(city):
    await city.until("2022-03-04 16:01")
    assert not any("周报" in each.text for each in city.audit.messages)


async def test_the_report_comes_on_the_last_working_day_when_friday_is_off(office):
    """2022: Friday 3 June is the Dragon Boat Festival."""
    await office.begins("2022-05-31 10:00")
    await office.task("编制年度预算草案", owner=await office.head("市财政局局长"), due="2022-12-30")
    await office.until("2022-06-02 15:59")
    assert "周报" not in office.coordinator.last
    await office.until("2022-06-02 16:00")
    assert "【督查周报】6月2日（周四）" in office.coordinator.last


async def recount(office, chosen):
    async with office.stage.database.reading() as session:
        found = await tasks.matching(session, chosen)
        standing = await standings(session, found, now=office.stage.clock.now, policy=office.stage.policy)
    counted = tally(standing.values())
    return {
        "whole": [counted.total, counted.unfinished, counted.closed],
        "lamps": list(counted.lamps.values()),
        "overdue": counted.overdue,
    }


def figures(text):
    whole = re.search(r"共(\d+)项：在办(\d+)，已销号(\d+)", text)
    overdue = re.search(r"[：，]超期(\d+)", text)
    return {
        "whole": [int(each) for each in whole.groups()],
        "lamps": [int(each) for each in re.findall(r"[🔴🟡🔵⚪🟢](\d+)", text.split("灯色：")[1].split("\n")[0])],
        "overdue": int(overdue[1]) if overdue else 0,
    }
