"""签发: what leaves the office is signed by its director, or by a coordinator where policy says so."""

import pytest

from db import people
from db.models import Role
from schedules.steps import posts
from tests.office import staffed


async def silent_office(office):
    """A head who has not answered for a week, and a coordinator who drafts a 督办单 about it."""
    office.forest = await office.head("市林草局局长")
    task = await office.task("国土绿化", owner=office.forest, due="2022-03-10")
    await office.until("2022-01-14 10:00")
    return task


@pytest.fixture
async def green(office):
    task = await silent_office(office)
    office.director = await office.stage.actor("孙主任", role=Role.DIRECTOR)
    office.director = type(office.coordinator)(office, office.director)
    return task


async def drafts(office):
    await office.coordinator.taps("下达督办单")


async def test_without_a_director_a_coordinator_signs(office):
    await silent_office(office)
    await drafts(office)
    await office.coordinator.taps("下达")
    assert "督办〔2022〕1号已下达市林草局局长" in office.coordinator.last
    assert "【督办单】督办〔2022〕1号" in office.forest.last


async def test_an_order_leaves_on_the_directors_tap(office, green):
    await drafts(office)
    assert "呈主任签发" in office.coordinator.latest.labels
    await office.coordinator.taps("呈主任签发")
    assert "已呈孙主任签发" in office.coordinator.last
    assert "【请签发】督查员甲拟稿" in office.director.last
    assert "国土绿化" in office.director.last
    assert "督办单" not in office.forest.last
    await office.director.taps("签发")
    assert "督办〔2022〕1号已下达市林草局局长" in office.director.last
    assert "孙主任已签发：督办〔2022〕1号" in office.coordinator.last
    assert "【督办单】督办〔2022〕1号" in office.forest.last
    await office.forest.says("1号完成30%", to=office.forest.latest)
    assert "已就督办单作出反馈" in office.coordinator.last


async def test_it_is_sent_back_with_a_reason(office, green):
    await drafts(office)
    await office.coordinator.taps("呈主任签发")
    await office.director.taps("退回修改")
    await office.director.says("先电话催一次")
    assert "由孙主任退回修改：先电话催一次" in office.coordinator.last
    assert "督办单" not in office.forest.last


async def test_a_coordinator_does_not_sign_for_the_director(office, green):
    await drafts(office)
    old = office.coordinator.latest
    await office.coordinator.taps("呈主任签发")
    sign = next(each for each in office.director.latest.data if each.endswith(":23"))
    await office.coordinator.forges(sign)
    assert "须由督查室主任签发" in office.coordinator.last
    for data in old.data:
        await office.forest.forges(data)
    await office.forest.forges(sign)
    assert "督办单" not in office.forest.last
    await office.coordinator.taps("撤回拟稿")
    assert "已撤回" in office.coordinator.last
    await office.director.forges(sign)
    assert "此件已撤回" in office.director.last
    assert "督办单" not in office.forest.last


async def test_a_paper_waits_visibly_and_goes_to_whoever_signs_next(office, green):
    await drafts(office)
    await office.coordinator.taps("呈主任签发")
    sign = next(each for each in office.director.latest.data if each.endswith(":23"))
    await office.until("2022-01-18 09:30")
    assert any("待签发" in text for text in office.director.heard_since("2022-01-17 08:00"))
    second = await office.stage.actor("钱主任", role=Role.DIRECTOR)
    async with office.stage.step("dismiss") as context:
        await posts.dismiss(context, await people.by_name(context.session, "孙主任"))
    await office.stage.settle()
    await office.director.forges(sign)
    assert "尚未绑定" in office.director.last
    await type(office.director)(office, second).forges(sign)
    assert "【督办单】督办〔2022〕1号" in "".join(each.text for each in office.forest.messages)


async def test_a_paper_that_is_no_longer_needed_is_not_sent(office, green):
    await drafts(office)
    await office.coordinator.taps("呈主任签发")
    await office.forest.says("1号完成30%")
    await office.director.taps("签发")
    assert "没有可下达督办单的事项" in office.director.last
    assert "督办单" not in office.forest.last


async def test_the_directors_deputy_signs_for_his_days(office, green):
    deputy = await office.deputy("李副主任", of=office.director, begins="2022-01-14", ends="2022-01-20")
    await drafts(office)
    await office.coordinator.taps("呈主任签发")
    assert "已呈李副主任签发" in office.coordinator.last
    await deputy.taps("签发")
    assert "【督办单】督办〔2022〕1号" in office.forest.last


async def test_the_director_is_appointed_in_the_chat_and_works_as_a_coordinator(office):
    await silent_office(office)
    await office.coordinator.says("任命孙主任为督查室主任")
    await office.coordinator.taps("确认")
    assert (await office.stage.person("孙主任")).roles == {Role.DIRECTOR}
    director = type(office.coordinator)(office, await office.stage.actor("孙主任"))
    await director.says("/status 1")
    assert "国土绿化" in director.last
    await director.says("中止1号")
    await director.taps("确认")
    assert "已办理" in director.last


async def test_policy_lets_a_coordinator_sign():
    async with staffed(policy_text='[issue]\nby_coordinator = ["督办单"]\n') as office:
        await silent_office(office)
        await office.stage.actor("孙主任", role=Role.DIRECTOR)
        await drafts(office)
        await office.coordinator.taps("下达")
        assert "【督办单】督办〔2022〕1号" in office.forest.last
        assert await office.faults() == []


async def test_a_bulletin_is_drafted_signed_and_goes_to_leaders_and_owners(office, green):
    mayor = await office.leader("常务副市长")
    await office.coordinator.says("发个通报")
    assert "拟印发通报" in office.coordinator.last
    await office.coordinator.taps("呈主任签发")
    assert not any("督查通报〔" in each.text for each in mayor.messages)
    await office.director.taps("签发")
    for reader in (mayor, office.forest):
        assert "督查通报〔2022〕1号" in reader.last
    await office.coordinator.says("通报：请各单位周五前报送进展")
    await office.coordinator.taps("呈主任签发")
    await office.director.taps("签发")
    assert "请各单位周五前报送进展" in office.forest.last
    await office.forest.says("发个通报")
    assert "拟印发" not in office.forest.last
