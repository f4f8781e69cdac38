"""What was closed is looked at again, and what lies longest is known at any time."""

from db import people
from schedules.steps import posts


async def closed(office, title, **facts):
    head = await office.head("市民政局局长")
    task = await office.task(title, owner=head, **facts)
    await head.says(f"{task.number}号已办结，敬老院已启用")
    await office.coordinator.accepts(task)
    return head, task


async def test_a_closed_task_of_a_chosen_source_is_looked_at_after_thirty_working_days(office):
    await office.begins("2022-02-14 10:00")
    head, task = await closed(office, "解决养老床位不足", due="2022-06-30", source="领导批示")
    _, plain = await closed(office, "更新公交候车亭", due="2022-06-30", source="重点工作")
    await office.until("2022-03-25 12:00")
    assert not any("回头看" in text for text in office.coordinator.heard_since("2022-02-14 10:00"))
    await office.until("2022-03-28 09:30")  # the thirtieth working day
    (asked,) = [text for text in office.coordinator.heard_since("2022-03-28 08:00") if "回头看" in text]
    assert task.title in asked
    assert plain.title not in asked
    await office.coordinator.taps("1")
    assert "请核实成效是否巩固" in office.coordinator.last
    assert "敬老院已启用" in office.coordinator.last
    await office.until("2022-03-30 09:30")
    assert any(task.title in text for text in office.coordinator.heard_since("2022-03-30 08:00"))  # until it is decided
    await office.coordinator.taps("1")
    await office.coordinator.taps("反弹")
    assert "经回头看发现反弹" in head.last
    assert await office.state(task) == "已销号"
    await office.until("2022-04-01 16:00")
    assert "◆ 回头看：反弹1项" in next(
        text for text in office.coordinator.heard_since("2022-04-01 15:00") if "周报" in text
    )
    assert not any("回头看" in text for text in office.coordinator.heard_since("2022-04-06 08:00"))
    await office.until("2022-05-20 17:00")  # once more after thirty working days
    assert any(task.title in text for text in office.coordinator.heard_since("2022-05-13 08:00"))
    await office.coordinator.taps("1")
    await office.coordinator.taps("重新打开")
    assert await office.state(task) == "退回重办"
    assert await office.faults() == []


async def test_it_stands_on_the_list_of_its_morning_beside_whatever_else_does(office):
    await office.begins("2022-02-14 10:00")
    _, task = await closed(office, "解决养老床位不足", due="2022-06-30", source="领导批示")
    await office.task("新建敬老院", owner=await office.head("市文旅局局长"), due="2022-12-30")  # nobody answers
    await office.until("2022-03-28 09:30")
    (listed,) = [text for text in office.coordinator.heard_since("2022-03-28 08:00") if "今日关注" in text]
    assert f"回头看　{task.number}号" in listed


async def test_what_is_taken_up_again_is_the_successors(office):
    await office.begins("2022-02-14 10:00")
    head, task = await closed(office, "解决养老床位不足", due="2022-06-30", source="领导批示")
    new = await office._person("李四")
    async with office.stage.step("post") as context:
        former = await people.by_name(context.session, head.name)
        await posts.dismiss(context, former, to=await people.by_name(context.session, "李四"))
    await office.stage.settle()
    assert (await office.found(task)).owner.name == head.name  # who closed it stays on record
    await office.until("2022-03-28 09:30")
    await office.coordinator.taps("1")
    await office.coordinator.taps("重新打开")
    assert any("经回头看重新打开" in text for text in new.heard_since("2022-03-28 08:00"))
    assert (await office.found(task)).owner.name == "李四"
    await office.until("2022-03-29 09:30")
    assert "签收" in new.latest.labels
    assert task.title in new.last
    assert await office.faults() == []


async def test_what_has_lain_longest_is_listed_at_any_time_and_in_the_weekly_report(office):
    await office.begins("2022-02-14 10:00")
    head, other = await office.head("市民政局局长"), await office.head("市文旅局局长")
    old = await office.task("新建敬老院", owner=head, due="2022-12-30")
    told = await office.task("修缮古城墙", owner=other, due="2022-12-30")
    await office.until("2022-03-03 10:00")
    await head.says("高度重视，正在推进")  # hollow
    await other.says("完成20%")
    await office.coordinator.says("积案")
    assert f"1. {old.number}号“新建敬老院”（市民政局）：13个工作日" in office.coordinator.last
    assert told.title not in office.coordinator.last
    await office.until("2022-03-04 16:00")
    report = next(text for text in office.coordinator.heard_since("2022-03-04 15:00") if "督查周报" in text)
    assert "◆ 案无积卷：超过10个工作日没有实质进展的1项" in report
    await other.says("哪些拖得最久")
    assert "没有超过10个工作日未报实质进展的事项" in other.last
    assert await office.faults() == []
