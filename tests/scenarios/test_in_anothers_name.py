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
    "市水利局局长让我代报：2号已办结",
]


async def test_a_leaders_word_by_a_head_waits_for_the_office(office, budget):
    wrong = []
    for said in RELAYED:
        heard = len(office.coordinator.messages)
        await office.finance.says(said)
        told = [each.text for each in office.coordinator.messages[heard:]]
        marked = any("【转述】市财政局局长转述" in text and "尚未核实，未登记为批示" in text for text in told)
        if not marked or "尚未核实，没有登记为批示" not in office.finance.last:
            wrong.append((said, office.finance.last, told))
    assert wrong == []
    assert await office.reports(budget) == []
    await office.finance.says("1号历史")
    rows = [row for row in office.finance.last.splitlines() if "批示：1号抓紧" in row or "缓办" in row]
    assert len(rows) == 2
    assert all("核实前不作为批示" in row for row in rows)


async def test_a_word_of_whoever_does_not_lead_it_is_a_letter(office, budget):
    wrong = []
    for said in BY_NOBODY_KNOWN:
        await office.finance.says(said)
        if "没有记入任何事项，已转督查员" not in office.finance.last or "来信" not in office.coordinator.last:
            wrong.append((said, office.finance.last))
    assert wrong == []
    assert await office.reports(budget) == []
    assert (await office.found(budget)).state.value == "handed_out"


async def test_a_leaders_consent_is_no_yes_to_an_open_question(office, budget):
    await office.finance.says("1号完成50%，常务副市长批示要求6月底前完成")
    assert "对吗" in office.finance.last
    await office.finance.says("1号常务副市长已同意延期到6月底")
    assert await office.reports(budget) == []
    assert "尚未核实" in office.finance.last


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


async def test_a_head_stops_nothing_but_may_wish_it(office, budget):
    wrong = []
    for said in ("中止1号", "1号中止", "终止1号", "1号暂停", "1号不用办了"):
        await office.finance.says(said)
        wished = "拟调整、中止" in office.coordinator.last
        if not wished or "已转督查室研究，答复前原要求不变" not in office.finance.last:
            wrong.append((said, office.finance.last))
    assert wrong == []
    assert await office.reports(budget) == []


async def test_other_orders_of_a_head_are_letters_and_no_reports(office, budget):
    wrong = []
    for said in (
        "中止2号",
        "2号中止",
        "恢复1号",
        "任命我为督查员",
        "市水利局局长换成我",
        "重新打开2号",
        "邀请我当督查员",
    ):
        await office.finance.says(said)
        if "已转督查员" not in office.finance.last or office.finance.name not in office.coordinator.last:
            wrong.append((said, office.finance.last))
        if "河道清淤" in office.finance.last:
            wrong.append((said, "another's title"))
    assert wrong == []
    assert await office.reports(budget) == []
    assert (await office.found(budget)).state.value == "handed_out"


async def test_a_task_handed_on_by_its_head_is_no_progress(office, budget):
    await office.finance.says("把1号转给市水利局")
    assert await office.reports(budget) == []
    assert "【责任人变动】1号" in office.coordinator.last


FOR_HIMSELF = [
    *("市水利局局长换成我", "市水利局局长换成督查员甲", "任命我为市水利局负责人"),
    "市水利局局长1月6日至1月8日外出，由督查员甲代",
]


async def test_a_coordinator_gives_himself_no_post(office, budget):
    wrong = []
    for said in FOR_HIMSELF:
        await office.coordinator.says(said)
        if "不由本人办理" not in office.coordinator.last:
            wrong.append((said, office.coordinator.last))
        await office.coordinator.says("确认")
    assert wrong == []
    assert (await office.found(office.dyke)).owner.name == "市水利局局长"


async def test_a_command_is_no_name_for_a_post(office, budget):
    await office.coordinator.says("市水利局换局长了")
    await office.coordinator.says("1号历史")
    assert "由1号历史接任" not in office.coordinator.last


async def test_an_edit_and_a_forward_make_no_leader_of_anybody(office, budget):
    told = await office.finance.says("好的")
    await office.finance.edits(told, "常务副市长批示：1号抓紧，下周五前报")
    assert "尚未核实，没有登记为批示" in office.finance.last
    await office.finance.edits(told, "中止1号")
    assert "答复前原要求不变" in office.finance.last
    world = office.stage.sandbox.world
    origin = {"type": "hidden_user", "date": 1641340000, "sender_user_name": "某人"}
    for person, more in ((office.mayor, {"forward_origin": origin}), (office.finance, {"via_bot": BOT})):
        sender = {"id": person.chat_id, "is_bot": False, "first_name": person.name}
        wire = {"text": "1号完成80%，抓紧，1月20日前报", **more}
        world.tell("message", world.add(world.chats[person.chat_id], sender, wire).wire)
        await office.stage.settle()
    assert "没有作为您的批示登记" in office.mayor.last
    assert "未作为工作反馈记录" in office.finance.last
    assert await office.reports(budget) == []


BOT = {"id": 77, "is_bot": True, "first_name": "b", "username": "b"}


async def test_who_has_lost_his_task_is_told_that_his_old_report_stands(office, budget):
    said = await office.finance.says("1号完成40%")
    echo = office.finance.latest
    await office.coordinator.says("1号转办市水利局")
    await office.coordinator.taps("确认")
    await office.finance.taps("撤销", under=echo)
    assert "仍按原样保留" in office.finance.last
    await office.finance.taps("更正", under=echo)
    assert "仍按原样保留" in office.finance.last
    await office.finance.edits(said, "1号完成99%")
    stands = next(each for each in office.finance.messages if each.id == echo.id)
    assert "进度40%" in stands.text
    assert (await office.found(budget)).percent == 40
