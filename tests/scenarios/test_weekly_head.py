"""The weekly report begins with the one thing to know, says what has changed, and every figure opens by a tap."""

from io import BytesIO

from openpyxl import load_workbook

from bot.sandbox.transcript import entries


async def test_the_first_sentence_and_what_each_figure_opens(office):
    await office.begins("2022-02-14 10:00")
    leader, finance = await office.leader("常务副市长"), await office.head("市财政局局长")
    late = await office.task("编制年度预算草案", owner=finance, due="2022-03-01", leader=leader)
    debts = await office.task(
        "化解存量债务", owner=finance, due="2022-11-30", target="化解存量债务2.4亿元", leader=leader
    )
    await office.until("2022-02-15 09:30")
    await finance.taps("全部签收")
    await office.coordinator.says("核对指标")
    await office.coordinator.taps("确认")
    await office.until("2022-03-03 10:00")
    await finance.says(f"{debts.number}号累计化解存量债务0.6亿元")
    await office.until("2022-03-04 16:30")
    for reader in (office.coordinator, leader):
        report = next(each for each in reversed(reader.messages) if "周报】" in each.text)
        first = report.text.split("\n\n")[1].split("\n")
        assert first[0] == f"最要紧：{late.number}号“编制年度预算草案”（市财政局）已超期3天。"
        assert first[1] == "较上周：新增超期1项，办结0项，新交办0项。"
        assert "◆ 指标1项：达到0，未达1，未报0" in report.text
        assert "化解存量债务0.6亿元，目标2.4亿元，差1.8亿元" in report.text
        await reader.taps("超期1", under=report)
        assert late.title in reader.last
        assert debts.title not in reader.last
        await reader.taps("指标未达1", under=report)
        assert f"{debts.number}号 🔴 化解存量债务0.6亿元" in reader.last
    await office.coordinator.says("导出台账")
    book = [each for each in office.stage.sandbox.world.files.values() if each.kind == "document"][-1]
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(book.content))["指标"].iter_rows(min_row=4)]
    assert rows == [[debts.number, debts.title, "化解存量债务", "亿元", "不低于", "2.4", "0.6", None, "1.8", "否"]]
    assert await office.faults() == []


async def test_the_coming_days_and_whose_word_is_waited_for(office):
    await office.begins("2022-03-07 10:00")
    leader, finance = await office.leader("常务副市长"), await office.head("市财政局局长")
    stones = [("征求意见", "2022-03-16"), ("报审", "2022-03-31")]
    plan = await office.task("编制年度预算草案", owner=finance, due="2022-03-31", leader=leader, milestones=stones)
    audit = await office.task("完成专项审计", owner=finance, due="2022-03-17", leader=leader)
    await office.until("2022-03-08 09:30")
    await finance.says(f"{plan.number}号请领导定：方案一，公开拍卖；方案二，协议出让。建议方案一")
    await finance.says(f"{audit.number}号已办结，已出具报告")
    await office.until("2022-03-11 16:30")
    report = next(each.text for each in reversed(office.coordinator.messages) if "督查周报" in each.text)
    assert "◆ 今后7天（3月12日（周六）—3月18日（周五））：节点1个" in report
    assert f"3月16日（周三）：{plan.number}号“编制年度预算草案：征求意见”节点" in report
    assert "　待常务副市长：请示1件" in report
    assert "　待督查室：办结申请1件" in report
    assert await office.faults() == []


GROUP = -1001234567


async def in_group(office, person, words):
    await office.stage.client.text(person.chat_id, words, chat_id=GROUP)
    await office.stage.settle()


def group_heard(office):
    return [each["text"] for each in entries(office.stage.sandbox.world, chat_id=GROUP) if each["outgoing"]]


async def test_one_group_hears_the_report_while_it_is_bound(office):
    await office.begins("2022-03-09 10:00")
    finance = await office.head("市财政局局长")
    await office.task("编制年度预算草案", owner=finance, due="2022-03-10")
    await office.stage.client.add_to_group(GROUP, office.coordinator.chat_id, title="督查工作群")
    await office.stage.client.add_to_group(GROUP, finance.chat_id, title="督查工作群")
    await office.coordinator.says("周报群")
    assert "尚未绑定周报群" in office.coordinator.last
    await in_group(office, finance, "/bind@huiyin_bot")
    assert group_heard(office) == []  # a head binds nothing, and nothing is said there
    await in_group(office, office.coordinator, "/bind@huiyin_bot")
    assert "本群已绑定督查周报" in group_heard(office)[-1]
    assert "“督查工作群”绑定为督查周报接收群" in office.coordinator.last
    await in_group(office, finance, "1号完成50%")  # of the ledger nothing is heard or said there
    await office.until("2022-03-11 16:30")
    report = group_heard(office)[-1]
    assert "【督查周报】3月11日（周五）　呈：督查工作群" in report
    assert "最要紧：1号“编制年度预算草案”（市财政局）已超期1天。" in report
    assert "承诺" not in report
    assert "提醒" not in report.split("本周：")[1].split("\n\n")[0]
    heard = len(group_heard(office))
    await office.coordinator.says("解除周报群")
    assert "解除“督查工作群”的周报绑定" in office.coordinator.last
    await office.until("2022-03-18 16:30")
    assert len(group_heard(office)) == heard
    await in_group(office, office.coordinator, "/bind@huiyin_bot")
    await office.stage.client.ask("people/standing", chat_id=GROUP, user_id=finance.chat_id, standing="kicked")
    await office.stage.settle()
    assert "已把本助手移出" in office.coordinator.last
    assert await office.faults() == []
