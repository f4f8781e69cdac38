"""Words no table of acts knows: what is surely wanted is done, what is likely is offered, a question is no 批示."""

import pytest

from bot.handlers.wants import hearing
from bot.second_reader.wants import reading
from tests.scenarios.test_office_words import city  # noqa: F401


def doubtful():
    """Words of which the shipped reader is in doubt, however often it is trained anew."""
    said = [f"雨水管网{words}" for words in ("那摊子啥光景", "嘛，再碰一下", "，嗯，你懂的", "那头看着办", "上回那样")]
    return next(each for each in said if hearing.sure(reading.built_in().read(each, leader=False)) is None)


SURE = [
    ("老旧小区干到哪儿了呀，给我透个底", "1号 改造18个老旧小区"),
    ("麻烦帮我叫个车送材料", "这件事我办不了"),
]


@pytest.mark.parametrize(("said", "shown"), SURE)
async def test_what_is_surely_wanted_is_done(city, said, shown):  # noqa: F811
    await city.coordinator.says(said)

    assert shown in city.coordinator.last


async def test_whoever_is_to_be_urged_hears_it(city):  # noqa: F811
    await city.coordinator.says("农村厕所改造没一点响动，你替我敲敲门")

    assert "催办" in "".join(city.coordinator.latest.labels) + city.coordinator.last


async def test_what_is_likely_is_offered_and_a_tap_goes_on_with_his_words(city):  # noqa: F811
    await city.coordinator.says(doubtful())

    labels = city.coordinator.latest.labels
    assert labels[-1] == "都不是"
    assert 2 <= len(labels) <= 4
    assert await city.state(city.pipes) == "已签收"
    await city.coordinator.taps("都不是")
    assert "这句话要怎么办" in city.coordinator.last
    assert "都不是" not in city.coordinator.latest.labels


async def test_a_button_pressed_twice_or_by_another_changes_nothing(city):  # noqa: F811
    other = await city.another_coordinator("督查员丙")
    await city.coordinator.says(doubtful())
    data = city.coordinator.latest.data[0]
    await other.forges(data)
    assert "没有这一项，或已处理" in other.last
    await city.coordinator.taps(city.coordinator.latest.labels[0])
    heard = len(city.coordinator.messages)
    await city.coordinator.forges(data)

    assert "没有这一项，或已处理" in city.coordinator.last
    assert len(city.coordinator.messages) == heard + 1


ASKS = ["老旧小区弄成啥样了", "雨水管网那头是谁在盯着呢"]


@pytest.mark.parametrize("said", ASKS)
async def test_a_leader_who_only_asks_gives_no_directive(city, said):  # noqa: F811
    await city.leader_.says(said)

    heard = [each.text for each in city.leader_.messages[-2:]]
    assert any("号 " in each and "状态" in each for each in heard), heard
    assert not any("确认" in each.labels for each in city.leader_.messages[-2:])


async def test_thanks_with_a_wish_behind_them_are_no_mere_thanks(city):  # noqa: F811
    await city.leader_.says("好嘞辛苦了啊，雨水管网那个有空也给我看看")

    assert city.leader_.reactions == [] or "雨水管网" in city.leader_.last
    assert "雨水管网" in city.leader_.last
