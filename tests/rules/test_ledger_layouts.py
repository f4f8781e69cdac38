"""Layouts of public tables: sections above measures, several measures in a cell, what a due cell says besides."""

from datetime import date

import pytest

from bot.ledger_files.rows.leader_names import leaders_in
from bot.ledger_files.units.lookup import Lookup
from bot.ledger_files.units.phrase import read_units
from tests.rules.test_workbook import book, read

HEADER = ["工作任务", "具体举措及责任单位", "完成时限"]


def test_measures_under_a_section_without_numbers_of_its_own_are_the_tasks():
    rows = [
        ("一、扩内需", None, None),
        ("（一）扩大投资", "1. 实施项目186个。（市发展改革委牵头，市财政局配合）", "12月底前"),
        (None, "2. 谋划专项债券项目60个。（市财政局）", "每季度"),
        ("（二）提振消费", "1. 发放消费券3000万元。（市商务局）", "全年"),
        (None, "★ 精文减会。（市司法局）", "11月底前"),
    ]
    sheet = read(book(HEADER, *rows, merged=["A3:A4", "A5:A6"]))
    assert [(row.title, row.lead_department, row.due) for row in sheet.tasks] == [
        ("实施项目186个。", "市发展改革委", date(2022, 12, 31)),
        ("谋划专项债券项目60个。", "市财政局", None),
        ("发放消费券3000万元。", "市商务局", date(2022, 12, 31)),
        ("★精文减会。", "市司法局", date(2022, 11, 30)),
    ]
    assert not sheet.has_errors


def test_measures_in_one_cell_with_units_of_their_own_are_tasks_of_their_own():
    cell = "制定若干措施，4月底前印发（市商务局牵头）；组建产业基金，9月底前出资（市财政局牵头，市审计局配合）。"
    sheet = read(
        book(["序号", "重点任务", "完成时限"], (1, cell, "4月底前/9月底前"), (2, "修订办法（市司法局）", "6月底前"))
    )
    assert [(row.lead_department, row.due) for row in sheet.tasks] == [
        ("市商务局", date(2022, 4, 30)),
        ("市财政局", date(2022, 9, 30)),
        ("市司法局", date(2022, 6, 30)),
    ]
    count = sheet.count
    assert count.seen == count.tasks + count.headings + count.joined + count.refused


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("4月底前建立，每季度更新", date(2022, 4, 30)),
        ("年内", date(2022, 12, 31)),
        ("每月通报，年底前完成", date(2022, 12, 31)),
    ],
)
def test_a_day_beside_what_recurs_is_the_day(due, day):
    sheet = read(book(["序号", "重点任务", "牵头单位", "完成时限"], (1, "建立清单", "市商务局", due)))
    assert [row.due for row in sheet.tasks] == [day]


def test_an_enterprise_outside_the_register_is_led_by_whoever_oversees_it():
    header = ["序号", "隐患描述", "责任主体", "责任人", "监管部门", "整改时限"]
    sheet = read(book(header, (1, "探头失效", "恒润化工有限公司", "周桂芳", "市商务局（牵头）、市审计局", "6月底前")))
    (row,) = sheet.tasks
    assert (row.lead_department, row.owner, row.supervising) == ("市商务局", "市商务局局长", ("市审计局",))
    assert ("责任主体", "恒润化工有限公司") in row.delivered
    assert "lead_overseeing" in [fault.fault for fault in sheet.faults]


def test_party_and_government_of_a_county_are_one_unit():
    lookup = Lookup({"云峰县人民政府": "云峰县人民政府", "市发展改革委": "市发展改革委"})
    units = read_units("云峰县委、县政府，市发展改革委", lookup)
    assert [(named.name, named.known) for named in units.all()] == [("云峰县人民政府", True), ("市发展改革委", True)]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("王立群", ["王立群"]),
        ("陈  澍", ["陈澍"]),
        ("邵副市长", ["邵云龙"]),
        ("海燕副市长", ["王海燕"]),
        ("孟秘书长", ["孟凡林"]),
        ("周文斌、邵云龙", ["周文斌", "邵云龙"]),
        ("王副市长", [None]),
        ("分管副市长", [None]),
    ],
)
def test_a_leader_is_known_by_surname_given_name_and_post(cell, names):
    known = ["王立群", "王海燕", "邵云龙", "孟凡林", "周文斌", "陈澍"]
    assert [leader.name for leader in leaders_in(cell, known)] == names


