"""Departments beside the lead: supporting ones are told once and may note; members of a group answer one by one."""

import dataclasses

import pytest

from db import matters
from db.matter_verbs import MatterKind
from db.shared_tasks import groups
from tests.office import row


@pytest.fixture
async def shared(office):
    office.forest = await office.head("市林草局局长")
    office.water = await office.head("市水利局局长")
    office.finance = await office.head("市财政局局长", bound=False)
    told = row("国土绿化", no=1, owner=office.forest, due="2022-03-10")
    told = dataclasses.replace(told, co_departments=("市水利局", "市财政局"))
    (task,) = await office.imports([told])
    await office.until("2022-01-05 09:30")
    return task


def told_of(person):
    return next(each for each in person.messages if "【配合事项】" in each.text)


async def orders(office, words):
    await office.coordinator.says(words)
    assert "确认" in office.coordinator.latest.labels, office.coordinator.last
    await office.coordinator.taps("确认")


async def test_a_supporting_department_is_told_once(office, shared):
    told = [each for each in office.water.messages if "【配合事项】" in each.text]
    assert len(told) == 1
    assert "国土绿化" in told[0].text
    assert not any("【配合事项】" in each.text for each in office.forest.messages)
    own = row("水库除险加固", no=2, owner=office.water, due="2022-03-10")
    more = dataclasses.replace(
        row("义务植树", no=3, owner=office.forest, due="2022-03-10"), co_departments=("市水利局",)
    )
    await office.imports([own, more])
    await office.until("2022-01-06 09:30")
    (together,) = office.water.heard_since("2022-01-05 10:00")  # his own hand-out and what he supports, in one message
    assert "水库除险加固" in together
    assert "【配合事项】以下1项" in together
    assert "义务植树" in together
    await office.until("2022-01-07 12:00")
    assert len([each for each in office.water.messages if "【配合事项】" in each.text]) == 2
    await office.stage.actors["市财政局局长"].enrols()
    await office.until("2022-01-10 09:30")
    late = await office._person("市财政局局长")
    assert len([each for each in late.messages if "【配合事项】" in each.text]) == 1


async def test_it_sees_what_it_supports_and_adds_notes_that_move_nothing(office, shared):
    await office.water.says("配合事项")
    assert "国土绿化" in office.water.last
    await office.water.taps("1号")
    assert "贵单位配合此项" in office.water.last
    await office.water.says("1号我局已完成水源保障方案，进度60%")
    assert "附在1号“国土绿化”之后；不影响该项进度" in office.water.last
    assert "【配合反馈】市水利局" in office.forest.last
    found = await office.found(shared)
    assert (found.percent, found.state.label) == (None, "已交办")
    await office.water.says("我局另提供图纸一份", to=told_of(office.water))
    await office.coordinator.says("/status 1")
    assert "配合单位：市水利局、市财政局（配合反馈2条）" in office.coordinator.last
    await office.coordinator.says("1号历史")
    assert "图纸" in office.coordinator.last


async def test_who_does_not_support_it_sees_nothing(office, shared):
    audit = await office.head("市审计局局长")
    await audit.says("配合事项")
    assert "国土绿化" not in audit.last
    for data in (f"t:{shared.id}", f"shares:{shared.id}", f"shareurge:{shared.id}", f"hist:{shared.id}"):
        await audit.forges(data)
        assert "国土绿化" not in audit.last
    await audit.says("1号我局已完成")
    async with office.stage.database.reading() as session:
        assert await matters.every_of_kind(session, shared.id, MatterKind.NOTE) == []
    for data in (f"hist:{shared.id}", f"shares:{shared.id}", f"done:{shared.id}", f"sign:{shared.id}"):
        await office.water.forges(data)
    assert (await office.state(shared)) == "已交办"


@pytest.fixture
async def counties(office, shared):
    office.one = await office.head("甲县县长")
    office.two = await office.head("乙区区长")
    async with office.stage.step("import-people") as context:
        from schedules.steps import sharing

        await sharing.name_group(context, "各县区", ["甲县县长", "乙区区长", "丙市"])
    return shared


async def test_each_member_of_a_group_answers_once_and_the_table_shows_who_has_not(office, counties):
    await orders(office, "1号由各县区分别反馈")
    assert "【分头反馈】1号“国土绿化”" in office.one.last
    await office.one.says("我县完成造林2000亩", to=office.one.latest)
    assert "已记为甲县县长对1号" in office.one.last
    await office.coordinator.says("1号谁没报")
    table = office.coordinator.last
    assert "共3个单位，已反馈1个，未反馈2个" in table
    assert "◆ 未反馈：乙区区长、丙市" in table
    assert "造林2000亩" in table
    assert (await office.found(counties)).percent is None
    await office.coordinator.taps("催未反馈的2个单位")
    assert "已催1个单位：乙区区长" in office.coordinator.last
    await office.two.says("1号我区已全部栽植到位")
    await office.forest.says("各县区怎样")
    await office.coordinator.says("/status 1")
    assert "分头反馈：已反馈2/3，未反馈：丙市" in office.coordinator.last


