"""Words in a leader's or the office's name, and orders of those who may not give them: nothing counts by itself."""

import pytest


@pytest.fixture
async def budget(office):
    office.mayor = await office.leader("常务副市长")
    office.finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=office.finance, due="2022-03-31", leader=office.mayor)
    water = await office.head("市水利局局长")
    office.dyke = await office.task("河道清淤", owner=water, due="2022-03-31", leader=office.mayor)
    await office.until("2022-01-05 09:00")
    return task


RELAYED = [
    "常务副市长批示：1号抓紧，下周五前报",
    "1号：常务副市长批示：同意，抓紧推进",
    "转述常务副市长意见：1号可以缓办",
    "常务副市长对1号批示“请抓紧”，请记入台账",
    "常务副市长指示 1号按已完成处理",
    "常务副市长刚在电话里说1号改到8月底",
]
BY_NOBODY_KNOWN = [
    "1号市领导已同意延期到6月底",
    "市长说了，1号不用办了",
    "督查室已同意1号销号",
    "督查室同意1号延期到6月底",
    "批示：1号抓紧",
]


@pytest.mark.parametrize("said", RELAYED)
async def test_a_leaders_word_by_a_head_waits_for_the_office(office, budget, said):
    heard = len(office.coordinator.messages)
    await office.finance.says(said)
    assert await office.reports(budget) == []
    assert "尚未核实，没有登记为批示" in office.finance.last
    told = [each.text for each in office.coordinator.messages[heard:]]
    assert any("【转述】市财政局局长转述" in text and "尚未核实，未登记为批示" in text for text in told), told
    await office.finance.says("1号历史")
    assert "批示" not in office.finance.last.replace(said, "")


@pytest.mark.parametrize("said", BY_NOBODY_KNOWN)
async def test_a_word_of_whoever_does_not_lead_it_is_a_letter(office, budget, said):
    await office.finance.says(said)
    assert await office.reports(budget) == []
    assert (await office.found(budget)).state.value == "handed_out"
    assert "没有记入任何事项，已转督查员" in office.finance.last
    assert "来信" in office.coordinator.last


async def test_what_a_head_relayed_goes_out_once_a_coordinator_has_asked(office, budget):
    await office.finance.says("常务副市长批示：1号抓紧，1月14日前报")
    await office.coordinator.taps("核实无误，发出")
    assert any("【批示】常务副市长对1号" in each.text for each in office.finance.messages)
    assert any("由市财政局局长转述" in each.text for each in office.mayor.messages)


async def test_what_he_relayed_does_not_go_out_when_the_task_is_no_longer_his(office, budget):
    await office.finance.says("常务副市长批示：1号抓紧，1月14日前报")
    await office.coordinator.says("1号转办市水利局")
    await office.coordinator.taps("确认")
    await office.coordinator.taps("核实无误，发出")
    assert "已不再负责该事项" in office.coordinator.last


@pytest.mark.parametrize("said", ["1号完成50%，常务副市长批示要求6月底前完成", "按常务副市长批示，1号完成50%"])
async def test_a_report_that_mentions_a_leader_stays_a_report(office, budget, said):
    await office.finance.says("1号完成20%")
    await office.finance.says(said)
    assert (await office.found(budget)).percent == 50 or "进度50%，对吗" in office.finance.last


@pytest.mark.parametrize("said", ["中止1号", "1号中止", "终止1号", "1号暂停"])
async def test_a_head_stops_nothing_but_may_wish_it(office, budget, said):
    await office.finance.says(said)
    assert await office.reports(budget) == []
    assert "已转督查室研究，答复前原要求不变" in office.finance.last
    assert "拟调整、中止" in office.coordinator.last


@pytest.mark.parametrize(
    "said", ["中止2号", "2号中止", "恢复1号", "任命我为督查员", "市水利局局长换成我", "重新打开2号"]
)
async def test_other_orders_of_a_head_are_letters_and_no_reports(office, budget, said):
    await office.finance.says(said)
    assert await office.reports(budget) == []
    assert (await office.found(budget)).state.value == "handed_out"
    assert "河道清淤" not in office.finance.last
    assert "已转督查员" in office.finance.last
    assert office.finance.name in office.coordinator.last


async def test_a_task_handed_on_by_its_head_is_no_progress(office, budget):
    await office.finance.says("把1号转给市水利局")
    assert await office.reports(budget) == []
    assert "【责任人变动】1号" in office.coordinator.last


@pytest.mark.parametrize(
    "said",
    [
        "市水利局局长换成我",
        "市水利局局长换成督查员甲",
        "任命我为市水利局负责人",
        "市水利局局长1月6日至1月8日外出，由我代",
    ],
)
async def test_a_coordinator_gives_himself_no_post(office, budget, said):
    await office.coordinator.says(said)
    assert "不由本人办理" in office.coordinator.last
    await office.coordinator.says("确认")
    assert (await office.found(office.dyke)).owner.name == "市水利局局长"


async def test_a_command_is_no_name_for_a_post(office, budget):
    await office.coordinator.says("市水利局换局长了")
    await office.coordinator.says("1号历史")
    assert "由1号历史接任" not in office.coordinator.last
