"""An attacker's hour: dismissed, replaced, impersonating and link-stealing people try what they have."""

import pytest

from db import inbox, people
from schedules.steps import enrolling, posts


@pytest.fixture
async def budget(office):
    office.mayor = await office.leader("常务副市长")
    office.finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=office.finance, due="2022-03-31", leader=office.mayor)
    await office.until("2022-01-05 09:00")
    return task


async def dismisses(office, name):
    async with office.stage.step("dismiss") as context:
        await posts.dismiss(context, await people.by_name(context.session, name))
    await office.stage.settle()


def said_of(person, since, words):
    return [each.text for each in person.messages[since:] if words in each.text]


async def test_a_dismissed_head_answers_an_open_question_and_mends_an_old_echo(office, budget):
    await office.finance.says("完成120%")
    question = office.finance.latest
    await office.finance.says("完成40%")
    echo = office.finance.latest
    await dismisses(office, "市财政局局长")
    count = len(office.finance.messages)
    for data in (*question.data, *echo.data):
        await office.finance.forges(data)
    assert said_of(office.finance, count, "编制") == []
    assert (await office.found(budget)).percent == 40


async def test_a_dismissed_leader_confirms_no_directive_and_asks_nothing(office, budget):
    await office.mayor.says("1号要抓紧，1月20日前报一次")
    draft = office.mayor.latest
    await dismisses(office, "常务副市长")
    count = len(office.mayor.messages)
    for data in draft.data:
        await office.mayor.forges(data)
    for words in ("确认", "1号现在怎样", "/status", "导出台账"):
        await office.mayor.says(words)
    assert said_of(office.mayor, count, "编制") == []
    assert said_of(office.finance, 0, "抓紧") == []


async def test_a_link_given_before_the_dismissal_opens_nothing(office, budget):
    async with office.stage.step("invite") as context:
        code = await enrolling.invite(context, await people.by_name(context.session, "市财政局局长"))
    await dismisses(office, "市财政局局长")
    await office.stage.client.start(9001, code, name="某人")
    await office.stage.settle()
    assert (await office.stage.person("市财政局局长")).chat_id is None


async def test_a_dismissed_coordinator_passes_nothing_on_and_grants_no_binding(office, budget):
    second = await office.another_coordinator("督查员乙")
    async with office.stage.step("invite") as context:
        code = await enrolling.invite(context, await people.by_name(context.session, "市财政局局长"))
    await office.stage.client.start(9001, code, name="某人")
    await office.stage.settle()
    asked = second.latest
    assert "同意改绑" in asked.labels
    await dismisses(office, "督查员乙")
    for data in asked.data:
        await second.forges(data)
    await second.says("请尽快报送", to=asked)
    assert (await office.stage.person("市财政局局长")).chat_id == office.finance.chat_id


async def test_a_sender_who_is_not_the_chat_is_nobody(office, budget):
    world = office.stage.sandbox.world
    sender = {"id": 9009, "is_bot": False, "first_name": "冒名者"}
    chat = {"id": office.finance.chat_id, "type": "private", "first_name": "市财政局局长"}
    wire = {"message_id": 990, "from": sender, "chat": chat, "date": 1641348000, "text": "1号已办结"}
    world.updates.push("message", wire)
    await office.stage.settle()
    assert await office.state(budget) == "已交办"


async def test_forged_orders_and_numbers_do_nothing(office, budget):
    await office.coordinator.says("中止1号")
    for data in ("o:1:1", "o:1:3", "o:1:9", "o:99:1", "o:1", "o:-1:1", "bind+:1", "bind-:1", "bind+:99"):
        await office.finance.forges(data)
        await office.mayor.forges(data)
    assert await office.state(budget) == "已交办"


@pytest.mark.parametrize(
    "data", ["sign:²", "sign:--5", "sign:-", "sign:１", "sign:" + "9" * 19, "sign:1:", ":", "sign"]
)
async def test_a_forged_button_that_is_no_number_is_told_to_be_void(office, budget, data):
    await office.finance.says("你好")
    await office.finance.forges(data)
    assert "按钮已经失效" in office.finance.last
    assert await office.count("update.poison") == 0


@pytest.mark.parametrize("kind", ["business_message", "edited_business_message", "channel_post", "guest_message"])
async def test_what_is_said_to_somebody_else_is_nobodys_report(office, budget, kind):
    """A bound person who writes to another's business account looks like a private chat with us."""
    chat, heard = office.finance.chat_id, len(office.finance.messages)
    said = {
        "message_id": 5000,
        "date": 1641348000,
        "chat": {"id": chat, "type": "private", "first_name": "局长"},
        "from": {"id": chat, "is_bot": False, "first_name": "局长"},
        "text": "1号完成40%",
        "business_connection_id": "b",
    }
    async with office.stage.step("business") as context:
        await inbox.store(context.session, [{"update_id": 900_000_000, kind: said}], context.now)
    await office.stage.settle()
    assert (await office.found(budget)).percent is None
    assert len(office.finance.messages) == heard