MEETING = ["序号", "议定事项", "承办单位", "办理时限"]


def minutes(day, *rows):
    return [("市长办公会议定事项督办表",), (f"会议时间：{day}　填报：市政府督查室",), MEETING, *rows]


def test_each_sheet_of_minutes_counts_from_its_own_meeting():
    december = minutes(
        "2025年12月18日", (1, "修编规划", "市商务局", "3月底前"), (2, "拨付补贴", "市财政局", "12月底前")
    )
    march = minutes(
        "2026年3月12日", (1, "制定方案", "市司法局", "会后10个工作日内"), (2, "挂牌出让", "市财政局", "45日内")
    )
    counts = [
        ("督办情况汇总",),
        ("序号", "会议", "会议日期", "议定事项", "已办结"),
        (1, "2026年第3次市长办公会", "3月12日", 7, 3),
    ]
    sheet = read(book(*counts, 第24次=december, 第3次=march), base=date(2026, 5, 29))
    assert [(row.title, row.due) for row in sheet.tasks] == [
        ("修编规划", date(2026, 3, 31)),
        ("拨付补贴", date(2025, 12, 31)),
        ("制定方案", date(2026, 3, 26)),
        ("挂牌出让", date(2026, 4, 26)),
    ]
    assert not sheet.has_errors
    assert "sheet_not_ledger" in [fault.fault for fault in sheet.faults]


def test_a_sample_sheet_and_an_example_row_are_no_tasks():
    rows = [MEETING, ("示例", "（示例）新建××小学", "市商务局", "8月底"), (1, "修订办法", "市司法局", "6月底前")]
    sample = [("进展月报（样表）",), MEETING, (1, "新建××小学", "市商务局", "8月底")]
    sheet = read(book(*rows, 月报样表=sample))
    assert [row.title for row in sheet.tasks] == ["修订办法"]


def test_a_sentence_cut_by_a_page_goes_on():
    rows = [MEETING, (1, "开展执法检查", "市司法局", "6月底前"), (None, "，督促企业整改。", None, None)]
    sheet = read(book(*rows))
    assert [row.title for row in sheet.tasks] == ["开展执法检查，督促企业整改。"]
    assert sheet.count.joined == 1


def test_measures_that_are_closed_one_by_one_are_tasks_of_their_own():
    header = ["序号", "隐患", "整改措施", "责任单位", "整改时限", "是否销号"]
    rows = [
        (1, "通道堆物", "（1）清理通道", "市商务局", "4月5日前", "否"),
        (None, None, "（2）更换喷淋泵", None, "9月25日前", "否"),
    ]
    sheet = read(book(header, *rows, merged=["A2:A3", "B2:B3", "D2:D3"]))
    assert [(row.title, row.lead_department, row.due) for row in sheet.tasks] == [
        ("通道堆物", "市商务局", date(2022, 4, 5)),
        ("通道堆物：（2）更换喷淋泵", "市商务局", date(2022, 9, 25)),
    ]


@pytest.mark.parametrize("post", ["主要负责同志", "局长", "单位主要负责人", "一把手", "党组书记、局长"])
def test_a_post_in_the_column_of_owners_is_whoever_holds_it(post):
    header = ["序号", "重点任务", "牵头单位", "责任人", "完成时限"]
    sheet = read(
        book(header, (1, "修订办法", "市财政局", post, "6月底前"), (2, "编制清单", "市财政局", "王强", "6月底前"))
    )
    assert [row.owner for row in sheet.tasks] == ["市财政局局长", "王强"]


