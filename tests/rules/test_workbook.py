"""The ledger as the office keeps it. First the two example files; then what real workbooks do to their readers."""

import csv
import io
import json
import random
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from bot.ledger_files.register import read_register
from bot.ledger_files.workbook import as_json, read_ledger
from schedules.workdays import Calendar

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = json.loads((Path(__file__).parent / "cases/ledger_expected.json").read_text("utf-8"))["tasks"]
REGISTER = read_register(EXAMPLES / "register.csv")
CALENDAR = Calendar.standard()
MEETING = date(2022, 2, 18)
REAL = datetime  # what openpyxl makes of a date cell: no time zone
NAMES = {
    "no": "序号", "category": "类别", "source": "任务来源", "title": "重点任务", "target": "目标要求",
    "leader": "牵头领导", "lead": "牵头单位", "owner": "责任人", "co": "配合单位",
    "mode": "办理方式", "due": "完成时限", "steps": "阶段节点",
}  # fmt: skip
HEADER = list(NAMES.values())


def task(number, **changes):
    """A row of a table with the usual header."""
    cells = {
        "no": number, "category": "项目建设", "source": "重点工作", "title": f"事项{number}", "target": "",
        "leader": "常务副市长", "lead": "市财政局", "owner": "市财政局局长", "co": "市审计局",
        "mode": "限期办结", "due": "6月底前", "steps": "",
    }  # fmt: skip
    return list((cells | changes).values())


