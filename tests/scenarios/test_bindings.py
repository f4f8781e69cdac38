"""An account never changes hands in silence."""

from dataclasses import replace

import pytest

from db import people
from schedules.steps import enrolling, posts


async def link_for(office, name):
    async with office.stage.step("invite") as context:
        return await enrolling.invite(context, await office.stage.person(name))


async def presses(office, chat_id, code):
    await office.stage.client.start(chat_id, code, name="某人")
    await office.stage.settle()


def heard(office, chat_id):
    chat = office.stage.sandbox.world.chats[chat_id]
    return [post.wire["text"] for post in chat.posts.values() if post.outgoing and "text" in post.wire]


@pytest.fixture
async def finance(office):
    finance = await office.head("市财政局局长")
    await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await presses(office, 9001, await link_for(office, "市财政局局长"))
    return finance


async def test_a_link_for_a_bound_person_waits_for_the_old_accounts_tap(office, finance):
    assert "已绑定另一个账号" in heard(office, 9001)[-1]
    assert (await office.stage.person(finance.name)).chat_id == finance.chat_id
    assert "申请把您的身份改绑" in finance.last
    await finance.taps("同意改绑")
    assert (await office.stage.person(finance.name)).chat_id == 9001
    assert any(text.startswith("市财政局局长，您好") for text in heard(office, 9001))
    assert "本账号已解除绑定" in finance.messages[-2].text + finance.last
    assert "市财政局局长已改绑到另一账号" in office.coordinator.last
    assert {"rebind_asked", "rebind", "bind"} <= set(await office.journal())


async def test_the_old_account_refuses(office, finance):
    await finance.taps("不同意")
    assert (await office.stage.person(finance.name)).chat_id == finance.chat_id
    await presses(office, 9001, None)
    assert "编制" not in "".join(heard(office, 9001))


async def test_a_coordinator_agrees_for_a_lost_telephone(office, finance):
    await office.coordinator.taps("同意改绑")
    assert (await office.stage.person(finance.name)).chat_id == 9001
    await finance.says("我的任务")
    assert "尚未绑定" in finance.last


async def test_nobody_else_agrees(office, finance):
    audit = await office.head("市审计局局长")
    tap = next(data for data in finance.latest.data if data.startswith("bind+"))
    await audit.forges(tap)
    assert "须由本人原账号或督查员确认" in audit.last
    assert (await office.stage.person(finance.name)).chat_id == finance.chat_id


async def test_pressing_a_used_link_is_answered_each_time_and_told_to_the_office(office, finance):
    used = finance.actor.code
    await office.stage.client.text(9009, "你好")
    await office.stage.settle()
    for _ in range(2):
        await presses(office, 9009, used)
    assert [text for text in heard(office, 9009) if "已使用或已失效" in text] == [heard(office, 9009)[-1]] * 2
    told = [each.text for each in office.coordinator.messages if "点开了发给市财政局局长的邀请链接" in each.text]
    assert len(told) == 1
    assert "没有绑定" in told[0]


async def test_who_has_applied_and_presses_again_hears_that_he_waits(office, finance):
    code = await link_for(office, finance.name)
    await presses(office, 9002, code)
    await presses(office, 9002, code)
    assert [text[:11] for text in heard(office, 9002)] == ["此身份已绑定另一个账号"] * 2
    assert "没有绑定" not in "".join(each.text for each in office.coordinator.messages)


async def test_an_account_that_only_asked_was_nobody(office, finance):
    """The card of a re-binding names whose the account was, not whose link it pressed before."""
    await finance.taps("不同意")
    await presses(office, 9001, await link_for(office, finance.name))
    await finance.taps("不同意")
    audit = await office.head("市审计局局长", bound=False)
    await presses(office, 9001, await link_for(office, audit.name))
    assert (await office.stage.person(audit.name)).chat_id == 9001
    assert "曾绑定为市财政局局长" not in "".join(each.text for each in office.coordinator.messages)


async def test_the_office_hears_that_a_former_account_still_tries(office, finance):
    async with office.stage.step("dismiss") as context:
        await posts.dismiss(context, await office.stage.person(finance.name))
    for words in ("1号完成60%", "/status", "我的任务"):
        await finance.says(words)
    told = [each.text for each in office.coordinator.messages if "曾绑定为市财政局局长的账号今天仍在" in each.text]
    assert len(told) == 1


async def test_the_link_that_waits_opens_nothing_to_a_third(office, finance):
    code = await link_for(office, finance.name)
    await presses(office, 9002, code)
    await presses(office, 9003, code)
    assert "已失效" in heard(office, 9003)[-1]


async def test_of_two_who_apply_only_the_last_may_be_agreed_to(office, finance):
    first = next(data for data in finance.latest.data if data.startswith("bind+"))
    await presses(office, 9002, await link_for(office, finance.name))
    await finance.forges(first)
    assert "已处理" in finance.last
    assert (await office.stage.person(finance.name)).chat_id == finance.chat_id


async def test_the_coordinators_hear_of_new_bindings_once_a_day(office):
    await office.head("市财政局局长")
    await office.head("市审计局局长")
    await office.until("2022-01-04 18:00")
    told = [text for text in office.coordinator.heard_since("2022-01-04 09:00") if "新绑定" in text]
    assert len(told) == 1
    assert "市财政局局长、市审计局局长" in told[0]


async def test_who_was_somebody_else_here_presses_no_others_link_by_himself(office):
    budget = await office.head("市财政局局长")
    await office.task("编制年度预算草案", owner=budget, due="2022-03-10")
    async with office.stage.step("dismiss") as context:
        new = await posts.person_named(context, "赵六")
        await posts.dismiss(context, await office.stage.person(budget.name), to=new)
    await presses(office, budget.chat_id, await link_for(office, "赵六"))
    assert any("由督查室核实" in text for text in heard(office, budget.chat_id))
    assert (await office.stage.person("赵六")).chat_id is None
    assert "一个曾绑定为市财政局局长的账号点开了发给赵六的邀请链接" in office.coordinator.last
    await budget.says("1号完成60%")
    assert "已记录" not in budget.last
    await office.coordinator.taps("同意改绑")
    assert (await office.stage.person("赵六")).chat_id == budget.chat_id
    assert any(text.startswith("赵六，您好") for text in heard(office, budget.chat_id))


async def test_the_only_coordinator_cannot_unbind_himself(office):
    await office.coordinator.says(f"解绑{office.coordinator.name}")
    await office.coordinator.taps("确认")
    assert "至少要有一名绑定账号的督查员" in "".join(each.text for each in office.coordinator.messages[-2:])
    assert (await office.stage.person(office.coordinator.name)).chat_id is not None


async def test_links_of_a_coordinator_who_is_gone_open_nothing(office):
    second = await office.another_coordinator("督查员乙")
    async with office.stage.step("invite") as context:
        given = replace(context, actor=await people.by_name(context.session, second.name))
        code = await enrolling.invite(given, await posts.person_named(context, "李四"))
    async with office.stage.step("dismiss") as context:
        await posts.dismiss(context, await office.stage.person(second.name))
    await presses(office, 9009, code)
    assert (await office.stage.person("李四")).chat_id is None
