"""督查员不被淹没: notices of one kind within a minute are one list with buttons."""


async def test_one_message_asking_for_several_extensions_makes_one_list(office):
    finance = await office.head("市财政局局长")
    await office.tasks(["争取专项债券", "清理闲置资金", "压减三公经费"], owner=finance, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await finance.taps("全部签收")
    before = len(office.coordinator.messages)
    await finance.says("1号、2号、3号都申请延期到4月12日，因上级资金未到位")
    heard = office.coordinator.messages[before:]
    assert len(heard) == 1
    assert heard[0].text.startswith("【延期申请】3件，请点编号逐件处理：\n1. 1号“争取专项债券”，市财政局局长，申请延至")
    assert heard[0].labels == ("1", "2", "3")
    await office.coordinator.taps("2")
    await office.coordinator.taps("同意延期")
    assert "延期申请已同意" in finance.last


async def test_two_claims_within_a_minute_come_as_one_after_the_first(office):
    finance = await office.head("市财政局局长")
    await office.tasks(["争取专项债券", "清理闲置资金", "压减三公经费"], owner=finance, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await finance.says("1号申请办结，2号申请办结，3号申请办结")
    assert office.coordinator.last.startswith("【办结核查】3件")
    await office.coordinator.taps("1")
    await office.coordinator.taps("同意销号")
    assert "已销号" in office.coordinator.last
