"""A leader who asks is answered, one who forbids gives no 批示; the mayor's field is the whole city."""

import pytest


@pytest.fixture
async def city(office):
    """The mayor leads nothing of it; 1号 is overdue, 2号 has a 批示, 3号 waits for a new date."""
    office.mayor, office.vice = await office.leader("市长"), await office.leader("分管城建副市长")
    office.housing = await office.head("市住建局局长")
    await office.begins("2022-03-01 09:30")
    facts = {"leader": office.vice}
    await office.task("改造老旧小区", owner=office.housing, due="2022-03-02", **facts)
    await office.task("保障冬季供热", owner=office.housing, due="2022-10-10", **facts)
    await office.task("编制雨水规划", owner=office.housing, due="2022-05-31", **facts)
    await office.until("2022-03-02 09:00")
    await office.housing.taps("全部签收")
    await office.vice.says("2号管网要提前检修，3月20日前报方案")
    await office.vice.taps("确认")
    await office.until("2022-03-03 09:30")
    return office


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("有哪些红灯", "1号 改造老旧小区"),
        ("全市现在多少项超期", "1号 改造老旧小区"),
        ("2号现在怎么样", "2号 保障冬季供热"),
    ],
)
async def test_the_mayor_sees_the_whole_city_where_he_asks(city, said, told):
    await city.mayor.says(said)
    assert any(told in each.text for each in city.mayor.messages[-2:]), city.mayor.last


async def test_what_a_leader_asks_or_forbids_is_no_directive(city):
    for said, told in [
        ("我手上还有几件没批的", "没有待批请示事项"),
        ("这个别记成批示，我随口问问，供热那个现在怎么样", "2号 保障冬季供热"),
        ("上次我批的那个供热的回了没有", "2号"),
        ("住建那边卡在哪了", "【市住建局"),
        ("先不批，等我问清楚再说", "没有作为批示发出"),
    ]:
        heard = len(city.housing.messages)
        await city.vice.says(said)
        assert any(told in each.text for each in city.vice.messages[-2:]), (said, city.vice.last)
        assert "批示“" not in city.vice.last, said
        assert len(city.housing.messages) == heard


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("城建口最近怎么样", "共3项：在办3"),
        ("住建的事怎么样了", "【市住建局】"),
        ("环保的事最近怎么样了", "由分管环保副市长牵头"),
        ("环保这块进展如何", "由分管环保副市长牵头"),
    ],
)
async def test_a_deputy_mayor_asks_about_a_subject_or_a_field(city, said, told):
    environment, other = await city.head("市生态环境局局长"), await city.leader("分管环保副市长")
    await city.task("整治黑臭水体", owner=environment, due="2022-05-31", leader=other)
    await city.vice.says(said)
    assert told in city.vice.last
    assert "黑臭水体" not in city.vice.last  # he is told whose it is, and no more


async def test_a_prohibition_about_a_task_goes_to_the_office_only(city):
    await city.vice.says("1号先别催他们，让他们喘口气")
    heard = len(city.housing.messages)
    await city.vice.taps("确认")
    assert len(city.housing.messages) == heard
    assert "1号先别催他们" in city.coordinator.last


@pytest.mark.parametrize(
    ("said", "both"),
    [
        ("垃圾转运站和农房整治要抓紧", True),
        ("垃圾转运站、农房整治要抓紧，3月20日前报方案", True),
        ("垃圾转运站和环卫车都要抓紧", False),
        ("垃圾转运站要抓紧，和住建局一起研究", False),
    ],
)
async def test_two_titles_joined_in_one_clause_are_one_directive_on_both(city, said, both):
    farming = await city.head("市农业农村局局长")
    await city.task("建设垃圾转运站", owner=city.housing, due="2022-10-02", leader=city.vice)
    await city.task("农房整治", owner=farming, due="2022-10-10", leader=city.vice)
    await city.vice.says(said)
    assert "批示4号“建设垃圾转运站”" in city.vice.last
    assert ("5号“农房整治”" in city.vice.last) is both
