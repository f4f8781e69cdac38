"""What a head says beside his progress reaches the office with its own buttons, and a late word gets its next step."""

from datetime import timedelta

import pytest


@pytest.fixture
async def housing(office):
    housing = await office.head("市住建局局长")
    office.flats, office.lamps = await office.tasks(["老旧小区改造", "路灯更换"], owner=housing, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await housing.taps("全部签收")
    return housing


async def test_a_refusal_goes_to_the_office_and_its_answer_comes_back(office, housing):
    await housing.says("2号不属我单位职责，应由供电公司负责")
    assert "职责异议已转督查室研究" in housing.last
    assert office.coordinator.last.startswith("【职责异议】2号“路灯更换”，市住建局局长提出不属本单位职责")
    await office.coordinator.taps("仍由该单位办理")
    assert "仍请贵单位办理" in housing.last
    assert await office.state(office.lamps) == "已签收"


async def test_which_task_a_refusal_is_about_is_asked(office, housing):
    await housing.says("这项工作不归我们管")
    await housing.taps("2号 路灯更换")
    assert "【职责异议】2号“路灯更换”" in office.coordinator.last


async def test_a_refusal_whose_task_is_never_chosen_reaches_the_office(office, housing):
    began = office.stage.clock.now
    await housing.says("这项工作不归我们管")
    await office.until(f"{began + timedelta(days=7):%Y-%m-%d} 10:00")
    assert any("请点编号选定" in each.text and "督查室办理" not in each.text for each in housing.messages)
    assert any("来信" in each.text and "这项工作不归我们管" in each.text for each in office.coordinator.messages)


async def test_papers_said_to_be_handed_in_are_checked_by_the_office(office, housing):
    await housing.says("1号材料已于上周报送贵办")
    assert "已转督查员核对查收" in housing.last
    await office.coordinator.taps("未收到")
    assert "尚未收到" in housing.last


async def test_a_task_is_stopped_by_one_tap_of_the_office(office, housing):
    await housing.says("2号建议中止，项目已取消")
    await office.coordinator.taps("同意中止")
    assert await office.state(office.lamps) == "中止"
    assert "同意中止" in housing.last


async def test_a_new_word_on_a_closed_task_may_open_it_again(office, housing):
    await housing.says("2号申请办结")
    await office.coordinator.accepts(office.lamps)
    await housing.says("2号又坏了")
    assert office.coordinator.last.startswith(
        "【办结后来信】2号“路灯更换”，此项已办结，市住建局局长又反映：“2号又坏了”"
    )
    await office.coordinator.taps("重新打开")
    assert await office.state(office.lamps) == "退回重办"
    assert "已重新打开" in housing.last


@pytest.mark.parametrize("words", ["1号申请办结", "1号申请销号", "请予1号销号", "1号报请核销"])
async def test_an_application_to_close_in_any_words(office, housing, words):
    await housing.says(words)
    assert await office.state(office.flats) == "申请办结"


async def test_after_a_return_too(office, housing):
    await housing.says("1号申请办结")
    await office.coordinator.returns(office.flats, "缺验收单")
    await housing.says("1号验收单已补齐，申请办结")
    assert await office.state(office.flats) == "申请办结"


async def test_for_several_at_once(office, housing):
    await housing.says("1号、2号申请销号")
    assert [await office.state(each) for each in (office.flats, office.lamps)] == ["申请办结", "申请办结"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("1号3月底完不成，最快7月底", "7月31日（周日）晚于时限"),
        ("1号预计5月20日完成", "5月20日（周五）晚于时限"),
    ],
)
async def test_a_late_word_gets_its_next_step_with_the_date_filled_in(office, housing, words, said):
    await housing.says(words)
    assert f"您所说的{said}" in housing.last
    assert "【进度预警】1号“老旧小区改造”" in office.coordinator.last
    await housing.taps(housing.latest.labels[0])
    assert "延期申请已提交" in housing.last
    assert "【延期申请】市住建局局长" in office.coordinator.last


async def test_a_percent_that_falls_is_asked_about(office, housing):
    await housing.says("1号完成40%")
    await housing.says("1号完成20%")
    assert "进度由40%降为20%" in housing.last


async def test_an_open_question_takes_only_its_answer(office, housing):
    await housing.says("完成60%")
    await housing.says("2号不属我单位职责")
    assert "职责异议" in housing.last
    await housing.says("好的")
    assert housing.reactions[-1] == "👌"
    await housing.says("1号")
    assert (await office.found(office.flats)).percent == 60


async def test_a_doubt_left_open_reaches_the_coordinator(office, housing):
    await housing.says("完成60%")
    await office.until("2022-01-14 17:00")
    assert any("未能识别：“完成60%”" in each for each in office.coordinator.heard_since("2022-01-07 08:00"))


async def test_who_stands_in_is_told_to_the_office(office, housing):
    await housing.says("我局联络员调走了，暂时没有人报送")
    assert "【责任人变动】市住建局局长：“我局联络员调走了" in office.coordinator.last


async def test_what_he_wants_to_know_is_a_question_to_the_office(office, housing):
    await housing.says("请把1号的批示原文发我")
    assert "【负责人提问】市住建局局长，关于1号“老旧小区改造”：“请把1号的批示原文发我”" in office.coordinator.last
    assert await office.state(office.flats) == "已签收"


async def test_a_coordinator_urges_and_passes_on_in_words(office, housing):
    await office.coordinator.says("催办1号")
    assert "【督查室催办】" in housing.last
    await office.coordinator.says("告诉住建局局长把1号材料补齐")
    await office.coordinator.taps("确认")
    assert "把1号材料补齐" in housing.last


async def test_an_undo_puts_back_what_the_report_had_ended(office, housing):
    await housing.says("1号卡在用地指标，请市自然资源局协调")
    await housing.says("1号困难已解决，完成60%")
    assert await office.state(office.flats) == "推进中"
    await housing.taps("撤销")
    assert await office.state(office.flats) == "受阻"
    await housing.says("1号")
    assert "困难跟踪：用地指标" in housing.last


async def test_a_withdrawn_claim_loses_its_buttons(office, housing):
    await housing.says("1号申请办结")
    claim = office.coordinator.latest
    await housing.taps("撤销")
    left = next(each for each in office.coordinator.messages if each.id == claim.id)
    assert left.labels == ()