def test_a_cell_that_points_to_the_words_beside_it_takes_its_days_from_them():
    header = ["序号", "重点任务", "牵头单位", "完成时限"]
    title = "6月底前完成设计，11月底前建成投用"
    sheet = read(book(header, (1, title, "市财政局", "见任务"), (2, "编制清单，5月底前完成", "市财政局", None)))
    assert [row.due for row in sheet.tasks] == [date(2022, 11, 30), date(2022, 5, 31)]
    assert [step.due for step in sheet.tasks[0].milestones] == [date(2022, 6, 30)]


@pytest.mark.parametrize(
    ("progress", "result", "remark", "closed"),
    [
        ("已清理", "已整改", None, True),
        ("当场整改", "已闭环", None, True),
        ("正在更换", "整改中", None, False),
        ("已完成排查", "未整改", None, False),
        ("已印发", None, "办结", True),
        ("正在起草", None, "办结", False),
    ],
)
def test_one_column_that_says_done_closes_a_row_where_no_other_leaves_it_open(progress, result, remark, closed):
    header = ["序号", "重点任务", "牵头单位", "完成时限", "整改情况", "整改结果", "备注"]
    sheet = read(book(header, (1, "清理通道", "市财政局", "6月底前", progress, result, remark)))
    assert [row.closed for row in sheet.tasks] == [closed]


def test_a_unit_and_its_person_in_one_cell_are_told_apart():
    header = ["序号", "重点任务", "牵头单位及负责人", "完成时限", "目前进展（%）"]
    rows = [(1, "甲事项", "市财政局 王强", "6月底前", 30), (2, "乙事项", "市商务局（张丽）", "6月底前", 45)]
    rows += [(3, "丙事项", "市司法局/赵刚", "6月底前", None), (4, "丁事项", "市财政局、市商务局", "6月底前", None)]
    sheet = read(book(header, *rows))
    found = [(row.lead_department, row.owner, row.percent) for row in sheet.tasks]
    assert found[:3] == [("市财政局", "王强", 30), ("市商务局", "张丽", 45), ("市司法局", "赵刚", None)]
    assert (found[3][0], sheet.tasks[3].co_departments) == ("市财政局", ("市商务局",))


def test_percents_of_the_measures_are_not_said_of_the_whole():
    header = ["序号", "重点任务", "工作措施", "牵头单位", "完成时限", "完成比例"]
    rows = [(1, "甲事项", "出台细则", "市财政局", "3月底", 1), (None, None, "全市推开", None, "11月底", 0.2)]
    sheet = read(book(header, *rows, merged=["A3:A4", "B3:B4", "D3:D4"]))
    assert [(row.percent, row.closed) for row in sheet.tasks] == [(None, False)]
    assert "percents_differ" in {fault.fault for fault in sheet.faults}


def test_a_cell_with_an_error_is_told_whatever_its_column():
    header = ["序号", "重点任务", "牵头单位", "完成时限", "备注", "配合单位"]
    sheet = read(book(header, (1, "甲事项", "市财政局", "6月底前", "#N/A", "#REF!")))
    told = [fault.message for fault in sheet.faults if fault.fault == "formula_without_value"]
    assert len(told) == 1
    assert "备注、配合单位" in told[0]
    assert sheet.tasks[0].co_departments == ()


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("常务副市长", ["李明"]),
        ("市委常委、常务副市长李明", ["李明"]),
        ("市委常委、常务副市长", ["李明"]),
        ("市长、常务副市长", ["赵海燕", "李明"]),
        ("副市长", [None]),
        ("副市长王立群", ["王立群"]),
    ],
)
def test_a_leader_whom_the_register_has_by_name_is_known_by_his_title(cell, names):
    people = ["李明", "王立群", "陈澍", "赵海燕"]
    titles = {"常务副市长": ["李明"], "副市长": ["王立群", "陈澍"], "市长": ["赵海燕"]}
    assert [each.name for each in leaders_in(cell, people, titles)] == names
