"""A coordinator sends the ledger in the chat: faults, difference, tap. The next edition moves no progress."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.sandbox.transcript import entries
from db import tasks
from schedules.steps import importing

CASES = Path(__file__).parents[1] / "rules/cases/ledgers"
FINANCE, HOUSING, WATER = "市财政局主要负责人", "市住建局主要负责人", "市水利局主要负责人"


@pytest.fixture
async def registered(office):
    """The register of the cases; three of its heads are bound."""
    async with office.stage.step("import-people") as context:
        for unit in ("市财政局", "市住建局", "市水利局", "市商务局"):
            head = [f"{unit}主要负责人"]
            await importing.import_department(context, unit, aliases=[unit[1:]], heads=head, liaisons=[])
    for name in (FINANCE, HOUSING, WATER):
        office.stage.actors.pop(name, None)
        setattr(office, {FINANCE: "finance", HOUSING: "housing", WATER: "water"}[name], await office._person(name))
    await office.begins("2027-03-01 10:00")
    return office


async def sends(office, content, *, name="台账.xlsx", caption=None, who=None):
    person = who or office.coordinator
    await office.stage.client.document(person.chat_id, content, file_name=name, caption=caption)
    await office.stage.settle()


def case(name):
    return (CASES / f"{name}.xlsx").read_bytes()


def table(
    *rows, title="2027年重点任务（2027年3月1日会议）", header=("序号", "重点任务", "牵头单位", "责任人", "完成时限")
):
    book = Workbook()
    for row in ([title], header, *rows):
        book.active.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


async def by_title(office):
    async with office.stage.database.reading() as session:
        return {task.title: task for task in await tasks.matching(session, tasks.Filter())}


def documents(office, person):
    found = [each for each in entries(office.stage.sandbox.world, chat_id=person.chat_id) if each["outgoing"]]
    return [each["text"] for each in found if each["media"]]


def sheets(office):
    return [
        load_workbook(BytesIO(file.content))
        for file in office.stage.sandbox.world.files.values()
        if file.kind == "document" and file.facts["file_name"].endswith(".xlsx")
    ]


async def test_renumbered_progress_stays_with_the_task_it_was_said_of(registered):
    office = registered
    await sends(office, case("renumbered_before"))
    assert "新增3项，变更0项，未变0项" in office.coordinator.last
    await office.coordinator.taps("确认导入")
    assert "已导入：新增3项，变更0项" in office.coordinator.last
    await office.until("2027-03-02 09:30")
    await office.finance.says("2号完成60%")
    await office.housing.says("3号完成70%")
    before = {title: task.number for title, task in (await by_title(office)).items()}

    await sends(office, case("renumbered_after"))
    shown = office.coordinator.with_button("确认导入").text
    assert "新增1项，变更0项，未变3项；序号移动2项" in shown
    assert "新设基金" in shown
    assert (await by_title(office)).keys() == before.keys()  # nothing is written before the tap
    await office.coordinator.taps("确认导入")
    found = await by_title(office)
    assert {title: task.percent for title, task in found.items()} == {
        "编制预算": None, "新设基金": None, "清理欠款": 60, "改造旧城": 70,
    }  # fmt: skip
    assert {title: found[title].number for title in before} == before
    assert "【台账比对】" in documents(office, office.coordinator)[-1]


async def test_rows_that_are_overdue_are_named_and_may_come_in_as_history(registered):
    office, coordinator = registered, registered.coordinator
    old = (1, "清理欠款", "市财政局", FINANCE, "2026年12月31日")
    title = "2026年重点任务（2026年9月1日会议）"
    rows = [old, (2, "编制预算", "市财政局", FINANCE, "2027年9月30日")]
    await sends(office, table(*rows, title=title))
    shown = coordinator.with_button("确认导入").text
    assert "新增事项中有1项已超期（1，最早的时限为2026年12月31日，今天是2027年3月1日）" in shown
    await coordinator.taps("已超期的1项作为历史，不交办")
    assert "已超期" not in coordinator.with_button("确认导入").text
    await coordinator.taps("确认导入")
    states = {title: task.state for title, task in (await by_title(office)).items()}
    assert states == {"清理欠款": "closed", "编制预算": "handed_out"}
    await sends(office, table(*rows, title=title))
    assert any("与台账一致" in each.text for each in coordinator.messages)


async def test_next_edition_is_the_same_ledger(registered):
    office = registered
    await sends(office, case("next_edition_1"), caption="2027年3月1日会议")
    await office.coordinator.taps("确认导入")
    assert sorted(await by_title(office)) == ["修缮泵站", "疏浚南沟"]
    await sends(office, case("next_edition_2"), caption="2027年3月1日会议")
    assert "新增0项，变更0项，未变2项" in office.coordinator.last
    assert "无需导入" in office.coordinator.last
    assert len(await by_title(office)) == 2


async def test_faults_come_back_in_his_own_workbook_and_the_good_rows_go_in(registered):
    office = registered
    rows = [(1, "编制预算", "市财政局", FINANCE, "6月底前"), (2, "清理欠款", "市外星局", "王某", "尽快")]
    await sends(office, table(*rows))
    told = next(each.text for each in office.coordinator.messages if "【台账读取】" in each.text)
    assert "错误1处，提醒1处" in told
    noted = sheets(office)[-1]
    assert "市外星局" in noted["Sheet"]["C4"].comment.text
    assert "尽快" in noted["Sheet"]["E4"].comment.text
    assert noted["差错清单"]["A2"].value == "错误"
    await office.coordinator.taps("导入无误的1条")
    assert sorted(await by_title(office)) == ["编制预算"]


async def test_cancelled_nothing_is_written(registered):
    office = registered
    await sends(office, case("renumbered_before"))
    await office.coordinator.taps("取消")
    assert await by_title(office) == {}
    assert "未作任何改动" in office.coordinator.last


async def test_where_the_ledger_moved_since_it_is_shown_again(registered):
    office = registered
    await sends(office, case("renumbered_before"))
    await office.coordinator.taps("确认导入")
    later = [(1, "编制预算", "市财政局", FINANCE, "7月底前"), (2, "清理欠款", "市财政局", FINANCE, "6月底前")]
    await sends(office, table(*later, (3, "改造旧城", "市住建局", HOUSING, "6月底前")))
    await office.until("2027-03-02 09:30")
    await office.finance.says("1号已办结")
    await office.coordinator.accepts(await item(office, "编制预算"))
    await office.coordinator.taps("确认导入")
    assert "其间台账有变动" in office.coordinator.with_button("确认导入").text
    await office.coordinator.taps("确认导入")
    assert (await by_title(office))["编制预算"].due.isoformat() == "2027-07-31"


async def item(office, title):
    from tests.office import Item

    task = (await by_title(office))[title]
    return Item(task.id, task.number, task.title)


async def test_a_missing_row_is_stopped_by_a_tap_of_its_own(registered):
    office = registered
    await sends(office, case("renumbered_before"))
    await office.coordinator.taps("确认导入")
    await sends(
        office, table((1, "编制预算", "市财政局", FINANCE, "6月底前"), (2, "改造旧城", "市住建局", HOUSING, "6月底前"))
    )
    await office.coordinator.taps("确认导入")
    assert (await by_title(office))["清理欠款"].state.label == "已交办"
    await office.coordinator.taps("中止2号")
    assert (await by_title(office))["清理欠款"].state.label == "中止"


async def test_a_date_changed_on_both_sides_waits_for_a_choice(registered):
    office = registered
    await sends(office, case("renumbered_before"))
    await office.coordinator.taps("确认导入")
    await office.until("2027-03-02 09:30")
    await office.housing.says("3号申请延期到7月5日，因资金未到位")
    await office.coordinator.taps("同意延期")
    rows = [(1, "编制预算", "市财政局", FINANCE, "6月底前"), (2, "清理欠款", "市财政局", FINANCE, "6月底前")]
    await sends(office, table(*rows, (3, "改造旧城", "市住建局", HOUSING, "8月底前")))
    assert (await by_title(office))["改造旧城"].due.isoformat() == "2027-07-05"
    assert "【冲突】" in office.coordinator.last
    await office.coordinator.taps("以表格为准")
    assert (await by_title(office))["改造旧城"].due.isoformat() == "2027-08-31"


async def test_without_a_day_the_day_is_asked_for(registered):
    office = registered
    await sends(office, table((1, "编制预算", "市财政局", FINANCE, "6月底前"), title="重点任务分解表"))
    await office.coordinator.taps("以今天为交办日期")
    await office.coordinator.taps("确认导入")
    assert (await by_title(office))["编制预算"].due.isoformat() == "2027-06-30"


async def test_a_column_nobody_knows_is_asked_about(registered):
    office = registered
    header = ("序号", "甲乙丙", "牵头单位", "责任人", "完成时限")
    await sends(office, table((1, "一", "市财政局", FINANCE, "6月底前"), header=header))
    if "请点选" in office.coordinator.last:
        await office.coordinator.taps("甲乙丙")
    await office.coordinator.taps("确认导入")
    assert list(await by_title(office)) == ["一"]


async def test_another_name_for_the_same_tasks_is_asked_about(registered):
    office = registered
    await sends(office, case("renumbered_before"))
    await office.coordinator.taps("确认导入")
    rows = [(1, "编制预算", "市财政局", FINANCE, "6月底前"), (2, "清理欠款", "市财政局", FINANCE, "6月底前")]
    await sends(office, table(*rows, title="督查事项总表（2027年3月1日会议）"))
    assert "是同一台账的新一期，还是另一本台账" in office.coordinator.last
    await office.coordinator.taps("同一台账")
    assert "新增0项，变更0项，未变2项；表中缺少1项" in "".join(each.text for each in office.coordinator.messages[-3:])


async def test_what_is_no_ledger_stays_evidence_for_everybody(registered):
    office = registered
    for person in (office.coordinator, office.finance):
        await sends(office, table(("本周菜单",), title="食堂", header=("菜",)), who=person)
        assert "已收到" in person.last
    await sends(office, case("renumbered_before"), who=office.finance)
    assert await by_title(office) == {}


async def test_a_department_sends_our_table_back_and_reports_with_a_tap(registered):
    office = registered
    await sends(office, case("renumbered_before"))
    await office.coordinator.taps("确认导入")
    await office.until("2027-03-02 09:30")
    await office.coordinator.says("导出台账")
    book = sheets(office)[-1]
    sheet = book["台账"]
    places = {cell.value: cell.column for cell in sheet[3] if cell.value}
    for row in sheet.iter_rows(min_row=4, max_row=6):
        title = row[places["重点任务"] - 1].value
        if title == "编制预算":
            row[places["最近反馈"] - 1].value = "已完成初稿，正在征求意见"
            row[places["进度"] - 1].value = 0.4
        elif title == "清理欠款":
            row[places["进度"] - 1].value = "65%"
            row[places["预计办结"] - 1].value = datetime(2027, 5, 20)  # noqa: DTZ001
        else:
            row[places["最近反馈"] - 1].value = "别人的事"
    filled = BytesIO()
    book.save(filled)
    await sends(office, filled.getvalue(), who=office.finance)
    shown = office.finance.with_button("确认上报").text
    assert "您名下有2项更新" in shown
    assert "另有1行不是您名下的在办事项，不采用" in shown
    assert {task.percent for task in (await by_title(office)).values()} == {None}
    await office.finance.taps("确认上报")
    found = await by_title(office)
    assert found["清理欠款"].expected == date(2027, 5, 20)
    assert {title: task.percent for title, task in found.items()} == {"编制预算": 40, "清理欠款": 65, "改造旧城": None}
    assert any("已上报2项" in each.text for each in office.finance.messages)
    await sends(office, filled.getvalue(), who=office.finance)
    assert "没有新的反馈" in office.finance.last


async def test_a_file_that_cannot_be_fetched_is_said_and_what_he_writes_after_it_is_served(registered):
    office = registered
    await office.stage.client.faults(kind="error", method="getFile", code=400)
    await sends(office, case("renumbered_before"))
    assert "文件未能取回，请稍后重发" in office.coordinator.last
    await office.coordinator.says("状态")
    assert office.coordinator.last != ""
    assert await by_title(office) == {}


async def test_nobody_else_taps_what_he_was_shown(registered):
    office = registered
    other = await office.another_coordinator("督查员乙")
    await sends(office, case("renumbered_before"))
    (confirm, _cancel) = office.coordinator.latest.data[:2]
    await other.forges(confirm)
    await office.finance.forges(confirm)
    assert await by_title(office) == {}
    await office.coordinator.taps_twice("确认导入")
    assert len(await by_title(office)) == 3


async def test_a_unit_nobody_knows_is_asked_about_once_and_remembered(registered):
    office = registered
    rows = [(1, "编制预算", "市财务局", "", "6月底前"), (2, "清理欠款", "市财政局", FINANCE, "6月底前")]
    await sends(office, table(*rows))
    asked = next(
        each for each in office.coordinator.messages if "名册中没有单位“市财务局”" in each.text and each.labels
    )
    await office.coordinator.taps("市财政局", under=asked)
    await office.coordinator.taps("确认导入")
    found = await by_title(office)
    assert {task.lead_department.name for task in found.values()} == {"市财政局"}
    count = len(office.coordinator.messages)
    await sends(office, table(*rows))
    assert not any("名册中没有" in each.text for each in office.coordinator.messages[count:])
