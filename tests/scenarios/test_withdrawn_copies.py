"""What somebody takes back says so wherever it was put, and can be tapped no more."""

import pytest


@pytest.fixture
async def housing(office):
    housing = await office.head("市住建局局长")
    office.helper = await office.head("市自然资源局局长")
    await office.tasks(["老旧小区改造", "背街小巷整治"], owner=housing, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await housing.taps("全部签收")
    return housing


def copy(person, word):
    return next(each for each in reversed(person.messages) if word in each.text)


async def test_a_difficulty_taken_back_is_struck_at_the_office_and_at_who_was_asked(office, housing):
    await housing.says("1号卡在用地指标，请市自然资源局协调")
    await office.coordinator.taps(next(label for label in office.coordinator.latest.labels if "自然资源" in label))
    assert "用地指标" in office.helper.last
    await housing.taps("撤销", under=copy(housing, "用地指标"))
    for each in (office.coordinator, office.helper):
        struck = copy(each, "用地指标")
        assert struck.text.endswith("—— 市住建局局长已撤回")
        assert struck.labels == ()


async def test_two_difficulties_of_one_message_are_struck_together(office, housing):
    await housing.says("1号、2号都卡在用地指标")
    await housing.says("撤销")
    struck = copy(office.coordinator, "用地指标")
    assert "已撤回" in struck.text
    assert struck.labels == ()


async def test_a_claim_taken_back_is_struck(office, housing):
    await housing.says("1号已办结")
    await housing.says("撤销")
    struck = copy(office.coordinator, "办结核查")
    assert "市住建局局长已撤回" in struck.text
    assert struck.labels == ()
