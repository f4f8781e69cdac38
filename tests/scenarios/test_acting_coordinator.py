"""Whoever stands in for a coordinator is one for those days: he sees, urges and orders, and after them he does not."""

from tests.scenarios.test_said_plainly import city  # noqa: F401


async def test_a_deputy_of_a_coordinator_acts_for_him_until_he_is_back(city):  # noqa: F811
    office, coordinator = city, city.coordinator
    li = await office._person("小李")
    await coordinator.says("我1月5日至7日外出，由小李代")
    await coordinator.taps("确认")
    await li.says("谁没签收")
    assert "没有" in li.last or "未签收" in li.last
    await li.says("催办1号")
    assert "【督查室催办】" in office.housing.last, li.last
    await li.says("3号中止，要换方案")
    await li.taps("确认")
    assert await office.state(office.roads) == "中止"
    await office.until("2022-01-08 09:30")
    await li.says("催办2号")
    assert "已催办" not in li.last
    assert await office.count("urge") == 1


async def test_he_is_none_any_more_once_the_coordinator_is_back(city):  # noqa: F811
    li = await city._person("小李")
    await city.coordinator.says("我1月5日至7日外出，由小李代")
    await city.coordinator.taps("确认")
    await city.coordinator.says("我提前回来了，代理结束")
    await city.coordinator.taps("确认")
    await li.says("催办1号")
    assert await city.count("urge") == 0
