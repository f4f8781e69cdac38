"""A leader's secretary reads his field and brings his word, which counts once a coordinator has confirmed it."""

import pytest

from db import people
from schedules.steps import posts


@pytest.fixture
async def field(office):
    office.finance = await office.head("市财政局局长")
    office.water = await office.head("市水利局局长")
    office.mayor = await office.leader("常务副市长")
    other = await office.leader("分管农业副市长")
    task = await office.task("编制年度预算草案", owner=office.finance, leader=office.mayor, due="2022-03-10")
    office.dyke = await office.task("河道清淤", owner=office.water, leader=other, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    await office.coordinator.says("任命王秘书为常务副市长秘书")
    await office.coordinator.taps("确认")
    office.secretary = await office._person("王秘书")
    return task


async def test_he_reads_his_leaders_field_and_nothing_else(office, field):
    for words in ("/status", "1号现在怎样", "在办的有哪些"):
        await office.secretary.says(words)
        assert "编制年度预算草案" in office.secretary.last, words
        assert "河道清淤" not in office.secretary.last, words
    for words in ("/status 2", "2号现在怎样", "市水利局"):
        await office.secretary.says(words)
        assert "河道清淤" not in office.secretary.last, words
    await office.secretary.forges(f"t:{office.dyke.id}")
    assert "河道清淤" not in office.secretary.last
    await office.until("2022-01-07 16:30")
    assert any("常务副市长" in text and "周" in text for text in office.secretary.heard_since("2022-01-07 15:59"))


async def test_his_leaders_word_goes_out_once_confirmed(office, field):
    await office.secretary.says("常务副市长指示：1号要抓紧，1月20日前报一次")
    assert "已送督查员核实" in office.secretary.last
    assert "【转述】王秘书" in office.coordinator.last
    assert "抓紧" not in office.finance.last
    await office.coordinator.taps("核实无误，发出")
    assert "【批示】常务副市长对1号" in office.finance.last
    assert "王秘书录入" in office.finance.last
    assert "您的意见" in "".join(each.text for each in office.mayor.messages)
    assert "已核实" in office.secretary.last
    await office.finance.says("完成30%", to=office.finance.latest)
    assert "【批示反馈】市财政局局长" in office.secretary.last
    assert office.secretary.latest.labels == ()


async def test_what_is_not_confirmed_goes_nowhere(office, field):
    await office.secretary.says("1号要抓紧")
    await office.coordinator.taps("不予发出")
    assert "未予发出" in office.secretary.last
    assert not any("抓紧" in each.text for each in office.finance.messages)


async def test_a_choice_brought_by_the_secretary(office, field):
    await office.finance.says("1号有两个方案，请领导定：方案一：追加预算；方案二：压减支出。建议方案一")
    assert "督查员核实后生效" in office.secretary.last
    await office.secretary.taps("压减支出")
    assert "已送督查员核实" in office.secretary.last
    await office.coordinator.taps("核实无误，发出")
    assert any("压减支出" in text and "常务副市长" in text for text in (each.text for each in office.finance.messages))


async def test_nobody_confirms_for_the_office(office, field):
    await office.secretary.says("1号要抓紧")
    tap = next(data for data in office.coordinator.latest.data if data.endswith(":25"))
    for somebody in (office.secretary, office.finance, office.water):
        await somebody.forges(tap)
    assert not any("抓紧" in each.text for each in office.finance.messages)


async def test_a_secretary_who_has_gone_brings_nothing(office, field):
    await office.secretary.says("1号要抓紧")
    tap = next(data for data in office.coordinator.latest.data if data.endswith(":25"))
    async with office.stage.step("dismiss") as context:
        await posts.dismiss(context, await people.by_name(context.session, "王秘书"))
    await office.stage.settle()
    await office.coordinator.forges(tap)
    assert "已不再担任" in office.coordinator.last
    assert not any("抓紧" in each.text for each in office.finance.messages)
    await office.secretary.says("1号现在怎样")
    assert "尚未绑定" in office.secretary.last


async def test_what_is_no_word_of_his_leader_is_his_own_letter(office, field):
    await office.secretary.says("请问周五的会几点开")
    assert "【来信】王秘书" in office.coordinator.last
    await office.secretary.says("常务副市长要求大家抓紧")
    assert "请写明转述的是哪一项" in office.secretary.last


@pytest.fixture
async def two_leaders(office, field):
    """王秘书 serves 分管农业副市长, who leads 2号, as well."""
    await office.coordinator.says("任命王秘书为分管农业副市长秘书")
    await office.coordinator.taps("确认")
    return field


async def test_a_secretary_of_two_reads_both_fields_in_one_report(office, two_leaders):
    await office.secretary.says("在办的有哪些")
    assert "编制年度预算草案" in office.secretary.last
    assert "河道清淤" in office.secretary.last
    await office.secretary.says("我牵头的")
    assert "常务副市长、分管农业副市长牵头" in office.secretary.last
    await office.until("2022-01-07 16:30")
    (report,) = [text for text in office.secretary.heard_since("2022-01-07 15:59") if "牵头事项周报" in text]
    assert "呈：常务副市长、分管农业副市长" in report


async def test_in_whose_name_he_speaks_follows_from_the_task_or_is_asked(office, two_leaders):
    await office.secretary.says("2号要抓紧清淤")
    assert "即作为分管农业副市长的批示发出" in office.secretary.last
    await office.secretary.says("1号、2号要抓紧，1月20日前报一次")
    assert "1号由常务副市长牵头；2号由分管农业副市长牵头" in office.secretary.last
    await office.secretary.taps("常务副市长的意见（1号）")
    sent, left_out = [each.text for each in office.secretary.messages[-2:]]
    assert "即作为常务副市长的批示发出" in sent
    assert "2号不由该领导牵头，未含在内" in left_out
    await office.coordinator.taps("核实无误，发出")
    assert "【批示】常务副市长对1号" in office.finance.last
    assert "抓紧" not in office.water.last
    await office.secretary.says("1号、2号每周报一次")
    await office.secretary.taps("各按牵头领导分别转述")
    named = [each.text.split("即作为")[1] for each in office.secretary.messages[-2:]]
    assert [text.startswith(who) for text, who in zip(named, ("常务副市长", "分管农业副市长"), strict=True)] == [
        True
    ] * 2


async def test_a_leader_who_does_not_lead_the_task_is_asked_about(office, two_leaders):
    await office.secretary.says("分管农业副市长要求：1号月底前报方案")
    assert "请确认转述的是哪位领导的意见" in office.secretary.last
    before = len(office.coordinator.messages)
    await office.until("2022-01-11 09:30")
    letters = [each.text for each in office.coordinator.messages[before:] if "月底前报方案" in each.text]
    assert letters, "what he did not answer goes to the office after two working days"
