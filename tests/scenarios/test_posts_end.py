"""Whoever loses his post learns nothing from then on, also under old buttons and replies."""

from datetime import date

import pytest

from db import people
from db.models import Role
from schedules.steps import posts
from schedules.steps.refusals import NotHisToDecide

STRANGER = "您好，这里是督查室“回音”助手。此账号尚未绑定，请向督查室索取本人的邀请链接。"


async def dismisses(office, name, *, to=None):
    async with office.stage.step("dismiss") as context:
        person = await people.by_name(context.session, name)
        new = await posts.person_named(context, to) if to else None
        await posts.dismiss(context, person, to=new)
    await office.stage.settle()


@pytest.fixture
async def budget(office):
    office.finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=office.finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    return task


async def test_a_dismissed_head_is_a_stranger_under_every_old_button_and_reply(office, budget):
    old = office.finance.latest
    assert "签收" in old.labels
    await dismisses(office, "市财政局局长")
    assert "已与督查室“回音”助手解除绑定" in office.finance.last
    for button in old.labels:
        await office.finance.taps(button, under=old)
    await office.finance.says("已办结", to=old)
    await office.finance.says("我的任务")
    after = [each.text for each in office.finance.messages if each.at > old.at][1:]
    assert after == [STRANGER]
    assert await office.state(budget) == "已交办"
    assert (await office.reports(budget)) == []
    await office.until("2022-01-14 17:00")
    assert office.finance.last == STRANGER


async def test_his_tasks_stand_on_the_coordinators_list_until_somebody_follows(office, budget):
    await dismisses(office, "市财政局局长")
    found = await office.found(budget)
    assert found.owner.name == "市财政局负责人（暂缺）"
    await office.coordinator.says("谁没绑定")
    assert "市财政局负责人（暂缺）" in office.coordinator.last
    async with office.stage.step("post") as context:
        new = await posts.person_named(context, "李四")
        department = await people.department_named(context.session, "市财政局")
        await posts.appoint(context, new, Role.HEAD, department_id=department.id)
    assert (await office.found(budget)).owner.name == "李四"


async def test_whoever_follows_is_handed_out_everything(office, budget):
    li = office.stage
    async with li.step("person") as context:
        await posts.person_named(context, "李四")
    await office._person("李四")
    await dismisses(office, "市财政局局长", to="李四")
    four = await office._person("李四")
    assert "编制年度预算草案" in four.last
    assert "由市财政局局长移交您办理" in four.last
    await office.until("2022-01-06 09:00")
    assert "签收" in four.latest.labels
    await four.says("完成30%")
    assert (await office.found(budget)).percent == 30


async def test_a_dismissed_coordinator_sees_nothing(office, budget):
    second = await office.another_coordinator("督查员乙")
    await second.says("/status")
    assert "编制年度预算草案" in second.last
    listing = second.latest
    await dismisses(office, "督查员乙")
    count = len(second.messages)
    for words in ("/status", "/status 1", "超期", "导出台账", "/export", "市财政局"):
        await second.says(words)
    for label in listing.labels:
        await second.taps(label, under=listing)
    assert [each.text for each in second.messages[count:]] == [STRANGER]
    told = [each.text for each in office.coordinator.messages]
    assert any("督查员乙的督查员职务已结束" in text for text in told)
    assert [text for text in told if "曾绑定为督查员乙的账号今天仍在" in text] == [office.coordinator.last]


async def test_the_last_coordinator_cannot_be_dismissed(office, budget):
    with pytest.raises(NotHisToDecide, match="至少要有一名督查员"):
        await dismisses(office, office.coordinator.name)


async def test_what_waits_to_be_sent_to_him_falls(office, budget):
    await office.until("2022-01-05 21:00")
    await office.coordinator.says("/status 1")
    await office.coordinator.taps("催办")
    await dismisses(office, "市财政局局长")
    await office.until("2022-01-06 12:00")
    assert "已与督查室“回音”助手解除绑定" in office.finance.last


async def test_a_post_with_a_last_day_ends_after_it(office, budget):
    second = await office.another_coordinator("督查员乙")
    async with office.stage.step("post") as context:
        person = await people.by_name(context.session, "督查员乙")
        for post in await posts.posts.of(context.session, person.id):
            post.ends = date(2022, 1, 6)
    await office.until("2022-01-06 23:59")
    await second.says("/status 1")
    assert "编制年度预算草案" in second.last
    await office.stage.move(office.stage.local("2022-01-07 00:00"))
    await second.says("/status 1")  # before any tick of the new day
    assert [text for text in second.heard_since("2022-01-06 23:59") if "编制" in text] == []
    assert "解除绑定" in second.last


async def test_an_unbound_person_keeps_his_tasks(office, budget):
    async with office.stage.step("unbind") as context:
        await posts.unbind(context, await people.by_name(context.session, "市财政局局长"))
    await office.stage.settle()
    await office.finance.says("已办结")
    assert await office.state(budget) == "已交办"
    assert office.finance.last == STRANGER
    assert (await office.found(budget)).owner.name == "市财政局局长"


async def test_an_edited_message_of_a_dismissed_head_changes_nothing(office, budget):
    said = await office.finance.says("完成40%")
    await dismisses(office, "市财政局局长")
    await office.finance.edits(said, "完成90%")
    assert (await office.found(budget)).percent == 40


async def test_a_former_owner_who_stays_in_office_undoes_nothing_of_what_is_anothers(office, budget):
    await office.finance.says("完成40%")
    undo = next(data for data in office.finance.latest.data if data.startswith("undo"))
    async with office.stage.step("post") as context:
        person = await people.by_name(context.session, "市财政局局长")
        audit = await posts.person_named(context, "李四")
        department = await people.department_named(context.session, "市财政局")
        await posts.appoint(context, person, Role.LEADER)
        await posts.replace(context, person, audit, Role.HEAD, department.id)
    await office.stage.settle()
    await office.finance.forges(undo)
    assert (await office.found(budget)).percent == 40
    await office.finance.forges(f"t:{budget.id}")
    assert "编制年度预算草案" not in office.finance.last