async def test_a_member_is_asked_until_it_answers_and_its_next_head_takes_it_over(office, counties):
    await orders(office, "1号由各县区分别反馈")
    await office.until("2022-03-10 18:00")
    asked = [text for text in office.two.heard_since("2022-01-06 08:00") if "分头反馈" in text]
    assert len(asked) >= 2
    assert any("分头反馈" in each.text for each in office.coordinator.messages[-6:])
    await orders(office, "乙区区长换成李四")
    four = await office._person("李四")
    await four.says("1号我区已全部栽植到位")
    assert "已记为" in four.last
    count = len(office.two.messages)
    await office.two.says("1号我区没有完成")
    assert all("国土绿化" not in each.text for each in office.two.messages[count:])


async def test_all_have_answered(office, counties):
    await orders(office, "1号由甲县县长、乙区区长分别反馈")
    await office.one.says("1号完成造林2000亩")
    await office.two.says("1号完成造林1000亩")
    assert "各单位已全部反馈" in office.coordinator.last
    assert "各单位已全部反馈" in office.forest.last


async def test_asking_the_members_is_undone(office, counties):
    await orders(office, "1号由各县区分别反馈")
    await office.coordinator.taps("撤销")
    assert "已撤销" in office.coordinator.last
    await office.coordinator.says("1号分头反馈")
    assert "没有分头反馈的单位" in office.coordinator.last


async def test_a_group_and_a_department_are_named_in_the_chat_and_a_task_is_handed_to_all(office, shared):
    await office.coordinator.says("1号由各乡镇分别反馈")
    assert "还不知道各乡镇包括哪些单位" in office.coordinator.last or "没有“各乡镇”" in office.coordinator.last
    await orders(office, "各乡镇包括东镇、西镇、市水利局")
    await orders(office, "新增单位：市数据局（简称数据局），局长李四")
    four = await office._person("李四")
    assert "部门负责人" in four.last
    await orders(office, "新增任务：各乡镇 秸秆禁烧 3月15日前")
    assert "秸秆禁烧" in office.water.last
    await office.water.says("2号已落实", to=office.water.latest)
    await office.coordinator.says("2号谁没报")
    assert "◆ 未反馈：东镇、西镇" in office.coordinator.last
    await orders(office, "任命王五为东镇镇长")
    five = await office._person("王五")
    assert any("秸秆禁烧" in each.text for each in five.messages)
    async with office.stage.database.reading() as session:
        assert await groups.members(session, [99]) == {}
    await office.coordinator.says("新增任务：数据局 数据共享 3月15日前")
    assert "市数据局（李四）" in office.coordinator.last


async def test_standing_work_is_answered_by_each_member_for_every_period(office, counties):
    await office.imports([row("河长巡河", no=4, owner=office.forest, every="month")])
    await office.until("2022-01-10 09:30")
    await orders(office, "4号由甲县县长、乙区区长分别反馈")
    assert "【分头反馈】4号“河长巡河”2022年1月" in office.one.last
    assert "请于1月31日（周一）前反馈" in office.one.last
    await office.one.says("4号已巡河12次")
    assert "已记为甲县县长对4号“河长巡河”的2022年1月反馈" in office.one.last
    await office.one.says("4号另补充：发现问题2处")  # of the same period: a note, not February's answer
    assert "附在4号" in office.one.last
    await office.until("2022-02-22 08:30")  # five working days before 28 February are counted from the 21st
    await office.coordinator.says("4号谁没报")
    table = office.coordinator.last
    assert "2022年2月分头反馈：共2个单位，已反馈0个，未反馈2个" in table
    assert "2022年1月：已反馈1/2，缺报：乙区区长" in table
    asked = [text for text in office.one.heard_since("2022-02-01 00:00") if "河长巡河" in text]
    assert len(asked) == 1
    assert "2022年2月" in asked[0]
    await office.one.says("4号2月份已巡河9次")
    await office.two.says("4号1月份已巡河3次")  # late: it answers the month it names
    assert "2022年1月反馈" in office.two.last
    await office.two.says("4号已巡河5次")
    assert "2022年2月反馈" in office.two.last
    assert "各单位已全部反馈" in office.coordinator.last
    await office.coordinator.says("4号谁没报")
    assert "2022年1月：已反馈2/2" in office.coordinator.last
    assert "2022年2月分头反馈：共2个单位，已反馈2个" in office.coordinator.last


async def test_what_a_member_said_by_telephone_is_its_answer_and_is_undone(office, counties):
    await orders(office, "1号由各县区分别反馈")
    await office.coordinator.says("代丙市报：1号完成造林200亩")  # nobody heads it yet
    assert "确认后记为丙市的反馈（电话代录）" in office.coordinator.last
    await office.coordinator.taps("确认")
    assert "已记为丙市对1号“国土绿化”的反馈" in office.coordinator.last
    await office.coordinator.says("1号谁没报")
    assert "已反馈1个，未反馈2个" in office.coordinator.last
    assert "造林200亩" in office.coordinator.last
    await office.coordinator.says("撤销")
    await office.coordinator.says("1号谁没报")
    assert "已反馈0个，未反馈3个" in office.coordinator.last
