"""A task reaches its head in the one message of the morning, and he signs for it."""

import pytest

SLOGAN = "事事有着落，件件有回音"


async def test_the_morning_message_names_everything_a_head_has_to_know(office):
    finance = await office.head("市财政局局长")
    await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 08:59")
    assert "账号已绑定" in finance.last
    await office.until("2022-01-05 09:00")
    assert finance.last == (
        f"{SLOGAN}\n\n市财政局局长，早上好。1月5日（周三）有1项事项请您过目：\n\n"
        "⚪ 1号 编制年度预算草案\n　时限3月10日（周四），还有64天｜已交办\n　→ 请签收\n\n"
        "请点按钮签收；有进展可直接回复本消息。"
    )
    assert finance.latest.labels == ("签收", "报进度", "已办结", "有困难", "申请延期")


async def test_several_tasks_come_in_one_message_and_are_signed_for_by_one_tap(office):
    finance = await office.head("市财政局局长")
    tasks = await office.tasks(["编制年度预算草案", "清理闲置资金"], owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    [morning] = finance.heard_since("2022-01-04 12:00")
    assert "交办2项事项，请签收" in morning
    await finance.taps("全部签收")
    assert finance.last == "已签收2项：1号、2号。"
    assert [await office.state(task) for task in tasks] == ["已签收", "已签收"]


async def test_received_signs_for_the_last_hand_out(office):
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    await finance.says("收到")
    assert finance.last == "已签收：1号。"
    assert await office.state(task) == "已签收"


@pytest.mark.parametrize(("words", "state"), [("好的，谢谢", "已交办"), ("收到，谢谢", "已签收"), ("好的", "已签收")])
async def test_thanks_alone_sign_for_nothing(office, words, state):
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    await finance.says(words)
    assert await office.state(task) == state


async def test_received_signs_for_the_items_of_the_message_replied_to(office):
    finance = await office.head("市财政局局长")
    first = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    hand_out = finance.latest
    second = await office.task("清理闲置资金", owner=finance, due="2022-03-10")
    await office.until("2022-01-06 09:00")
    await finance.says("收到", to=hand_out)
    assert (await office.state(first), await office.state(second)) == ("已签收", "已交办")


async def test_received_with_nothing_to_sign_for_is_only_acknowledged(office):
    finance = await office.head("市财政局局长")
    await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    await finance.taps("签收")
    count = len(finance.messages)
    await finance.says("收到")
    assert finance.reactions == ["👌"]
    assert len(finance.messages) == count


async def test_two_taps_on_the_same_button_sign_once(office):
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    await finance.taps_twice("签收")
    assert [each.text for each in finance.messages[-2:]] == ["已签收：1号。", "1号此前已签收。"]
    assert (await office.journal(task)).count("sign") == 1


async def test_ten_items_then_the_rest_by_their_numbers(office):
    finance = await office.head("市财政局局长")
    titles = [f"第{n}项重点工作落实" for n in range(1, 14)]
    await office.tasks(titles, owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    assert "交办13项事项，请签收" in finance.last
    assert "10号 第10项重点工作落实" in finance.last
    assert "其余3项：11号、12号、13号，发“我的任务”查看。" in finance.last
    await finance.taps("全部签收")
    assert finance.last.startswith("已签收13项：")


async def test_the_worst_news_stands_on_top(office):
    finance = await office.head("市财政局局长")
    late = await office.task("清理闲置资金", owner=finance, due="2022-01-06")
    await office.until("2022-01-05 09:00")
    await finance.taps("签收")
    await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-07 09:00")
    [morning] = finance.heard_since("2022-01-06 12:00")
    assert morning.index(late.title) < morning.index("编制年度预算草案")


async def test_whoever_does_not_sign_is_asked_on_the_next_working_day(office):
    finance = await office.head("市财政局局长")
    task = await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.until("2022-01-06 09:00")
    assert "尚未签收，请签收" in finance.last
    await finance.taps("签收")
    await office.until("2022-01-07 12:00")
    assert finance.heard_since("2022-01-06 10:00", about=task) == []


async def test_a_title_full_of_markup_stays_a_title(office):
    finance = await office.head("市财政局局长")
    await office.task("<b>落实</b>_*[x](tg://user?id=1)&amp;", owner=finance, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    assert "<b>落实</b>_*[x](tg://user?id=1)&amp;" in finance.last
