"""A 批示 becomes a task of its own; one on paper keeps its scan; a task may demand papers before it is closed."""

import pytest


@pytest.fixture
async def city(office):
    office.leader_ = await office.leader("分管城建副市长")
    office.housing = await office.head("市住建局局长")
    office.flats, office.roads = await office.tasks(
        ["改造18个老旧小区", "背街小巷整治"], owner=office.housing, leader=office.leader_, due="2022-03-31"
    )
    await office.until("2022-01-05 09:00")
    await office.housing.taps("全部签收")
    await office.until("2022-01-05 09:40")
    return office


async def test_a_directive_becomes_a_task_of_its_own(city):
    await city.leader_.says("1号要征求群众意见，2月18日前拿出办法")
    await city.leader_.taps("确认")
    await city.coordinator.taps("另立事项")
    assert "1号要征求群众意见" in city.coordinator.last
    assert "市住建局" in city.coordinator.last
    await city.coordinator.taps("确认")
    await city.coordinator.says("/status 3")
    assert "3号 1号要征求群众意见，2月18日前拿出办法" in city.coordinator.last
    assert "时限2月18日" in city.coordinator.last
    await city.coordinator.says("批示清单")
    assert "没有" in city.coordinator.last


async def test_a_directive_on_paper_keeps_its_scan(city):
    coordinator = city.coordinator
    await city.stage.client.photo(coordinator.chat_id)
    await city.stage.settle()
    assert "领导批示原件" in coordinator.last
    await coordinator.says("分管城建副市长1月4日批示：1号要万无一失，2月15日前再过一遍")
    assert "批示1号“改造18个老旧小区”：“（1月4日）1号要万无一失" in coordinator.last
    await coordinator.taps("确认")
    assert "（督查员甲录入）" in city.housing.last
    await coordinator.says("/status 1")
    assert "材料（1）" in coordinator.latest.labels


async def test_a_task_that_demands_papers_is_not_closed_without_them(city):
    coordinator, housing = city.coordinator, city.housing
    await coordinator.says("1号办结须附竣工验收照片")
    await coordinator.taps("确认")
    assert "办结时须附竣工验收照片" in housing.last
    await housing.says("1号已办结，18个小区全部改造完成")
    assert "1号办结须附竣工验收照片，请随后发来图片或文件" in housing.last
    await coordinator.accepts(city.flats)
    assert "尚未收到" in coordinator.last
    assert await city.state(city.flats) == "申请办结"
    await city.stage.client.photo(housing.chat_id, caption="1号竣工验收照片")
    await city.stage.settle()
    await coordinator.accepts(city.flats)
    assert await city.state(city.flats) == "已销号"


async def test_the_demand_is_lifted_in_words(city):
    await city.coordinator.says("1号办结须附竣工验收照片")
    await city.coordinator.taps("确认")
    await city.coordinator.says("1号办结不用附材料")
    await city.coordinator.taps("确认")
    await city.housing.says("1号已办结，18个小区全部改造完成")
    await city.coordinator.accepts(city.flats)
    assert await city.state(city.flats) == "已销号"
