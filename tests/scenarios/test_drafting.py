"""拟任务: minutes sent in the chat come back as drafts to mend and import; what bears a mark of secrecy is not kept."""

from io import BytesIO

from openpyxl import load_workbook

from schedules.steps import importing

MINUTES = """市政府第3次常务会议纪要
一、关于财政工作
会议听取了一季度财政收支情况汇报。会议要求，市财政局要严格控制一般性支出，确保“三公”经费压减5%。
要建立政府债务风险预警机制，6月底前化解存量债务2.4亿元。
二、关于水利工作
加快推进水库除险加固，10月底前完成6座水库除险加固任务。9月底前开展河道清淤专项整治行动。
完善城乡供水一体化管护机制。
"""


async def office_with_duties(office):
    await office.begins("2022-04-06 10:00")
    await office.head("市财政局局长")
    await office.head("市水利局局长")
    async with office.stage.step("import-people") as context:
        await importing.import_department(
            context, "市水利局", aliases=[], heads=[], liaisons=[], duty="水库除险加固，河道管理，城乡供水，防汛抗旱"
        )


async def sends(office, content, **facts):
    await office.stage.client.document(office.coordinator.chat_id, content, **facts)
    await office.stage.settle()


def last_book(office):
    return [each for each in office.stage.sandbox.world.files.values() if each.kind == "document"][-1].content


def rows_of(content):
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    header = next(place for place, row in enumerate(rows) if "重点任务" in row)
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :] if row[0]]


async def test_minutes_become_drafts_that_are_mended_and_imported(office):
    await office_with_duties(office)
    coordinator = office.coordinator
    await sends(office, MINUTES.encode(), file_name="常务会议纪要.txt")
    assert "像是讲话或会议纪要" in coordinator.last
    await coordinator.taps("拟任务")
    told = next(each.text for each in reversed(coordinator.messages) if "【任务草稿】从" in each.text)
    assert "从“常务会议纪要”拟出" in told
    rows = {row["重点任务"]: row for row in rows_of(last_book(office))}
    debts = next(row for title, row in rows.items() if "化解存量债务" in title)
    assert "6月底前" in debts["完成时限"]
    assert debts["目标要求"]
    assert debts["原文位置"].startswith("一")
    assert debts["原文"] in MINUTES
    dams = next(row for title, row in rows.items() if "水库除险加固" in title)
    assert (dams["牵头单位"], dams["牵头单位依据"]) == ("市水利局", "职责")
    assert any(row["任务类型"] for row in rows.values() if "专项整治行动" in row["重点任务"])

    book = load_workbook(BytesIO(last_book(office)))
    sheet = book.active
    columns = {cell.value: cell.column for row in sheet.iter_rows(max_row=3) for cell in row if cell.value}
    for row in sheet.iter_rows():
        if isinstance(row[0].value, int):
            for name, value in (("牵头单位", "市财政局"), ("完成时限", "2022年12月底前")):
                cell = sheet.cell(row[0].row, columns[name])
                cell.value = cell.value or value
    mended = BytesIO()
    book.save(mended)
    await sends(office, mended.getvalue(), file_name="常务会议纪要任务草稿.xlsx")
    offer = coordinator.with_button("确认导入")
    assert f"新增{len(rows)}项" in offer.text
    await coordinator.taps("确认导入")
    await coordinator.says("台账")
    assert f"共{len(rows)}项" in coordinator.last
    await coordinator.says("1号")
    assert "责任人：市" in coordinator.last
    await coordinator.taps("核对类型")
    assert "类型：专项行动" in coordinator.with_button("确认").text + coordinator.messages[-2].text
    typed = next(each for each in reversed(coordinator.messages) if "类型：专项行动" in each.text)
    await coordinator.taps("确认", under=typed)
    number = typed.text.split("· ")[1].split("号")[0]
    await coordinator.says(f"{number}号")
    assert "类型：专项行动" in coordinator.last
    assert await office.faults() == []


async def test_asked_at_once_pasted_or_asked_afterwards(office):
    await office_with_duties(office)
    coordinator = office.coordinator
    await coordinator.says("拟任务")
    assert "请把讲话、方案或会议纪要" in coordinator.last
    await coordinator.says(f"拟任务\n{MINUTES}")
    assert any("从“粘贴的文字0406”拟出" in each.text for each in coordinator.messages)
    assert any("水库除险加固" in row["重点任务"] for row in rows_of(last_book(office)))
    await sends(office, MINUTES.encode("gb18030"), file_name="纪要.txt", caption="请拟任务")
    assert any("从“纪要”拟出" in each.text for each in coordinator.messages)
    await coordinator.says("拟任务")
    assert sum("从“纪要”拟出" in each.text for each in coordinator.messages) == 2
    await sends(office, "今天天气很好。".encode(), file_name="随笔.txt", caption="拟任务")
    assert "没有读出布置的事项" in coordinator.last
    await sends(office, b"\x00\xff\xfe\x80" * 50, file_name="坏.txt", caption="拟任务")
    assert "坏" in coordinator.last
    assert await office.faults() == []


async def test_secret_minutes_are_not_kept(office):
    await office_with_duties(office)
    other = await office.another_coordinator("督查员乙")
    await sends(office, f"机密★1年\n{MINUTES}".encode(), file_name="纪要.txt", caption="拟任务")
    assert "涉密" in office.coordinator.last
    assert any("涉密" in each.text or "密级" in each.text for each in other.messages)
    await office.coordinator.says("拟任务")
    assert "请把讲话、方案或会议纪要" in office.coordinator.last  # nothing of it is left to draft from
    await office.coordinator.says(f"拟任务\n【机密】\n{MINUTES}")
    assert "涉密" in office.coordinator.last
    kept = open(office.stage.database.url.database, "rb").read()  # noqa: ASYNC230, SIM115
    assert "水库除险加固任务".encode() not in kept
    assert await office.faults() == []


async def test_types_beyond_the_first_six_are_named(office):
    types = [each.name for each in office.stage.policy.types.types]
    assert len(types) == 7
    await office.head("市财政局局长")
    for name in types:
        await office.task(f"{name}之事", owner="市财政局局长", due="2022-05-31", category=name)
    await office.coordinator.says("核对类型")
    offered = [each for each in types if any(f"类型：{each}" in said.text for said in office.coordinator.messages)]
    (left,) = set(types) - set(offered)
    assert f"另有1种类型待核对：{left}。" in office.coordinator.last
    for name in offered:
        asked = next(each for each in office.coordinator.messages if f"类型：{name}" in each.text)
        await office.coordinator.taps("确认", under=asked)
    await office.coordinator.says("核对类型")
    assert f"类型：{left}" in office.coordinator.last
