"""佐证材料: a file belongs to a task, and whoever checks the claim sees it with the head's words, name and day."""

import pytest


@pytest.fixture
async def housing(office):
    housing = await office.head("市住建局局长")
    office.flats, office.lamps = await office.tasks(["老旧小区改造", "路灯更换"], owner=housing, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await housing.taps("全部签收")
    return housing


async def photo(office, person, **facts):
    await office.stage.client.photo(person.chat_id, **facts)
    await office.stage.settle()


async def test_a_photograph_without_a_word_is_asked_about(office, housing):
    await photo(office, housing)
    assert housing.last == "这份材料属于哪一项？"
    await housing.taps("2号 路灯更换")
    assert housing.last == "材料已收到，归入2号“路灯更换”。"
    await housing.says("2号")
    assert "材料：1件" in housing.last


async def test_a_caption_that_only_names_it_binds_it_and_reports_nothing(office, housing):
    await photo(office, housing, caption="1号验收单")
    assert housing.last == "材料已收到，归入1号“老旧小区改造”。"
    assert await office.state(office.flats) == "已签收"


async def test_what_belongs_to_a_claim_reaches_its_checker_with_the_buttons(office, housing):
    await photo(office, housing, caption="1号验收单")
    await housing.says("1号申请办结")
    shown = next(each for each in office.coordinator.messages if "【材料】1号“老旧小区改造”" in each.text)
    assert "市住建局局长于1月5日（周三）报送。" in shown.text
    assert shown.labels == ("同意销号", "退回重办")


async def test_what_comes_after_the_claim_reaches_him_too(office, housing):
    await housing.says("1号申请办结")
    await photo(office, housing, caption="1号现场照片")
    assert "【材料】1号“老旧小区改造”" in office.coordinator.last
    await office.coordinator.taps("同意销号", under=office.coordinator.latest)
    assert await office.state(office.flats) == "已销号"


async def test_the_card_shows_target_milestones_last_words_and_what_stands(office, housing):
    office.parks = await office.task(
        "口袋公园建设", owner=housing, due="2023-06-30", target="建成10个",
        milestones=[("完成选址", "2022-01-03"), ("完成施工", "2022-05-31")],
    )  # fmt: skip
    await office.until("2022-01-06 09:00")
    assert "目标：建成10个" in housing.last
    await housing.says("3号卡在用地指标")
    await housing.says("3号")
    card = housing.last
    assert "时限2023年6月30日（周五）" in card
    assert "下一节点：完成施工，5月31日（周二）" in card
    assert "已过节点：完成选址（1月3日（周一））" in card
    assert "最近反馈：1月6日（周四）“3号卡在用地指标" in card
    assert "困难跟踪：用地指标" in card
    assert housing.latest.labels[-1] == "历史"
    await housing.taps("历史")
    assert "3号“口袋公园建设”办理历史" in housing.last


async def test_a_blocked_task_is_yellow_and_counted_apart(office, housing):
    await housing.says("1号卡在用地指标")
    await office.coordinator.says("台账")
    assert "受阻1" in office.coordinator.last
    assert "🟡 1号 老旧小区改造" in office.coordinator.last
    await office.until("2022-01-07 16:30")
    assert any("尚未解决的困难（1件）" in each for each in office.coordinator.heard_since("2022-01-07 15:00"))