def book(*rows, merged=(), **sheets):
    """An xlsx file with one sheet of these rows, and further sheets by name."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "任务分解表"
    for row in rows:
        workbook.active.append(row)
    for area in merged:
        workbook.active.merge_cells(area)
    for name, more in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in more:
            sheet.append(row)
    return saved(workbook)


def saved(workbook):
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def read(content, base=MEETING, register=REGISTER):
    return read_ledger(content, register=register, base_date=base, calendar=CALENDAR)


def told(sheet, *, severity=None):
    return [(f.row, f.column, f.fault) for f in sheet.faults if severity in (None, f.severity)]


# the example files


@pytest.mark.parametrize(("name", "base"), [("ledger.csv", MEETING), ("ledger.xlsx", None)])
def test_every_task_of_the_example_is_read(name, base):
    sheet = read(EXAMPLES / name, base)
    assert as_json(sheet) == {"tasks": EXPECTED, "faults": []}
    assert sheet.base_date == MEETING


def test_the_title_is_not_the_number_of_the_annex():
    assert read(book(["附件1"], ["2022年重点任务分解表"], HEADER, task(1))).title == "2022年重点任务分解表"


def test_the_title_of_the_workbook_is_kept():
    assert read(EXAMPLES / "ledger.xlsx", None).title == "2022年市政府重点工作任务责任分解表"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_csv_in_any_usual_encoding_is_read(encoding, sign):
    with (EXAMPLES / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows([cell.replace(";", "\n") for cell in row] for row in rows)
    assert as_json(read(text.getvalue().encode(encoding)))["tasks"] == EXPECTED


def test_a_workbook_exported_to_csv_is_read_as_far_as_it_goes():
    """The merged cells are gone: the category goes down, what is missing beside is told."""
    workbook = openpyxl.load_workbook(EXAMPLES / "ledger.xlsx")
    text = io.StringIO()
    csv.writer(text).writerows(
        [value.strftime("%Y/%m/%d") if isinstance(value, datetime) else value for value in row]
        for row in workbook.worksheets[0].iter_rows(values_only=True)
    )
    sheet = read(text.getvalue().encode("gb18030"), None)
    assert [row["category"] for row in as_json(sheet)["tasks"]] == [row["category"] for row in EXPECTED]
    assert [row["due"] for row in as_json(sheet)["tasks"]] == [row["due"] for row in EXPECTED]
    assert not sheet.has_errors


# other headers, other places


def test_columns_may_stand_in_any_order_and_have_other_names():
    header = ["完成期限", "协办单位", "主办单位", "负责人", "工作任务", "编号", "分管领导", "来源", "分类", "推进方式"]
    row = [
        "6月底前",
        "市审计局",
        "财政局",
        "市财政局局长",
        "编制预算",
        1,
        "常务副市长",
        "会议议定",
        "一、项目建设（1项）",
        "限期办结",
    ]
    sheet = read(book([], ["某某市督查台账"], [], header, row))
    (only,) = sheet.tasks
    assert sheet.faults == []
    assert (only.no, only.title, only.lead_department, only.co_departments) == (
        1,
        "编制预算",
        "市财政局",
        ("市审计局",),
    )
    assert (only.category, only.source, only.due, only.leader) == (
        "项目建设",
        "议定事项",
        date(2022, 6, 30),
        "常务副市长",
    )


@pytest.mark.parametrize(
    "lead",
    [
        "牵头单位",
        "责任单位",
        "牵头部门",
        "主办单位",
        "承办单位",
        "责 任\n部 门",
        "牵头责任单位",
        "主要责任部门",
        "牵头单位（盖章）",
        "*牵头单位",
    ],
)
def test_the_lead_department_is_known_by_its_usual_headers(lead):
    header = [lead if name == "牵头单位" else name for name in HEADER]
    assert [row.lead_department for row in read(book(header, task(1))).tasks] == ["市财政局"]


@pytest.mark.parametrize(
    "due",
    [
        "完成期限",
        "办结时限",
        "时限要求",
        "完成时间",
        "截止日期",
        "完成\n时限",
        "工作完成时限",
        "整改时限",
        "完成时限（月/日）",
    ],
)
def test_the_deadline_is_known_by_its_usual_headers(due):
    header = [due if name == "完成时限" else name for name in HEADER]
    assert [row.due for row in read(book(header, task(1))).tasks] == [date(2022, 6, 30)]


def test_a_second_page_may_have_its_columns_in_another_order():
    turned = [*HEADER[:3], HEADER[4], HEADER[3], *HEADER[5:]]
    second = task(2)
    second[3], second[4] = "", "第二页的事项"
    sheet = read(book(HEADER, task(1), ["（续表）"], turned, second))
    assert [row.title for row in sheet.tasks] == ["事项1", "第二页的事项"]


def test_beside_a_lead_column_the_responsible_departments_are_partners():
    header = ["序号", "重点任务", "责任单位", "牵头单位", "责任人", "完成时限"]
    (row,) = read(book(header, [1, "事项", "市审计局、市统计局", "市财政局", "市财政局局长", "6月底"])).tasks
    assert (row.lead_department, row.co_departments) == ("市财政局", ("市审计局", "市统计局"))


def test_the_finer_of_two_task_columns_is_the_title():
    header = ["序号", "重点工作", "具体任务", "牵头单位", "责任人", "完成时限"]
    rows = [[n, "优化营商环境" if n == 1 else None, f"具体{n}", "市财政局", "市财政局局长", "6月底"] for n in (1, 2, 3)]
    sheet = read(book(header, *rows, merged=["B2:B4"]))
    assert [row.title for row in sheet.tasks] == ["具体1", "具体2", "具体3"]


def test_a_two_level_header_without_merged_cells_is_read():
    upper = ["序号", "类别", "任务来源", "任务内容", "", "责任分工", "", "", "", "办理要求", "", ""]
    lower = ["", "", "", *HEADER[3:]]
    sheet = read(book(upper, lower, task(1)))
    assert [(row.title, row.lead_department) for row in sheet.tasks] == [("事项1", "市财政局")]


@pytest.mark.parametrize(
    ("lost", "said"), [("重点任务", "title_guessed"), ("牵头单位", "lead_guessed"), ("完成时限", "due_guessed")]
)
def test_a_column_without_a_name_is_known_by_its_content_and_named(lost, said):
    header = ["" if name == lost else name for name in HEADER]
    sheet = read(book(header, task(1, title="编制预算草案"), task(2, title="修订管理办法")))
    assert [(row.title, row.lead_department, row.due) for row in sheet.tasks] == [
        ("编制预算草案", "市财政局", date(2022, 6, 30)),
        ("修订管理办法", "市财政局", date(2022, 6, 30)),
    ]
    assert [fault.severity for fault in sheet.faults if fault.fault == said] == ["note"]


def test_without_a_column_of_owners_the_head_of_the_lead_department_owns_it():
    sheet = read(book(HEADER[:7] + HEADER[8:], task(1)[:7] + task(1)[8:]))
    assert [row.owner for row in sheet.tasks] == ["市财政局局长"]
    assert [(fault.fault, fault.severity) for fault in sheet.faults] == [("owner_from_register", "note")]


def test_without_a_column_of_numbers_the_rows_are_numbered_in_order():
    sheet = read(book(HEADER[1:], task(1)[1:], task(2)[1:]))
    assert [(row.no, row.title) for row in sheet.tasks] == [(1, "事项1"), (2, "事项2")]
    assert [fault.fault for fault in sheet.faults] == ["no_given"]


def test_the_office_may_say_what_a_header_means():
    header = ["要办的" if name == "重点任务" else name for name in HEADER]
    content = book(header, task(1))
    for field in ("title", "重点任务"):
        sheet = read_ledger(content, register=REGISTER, base_date=MEETING, calendar=CALENDAR, columns={"要办的": field})
        assert ([row.title for row in sheet.tasks], sheet.faults) == (["事项1"], [])


def test_rows_whose_words_resemble_a_header_are_tasks():
    header = ["重点任务", "牵头单位", "责任人", "完成时限"]
    rows = [[f"{kind}推进工作", "市财政局", "市财政局主要负责人", "6月底"] for kind in ("项目", "重点项目")]
    rows.append(["主要内容", "市审计局", "市审计局主要负责人", "7月底"])
    sheet = read(book(header, *rows))
    assert [row.title for row in sheet.tasks] == ["项目推进工作", "重点项目推进工作", "主要内容"]


def test_every_column_is_read_or_named():
    sheet = read(book([*HEADER, "联系电话", "备注"], [*task(1), "12345", "重要"]))
    (said,) = sheet.faults
    assert (said.fault, said.severity, "联系电话" in said.message) == ("columns_not_read", "note", True)
    assert sheet.tasks[0].extra == (("联系电话", "12345"), ("备注", "重要"))
    assert dict(sheet.tasks[0].delivered)["重点任务"] == "事项1"


# rows that are no tasks


def test_what_stands_between_the_tasks_is_passed_over():
    sheet = read(
        book(
            ["2022年任务分解表"],
            HEADER,
            ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
            task(1),
            [],
            ["  "],
            ["（续表）"],
            HEADER,
            task(2),
            ["第2页"],
            ["小计", None, None, "2项"],
            ["合计", None, None, None, "共2项"],
            ["备注：1.本表由督查室汇总。"],
            ["　　　2.各单位联络员名单于３月４日前报送。"],
            ["填表人：张三", None, None, "审核人：李四", None, "联系电话：1234567"],
            ["（盖章）"],
        )
    )
    assert [row.no for row in sheet.tasks] == [1, 2]
    assert sheet.faults == []


def test_a_band_names_the_category_of_the_rows_below():
    header = [name for name in HEADER if name != "类别"]
    rows = [task(n)[:1] + task(n)[2:] for n in (1, 2, 3)]
    sheet = read(book(header, ["一、项目建设（2项）"], rows[0], rows[1], ["（二）生态保护（1项）"], rows[2]))
    assert [row.category for row in sheet.tasks] == ["项目建设", "项目建设", "生态保护"]


def test_a_band_merged_over_the_table_is_no_task():
    sheet = read(book(HEADER, ["一、项目建设（1项）"], task(1, category=""), merged=["A2:L2"]))
    assert [(row.no, row.category) for row in sheet.tasks] == [(1, "项目建设")]


# numbers


@pytest.mark.parametrize("no", [7, "７", "7 ", " 7", "7.", "7．", "7、", 7.0, "第7项"])
def test_a_number_is_a_number_however_it_is_written(no):
    assert [row.no for row in read(book(HEADER, task(no, title="事项"))).tasks] == [7]


@pytest.mark.parametrize("no", ["7-1", "A7", "7.5"])
def test_what_is_no_whole_number_is_numbered_in_order_and_kept(no):
    sheet = read(book(HEADER, task(no)))
    assert [(row.no, row.no_text) for row in sheet.tasks] == [(1, no)]
    assert told(sheet) == [(2, "A 序号", "no_given")]


@pytest.mark.parametrize("no", ["七", "（七）", "七、", "⑦"])
def test_a_chinese_number_is_a_number(no):
    assert [row.no for row in read(book(HEADER, task(no, title="修订办法"))).tasks] == [7]


def test_a_repeated_number_is_named_with_both_places():
    sheet = read(book(HEADER, task(1), task(2), task(1, title="另一事项")))
    assert [(row.no, row.title) for row in sheet.tasks] == [(1, "事项1"), (2, "事项2"), (3, "另一事项")]
    (fault,) = sheet.faults
    assert (fault.row, fault.column, fault.fault) == (4, "A 序号", "no_repeated")
    assert "第 2 行" in fault.message


def test_a_number_is_repeated_even_where_its_first_row_waits():
    sheet = read(book(HEADER, task(1, lead="市外星局"), task(1, title="另一事项")))
    assert [(row.no, row.title) for row in sheet.tasks] == [(2, "另一事项")]
    assert [(row.no, row.lead_department) for row in sheet.waiting] == [(1, "市外星局")]
    assert [fault.fault for fault in sheet.faults] == ["department_unknown", "no_repeated"]


def test_a_task_without_a_readable_day_comes_in_without_one_and_is_said():
    sheet = read(book(HEADER, task(1, due="尽快"), task(2, due=None), task(3, due="按省定时限完成")))
    assert [(row.no, row.mode, row.due) for row in sheet.tasks] == [(each, "deadline", None) for each in (1, 2, 3)]
    assert [fault.fault for fault in sheet.faults] == ["due_vague", "due_missing", "due_vague"]
    assert not sheet.has_errors


def test_a_task_whose_lead_is_to_be_answered_is_in_the_json_with_what_is_known():
    told = as_json(read(book(HEADER, task(1, lead="市外星局"), task(2))))
    assert [(row["no"], row["title"], row["lead_department"]) for row in told["tasks"]] == [
        (1, "事项1", "市外星局"), (2, "事项2", "市财政局")
    ]  # fmt: skip
    assert told["besides"][0] | {"waiting": True} == told["besides"][0]


# what a row needs


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("title", "title_missing"),
        ("lead", "lead_missing"),
    ],
)
def test_a_row_without_what_it_needs_is_refused_and_the_others_stay(field, code):
    sheet = read(book(HEADER, task(1), task(2, **{field: None}), task(3)))
    assert [row.no for row in sheet.tasks] == [1, 3]
    column = f"{'ABCDEFGHIJKL'[HEADER.index(NAMES[field])]} {NAMES[field]}"
    assert told(sheet, severity="error") == [(3, column, code)]


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    sheet = read(book(HEADER, task(1, title="", owner="", due="尽快", steps="适时：开工")))
    assert [fault.fault for fault in sheet.faults] == [
        "title_missing",
        "owner_from_register",
        "due_vague",
        "milestone_vague",
    ]


def test_a_full_row_without_its_number_goes_on_after_the_last():
    sheet = read(book(HEADER, task(1), task(None, title="没有序号的事项"), task(3)))
    assert [(row.no, row.title) for row in sheet.tasks] == [(1, "事项1"), (4, "没有序号的事项"), (3, "事项3")]
    assert told(sheet) == [(3, "A 序号", "no_given")]


def test_a_row_without_an_owner_has_the_head_of_its_lead_department():
    sheet = read(book(HEADER, task(1, owner=None)))
    assert sheet.tasks[0].owner == "市财政局局长"
    assert told(sheet, severity="note") == [(2, "H 责任人", "owner_from_register")]


def test_a_message_names_sheet_row_column_and_remedy():
    (fault,) = read(book(HEADER, task(1, due="尽快"))).faults
    assert fault.message.startswith("“任务分解表”第 2 行“K 完成时限”列：")
    assert "请" in fault.message


@pytest.mark.parametrize(
    ("source", "is_read"),
    [
        ("重要部署", "重要部署"),
        ("市长批示件", "领导批示"),
        ("政府常务会议定", "议定事项"),
        ("年度重点", "重点工作"),
        ("其他", ""),
    ],
)
def test_a_source_is_one_of_four(source, is_read):
    sheet = read(book(HEADER, task(1, source=source)))
    assert sheet.tasks[0].source == is_read
    assert bool(sheet.faults) == (is_read == "")


# deadlines


@pytest.mark.parametrize(
    "due",
    [
        REAL(2022, 6, 30),
        date(2022, 6, 30),
        44742,
        "44742",
        "2022-06-30",
        "６月３０日",
        "6月\n30日前",
        "2022年6月30日 ",
        6.3e0 + 0,
    ],
)
def test_a_date_is_a_date_however_the_cell_holds_it(due):
    sheet = read(book(HEADER, task(1, due=due)))
    if isinstance(due, float):
        assert told(sheet) == [(2, "K 完成时限", "due_unclear")]
    else:
        assert [row.due for row in sheet.tasks] == [date(2022, 6, 30)]


def test_a_number_shown_with_two_decimals_is_the_day_that_is_shown():
    workbook = openpyxl.Workbook()
    workbook.active.append(HEADER)
    workbook.active.append(task(1, due=3.2))
    workbook.active.cell(2, 11).number_format = "0.00"
    assert [row.due for row in read(saved(workbook)).tasks] == [date(2022, 3, 20)]


def test_a_day_before_the_meeting_is_a_fault():
    for due in ("1月底前", REAL(2021, 12, 31)):
        assert told(read(book(HEADER, task(1, due=due)))) == [(2, "K 完成时限", "due_past")]


def test_the_base_date_stands_above_the_header():
    title = ["填报单位：督查室　会议时间：二〇二三年三月一日　填报日期：2023.3.8"]
    sheet = read(book(["任务表"], title, HEADER, task(1)), base=None)
    assert (sheet.base_date, sheet.tasks[0].due) == (date(2023, 3, 1), date(2023, 6, 30))


def test_a_base_date_may_be_a_real_date_cell():
    sheet = read(book(["任务表"], ["交办日期", REAL(2023, 3, 1)], HEADER, task(1)), base=None)
    assert sheet.base_date == date(2023, 3, 1)


def test_the_day_of_filling_in_serves_only_with_a_warning():
    sheet = read(book(["任务表"], ["填报日期：2023年3月8日"], HEADER, task(1)), base=None)
    assert sheet.base_date == date(2023, 3, 8)
    assert told(sheet) == [(None, None, "base_date_guessed")]


def test_without_a_base_date_the_milestones_of_a_row_are_one_fault():
    sheet = read(book(HEADER, task(1, due="2022年底", steps="3月底：方案；6月底：开工")), base=None)
    assert told(sheet) == [(2, "L 阶段节点", "milestone_without_base")]


def test_without_a_base_date_a_phrase_without_a_year_is_a_fault():
    sheet = read(book(HEADER, task(1), task(2, due="2022年6月底")), base=None)
    assert [row.no for row in sheet.tasks] == [2]
    assert told(sheet) == [(2, "K 完成时限", "due_without_base")]


def test_a_given_base_date_outdoes_the_title():
    assert read(book(["会议时间：2023年3月1日"], HEADER, task(1)), base=MEETING).tasks[0].due == date(2022, 6, 30)


# recurring tasks


@pytest.mark.parametrize(
    ("mode", "due", "every"),
    [
        ("常态推进（每月）", "全年", "month"),
        ("常态推进", "每季度末报送", "quarter"),
        ("", "长期坚持，每半年报送", "half-year"),
        ("", "每周报送", "week"),
    ],
)
def test_a_recurring_task_has_a_period_and_no_due_date(mode, due, every):
    (row,) = read(book(HEADER, task(1, mode=mode, due=due))).tasks
    assert (row.mode, row.due, row.report_every) == ("recurring", None, every)


def test_the_due_column_gives_the_mode_where_there_is_no_other():
    header = [name for name in HEADER if name != "办理方式"]
    rows = [
        task(n, due=due)[:9] + task(n, due=due)[10:] for n, due in ((1, "6月底前"), (2, "全年"), (3, "每月25日前报送"))
    ]
    sheet = read(book(header, *rows))
    assert [(row.mode, row.report_every, row.report_day) for row in sheet.tasks] == [
        ("deadline", None, None),
        ("recurring", "quarter", None),
        ("recurring", "month", 25),
    ]
    assert told(sheet) == [(3, "J 完成时限", "period_missing")]


def test_a_recurring_task_without_a_period_reports_by_the_quarter_with_a_warning():
    sheet = read(book(HEADER, task(1, mode="常态推进", due="长期")))
    assert sheet.tasks[0].report_every == "quarter"
    assert told(sheet, severity="warning") == [(2, "J 办理方式", "period_missing")]


def test_a_task_with_a_limit_and_no_date_is_refused():
    assert told(read(book(HEADER, task(1, mode="限期办结", due="全年")))) == [(2, "K 完成时限", "due_vague")]


# departments


@pytest.mark.parametrize(
    ("lead", "co", "names"),
    [
        ("市财政局", "市审计局、市统计局", ["市财政局", "市审计局", "市统计局"]),
        ("财政局、审计局", "统计局", ["市财政局", "市审计局", "市统计局"]),
        ("市财政局（牵头）", "市审计局/市统计局；", ["市财政局", "市审计局", "市统计局"]),
        ("市财政局\n市审计局", "市统计局\n", ["市财政局", "市审计局", "市统计局"]),
        ("市财\n政局", "市审\n计局、\n市统计局", ["市财政局", "市审计局", "市统计局"]),
        ("市财政局 市审计局", "市统计局, 市审计局", ["市财政局", "市审计局", "市统计局"]),
        ("市　财政局", "各乡镇，各街道", ["市财政局", "各乡镇", "各街道"]),
        ("市财政局", "市财政局、各有关单位", ["市财政局", "各有关单位"]),
        ("市财政局", None, ["市财政局"]),
    ],
)
def test_several_departments_in_a_cell(lead, co, names):
    (row,) = read(book(HEADER, task(1, lead=lead, co=co))).tasks
    assert [row.lead_department, *row.co_departments] == names


def test_an_unknown_lead_is_refused_with_the_nearest_name_and_an_unknown_partner_is_warned_of():
    sheet = read(book(HEADER, task(1, lead="市财征局"), task(2, co="市财政居、市审计局")))
    assert [row.no for row in sheet.tasks] == [2]
    assert [(f.row, f.severity, f.fault) for f in sheet.faults] == [
        (2, "error", "department_unknown"),
        (3, "warning", "department_unknown"),
    ]
    assert "市财政局" in sheet.faults[0].message


def test_an_owner_who_is_not_the_head_is_warned_of():
    sheet = read(book(HEADER, task(1, owner="张三")))
    assert sheet.tasks[0].owner == "张三"
    assert told(sheet, severity="warning") == [(2, "H 责任人", "owner_not_head")]


def test_without_a_register_names_stay_as_written():
    (row,) = read(book(HEADER, task(1, lead="发改委", co="各部门")), register=None).tasks
    assert row.lead_department == "发改委"


# merged, hidden, several sheets, formulas


def test_a_merged_cell_holds_for_every_row_it_covers():
    rows = [task(1), *(task(n, category=None, leader=None, lead=None) for n in (2, 3)), task(4)]
    sheet = read(book(HEADER, *rows, merged=["B2:B4", "F2:F4", "G2:G4"]))
    assert [(row.category, row.leader, row.lead_department) for row in sheet.tasks[:3]] == [
        ("项目建设", "常务副市长", "市财政局")
    ] * 3


def test_a_task_may_stand_in_several_rows_under_one_number():
    rows = [task(1, steps="3月底：方案"), [None] * 8 + ["市统计局"] + [None] * 2 + ["5月底：开工"], task(2)]
    (first, second) = read(book(HEADER, *rows, merged=["A2:A3"])).tasks
    assert [(step.name, step.due) for step in first.milestones] == [
        ("方案", date(2022, 3, 31)),
        ("开工", date(2022, 5, 31)),
    ]
    assert first.co_departments == ("市审计局", "市统计局")
    assert second.no == 2


def test_an_empty_row_with_its_number_is_no_task():
    header = [name for name in HEADER if name != "类别"]
    sheet = read(book(header, task(1)[:1] + task(1)[2:], [2], [3]))
    assert ([row.no for row in sheet.tasks], sheet.faults) == ([1], [])


def test_a_further_sheet_goes_by_the_base_date_of_the_first():
    sheet = read(book(["会议时间：2023年3月1日"], HEADER, task(1), 第二批=[HEADER, task(2)]), base=None)
    assert [row.due for row in sheet.tasks] == [date(2023, 6, 30)] * 2


def test_a_sheet_with_a_stray_cell_far_below_is_read():
    workbook = openpyxl.load_workbook(io.BytesIO(book(HEADER, task(1))))
    workbook.active.cell(1_048_576, 3).number_format = "0.00"
    assert [row.no for row in read(saved(workbook)).tasks] == [1]


def test_a_hidden_row_is_read_with_a_warning():
    workbook = openpyxl.load_workbook(io.BytesIO(book(HEADER, task(1), task(2))))
    workbook.active.row_dimensions[3].hidden = True
    sheet = read(saved(workbook))
    assert [row.no for row in sheet.tasks] == [1, 2]
    assert told(sheet, severity="warning") == [(3, None, "row_hidden")]


def test_a_hidden_sheet_is_left_out_and_named():
    workbook = openpyxl.load_workbook(io.BytesIO(book(HEADER, task(1), 旧稿=[HEADER, task(1), task(2)])))
    workbook["旧稿"].sheet_state = "hidden"
    sheet = read(saved(workbook))
    assert [row.no for row in sheet.tasks] == [1]
    assert [(f.sheet, f.fault, f.severity) for f in sheet.faults] == [("旧稿", "sheet_hidden", "note")]


def test_several_sheets_are_one_ledger():
    sheet = read(book(HEADER, task(1), 第二批=[["第二批任务"], HEADER, task(2)], 说明=[["填表说明"], ["按月更新"]]))
    assert [(row.no, row.sheet, row.row) for row in sheet.tasks] == [(1, "任务分解表", 2), (2, "第二批", 3)]
    assert [(f.sheet, f.fault, f.severity) for f in sheet.faults] == [("说明", "header_missing", "note")]


def test_a_formula_without_a_stored_value_is_named():
    sheet = read(book(HEADER, task(1, title='="事项"&A2'), task(2)))
    assert [row.no for row in sheet.tasks] == [2]
    assert told(sheet) == [(2, "D 重点任务", "formula_without_value")]


def test_urgent_tasks_are_marked():
    sheet = read(
        book([*HEADER, "紧急程度"], [*task(1), "急件"], [*task(2), "平件"], [*task(3), "特急"], [*task(4), None])
    )
    assert [row.urgent for row in sheet.tasks] == [True, False, True, False]


# secrets


@pytest.mark.parametrize("level", ["绝密", "机密", "秘密", "内部", "秘密★1年", "机密级", "其他"])
def test_a_row_of_a_secret_level_is_refused_without_its_words(level):
    sheet = read(
        book([*HEADER, "密级"], [*task(1, title="不可外传的事项"), level], [*task(2), "公开"], [*task(3), None])
    )
    assert [row.no for row in sheet.tasks] == [2, 3]
    (fault,) = sheet.faults
    assert (fault.row, fault.fault, fault.severity) == (2, "secret", "error")
    assert "涉密事项不得录入" in fault.message
    assert "不可外传" not in fault.message


@pytest.mark.parametrize("title", ["专项工作（秘密）", "【机密】专项工作", "秘密★3年专项工作", "编印内部资料"])
def test_a_mark_in_any_cell_refuses_the_row(title):
    assert told(read(book(HEADER, task(1, title=title)))) == [(2, None, "secret")]


@pytest.mark.parametrize(
    "title", ["涉密人员培训", "加强商业秘密保护", "完善内部控制制度", "开展保密教育", "内部审计全覆盖"]
)
def test_a_task_about_secrets_is_not_secret(title):
    assert [row.title for row in read(book(HEADER, task(1, title=title))).tasks] == [title]


@pytest.mark.parametrize("mark", ["机密★一年", "密级：秘密", "内部资料 注意保存", "（秘密）"])
def test_a_mark_above_the_table_refuses_the_sheet(mark):
    sheet = read(book([mark], ["任务分解表"], HEADER, task(1)))
    assert sheet.tasks == []
    assert told(sheet) == [(1, None, "secret")]


# files that are no ledger


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"  \n", "file_empty"),
        (b"PK\x03\x04broken", "file_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "file_unreadable"),
        ("随便写的一句话\n".encode(), "header_missing"),
        (b"\xff\xff\xff\x81\x00\x00", "file_unreadable"),
        (book(), "file_empty"),
        (book(["没有表头"], ["只有字"]), "header_missing"),
    ],
)
def test_what_is_no_ledger_is_one_clear_fault(content, code):
    sheet = read(content)
    assert sheet.tasks == []
    assert [(fault.fault, fault.severity) for fault in sheet.faults] == [(code, "error")]


def test_a_damaged_file_is_a_fault_and_never_an_exception():
    chance = random.Random(7)
    for name in ["ledger.xlsx", "ledger.csv"] * 15:
        content = bytearray((EXAMPLES / name).read_bytes())
        for _ in range(chance.choice([1, 20])):
            place = chance.randrange(len(content))
            content[place : place + chance.randrange(1, 80)] = chance.randbytes(chance.randrange(3))
        assert read(bytes(content)).faults is not None
        assert read_register(bytes(content)).faults is not None


def test_a_huge_table_is_refused():
    rows = ",".join(HEADER) + "\n" + "1,,,,,,,,,,,\n" * 30_000
    assert [fault.fault for fault in read(rows.encode()).faults] == ["file_too_large"]
