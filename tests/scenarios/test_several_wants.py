"""Several wants in one message: each is served, or named as left over."""

from tests.scenarios.test_said_plainly import city  # noqa: F401


async def test_an_order_and_a_question_of_another_task(city):  # noqa: F811
    before = len(city.coordinator.messages)
    await city.coordinator.says("1号延到4月10号，因为要征求意见；顺便看看2号谁在办")
    told = [each.text for each in city.coordinator.messages[before:]]
    assert any("由3月31日（周四）改为4月10日" in each and "顺便" not in each for each in told), told
    assert any("2号 保障城乡冬季供热" in each for each in told), told


async def test_three_wants(city):  # noqa: F811
    before = len(city.coordinator.messages)
    await city.coordinator.says("1号催一下，2号什么情况，另外把谁没签收发我")
    told = [each.text for each in city.coordinator.messages[before:]]
    assert "【督查室催办】" in city.housing.last, told
    assert any("2号 保障城乡冬季供热" in each for each in told), told
    assert any("未签收" in each for each in told), told
