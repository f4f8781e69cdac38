"""The weekly report begins with the one thing to know, says what has changed, and every figure opens by a tap."""

from io import BytesIO

from openpyxl import load_workbook


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
        assert first[0] == f"最要紧：1项超期，其中{late.number}号“编制年度预算草案”（市财政局）已超期3天。"
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
