"""No clause of a head's reply vanishes without a word: what gave no row is named, a request goes to the office."""

import pytest


@pytest.fixture
async def housing(office):
    housing = await office.head("市住建局局长")
    office.flats, office.dust, office.dig = await office.tasks(
        ["老旧小区改造", "违法建设治理", "道路开挖审批规范化"], owner=housing, due="2022-03-31"
    )
    await office.until("2022-01-05 09:00")
    await housing.taps("全部签收")
    return housing


async def test_what_gave_no_row_is_named_and_one_tap_says_what_it_is(office, housing):
    before = len(housing.messages)
    await housing.says("1号本月改造18个小区。电梯厂家上周倒闭了，定金30万也追不回来，正在找替代的")
    assert len(housing.messages) == before + 1
    assert "1号 老旧小区改造：推进中" in housing.last


@pytest.mark.parametrize(("label", "told"), [("转督查员", "已转督查员"), ("是3号的进展", "3号 道路开挖审批规范化")])
async def test_words_of_no_task_are_named(office, housing, label, told):
    before = len(housing.messages)
    await housing.says("2号拆除1200平方米，没有新增。另外值班室昨晚接到12件投诉，都转给社区了")
    assert len(housing.messages) == before + 1
    assert "另有一段未记入：“另外值班室昨晚接到12件投诉，都转给社区了”，已随原话存档" in housing.last
    await housing.taps(label)
    assert told in housing.last


async def test_a_request_beside_a_report_goes_to_the_office_in_the_same_echo(office, housing):
    before = len(housing.messages)
    await housing.says("1号完成60%。建议明年把背街小巷也一并列进来")
    assert len(housing.messages) == before + 1
    assert "1号 老旧小区改造：推进中，进度60%" in housing.last
    assert "您提出的“建议明年把背街小巷也一并列进来”已转督查员" in housing.last
    assert "建议明年把背街小巷也一并列进来" in office.coordinator.last


async def test_a_part_that_is_not_his_is_disputed_and_the_rest_is_stored(office, housing):
    before = len(housing.messages)
    await housing.says("2号拆了800平方米。广告牌那部分建议剔出来")
    assert len(housing.messages) == before + 1
    assert "2号 违法建设治理：推进中" in housing.last
    assert "其中“广告牌那部分建议剔出来”作为职责异议已转督查室研究" in housing.last
    assert office.coordinator.last.startswith("【职责异议】2号“违法建设治理”")


async def test_a_whole_task_that_is_not_his_is_a_dispute_and_no_report(office, housing):
    await housing.says("3号不该再算我们的了")
    assert office.coordinator.last.startswith("【职责异议】3号“道路开挖审批规范化”")
    assert await office.reports(office.dig) == []


async def test_a_formal_beginning_and_end_are_no_words_of_their_own(office, housing):
    await housing.says("市督查室：我局高度重视，成立工作专班，现将有关情况报告如下。1号完成60%。特此报告。")
    assert "老旧小区改造：推进中，进度60%" in housing.last
    assert "未记入" not in housing.last


async def test_a_share_written_wrong_days_ago_is_shown_old_and_new(office, housing):
    await housing.says("1号完成45%")
    await office.until("2022-01-10 10:00")
    await housing.says("上次写的45写错了,应该是54")
    assert housing.last == "1号“老旧小区改造”上次报的进度45%改为54%，对吗？"
    await housing.taps("对，照此记录")
    assert "1号 老旧小区改造：推进中，进度54%" in housing.last
