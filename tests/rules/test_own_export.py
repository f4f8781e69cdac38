"""Out and in again: what the export writes is read back field by field, under the office's own headers too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.ledger_files.workbook import read_ledger
from bot.texts.ledger_columns import LedgerLine, LedgerPart
from bot.texts.ledger_workbook import ledger_workbook
from db.ledger_rows import MilestoneRow, TaskRow
from db.lifecycle import State
from schedules.ledger_difference.fields import FIELDS
from schedules.standing import Lamp, Pace, Standing
from schedules.workdays import Calendar

CALENDAR = Calendar.standard()
BASE = date(2022, 2, 18)
RUNNING = Standing(state=State.IN_PROGRESS, lamp=Lamp.GREEN, pace=Pace.ON_PLAN, percent=46.0)
CLOSED = Standing(state=State.CLOSED, lamp=Lamp.GREEN, pace=Pace.DONE, percent=100.0)

WORDS = st.text(alphabet="编制预算清理欠款改造旧城推进落实（）、，A3%", min_size=4, max_size=12).filter(
    lambda words: words[0] not in "（、，%3" and not words.startswith(("合计", "总计"))
)
UNITS = st.sampled_from(["市财政局", "市住建局", "市水利局", "市教育局"])
DAYS = st.dates(date(2022, 3, 1), date(2024, 12, 31))
STONES = st.lists(st.builds(MilestoneRow, st.sampled_from(["初稿", "开工", "完成主体工程"]), DAYS), max_size=3)


@st.composite
def rows(draw) -> TaskRow:
    unit = draw(UNITS)
    recurring = draw(st.booleans())
    due = None if recurring else draw(DAYS)
    every = draw(st.sampled_from(["week", "month", "quarter", "half-year"])) if recurring else None
    day = draw(st.none() | st.integers(1, 7 if every == "week" else 28)) if recurring else None
    stones = sorted({each for each in draw(STONES) if due is None or each.due <= due}, key=lambda each: each.due)
    return TaskRow(
        no=0,
        category=draw(st.sampled_from(["", "民生实事", "重点项目"])),
        source=draw(st.sampled_from(["", "重点工作", "领导批示"])),
        title=draw(WORDS),
        target=draw(st.sampled_from(["", "完成10亿元"])),
        lead_department=unit,
        co_departments=tuple(each for each in draw(st.lists(UNITS, unique=True, max_size=2)) if each != unit),
        leader=draw(st.sampled_from(["", "副市长甲"])),
        owner=f"{unit}局长",
        mode="recurring" if recurring else "deadline",
        due=due,
        report_every=every,
        report_day=day,
        milestones=tuple(stones),
        urgent=draw(st.booleans()),
        extra=draw(st.sampled_from([(), (("备注", "每月调度"),)])),
    )


def written(lines: list[LedgerLine], **facts) -> bytes:
    return ledger_workbook([LedgerPart("2022年重点任务台账", lines, base_date=BASE, **facts)], title="台账", as_of=BASE)


def read_back(content: bytes):
    return read_ledger(content, register=None, calendar=CALENDAR)


def line(row: TaskRow, number: int, standing: Standing = RUNNING, **facts) -> LedgerLine:
    return LedgerLine(number=number, row=row, standing=standing, **facts)


OFFICE = [
    ("项号", "no"), ("实事内容", "title"), ("备注", "remark"), ("推进时限", "due"), ("责任主体", "lead"),
    ("办理状态", "state"), ("投资额", None),
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=5, unique_by=lambda row: row.title), st.booleans())
def test_every_field_comes_back(found, with_columns):
    stood = [replace(row, no=place) for place, row in enumerate(found, 1)]
    columns = OFFICE if with_columns else [("备注", "remark")]
    sheet = read_back(written([line(row, 100 + row.no) for row in stood], columns=columns))
    assert [fault.message for fault in sheet.faults if fault.severity == "error"] == []
    assert [each.own_id for each in sheet.tasks] == [100 + row.no for row in stood]
    for row, came in zip(stood, sheet.tasks, strict=True):
        assert [getattr(came, name) for name in ("no", *FIELDS)] == [getattr(row, name) for name in ("no", *FIELDS)]


def one(**facts) -> TaskRow:
    row = TaskRow(3, "", "", "修缮泵站", "", "市水利局", (), "", "市水利局局长", "deadline", date(2022, 6, 30), None)
    return replace(row, **facts)


def test_the_offices_columns_stay_under_their_names_and_in_their_order():
    row = one(extra=(("备注", "重点"), ("投资额", "300万")), delivered=(("办理状态", "在办"), ("投资额", "300万")))
    content = written([line(row, 7)], columns=OFFICE)
    sheet = load_workbook(BytesIO(content))["台账"]
    headers = [cell.value for cell in sheet[3] if cell.value]
    assert headers[:9] == ["编号", *[header for header, _ in OFFICE], "责任人"]
    assert "状态" in headers
    shown = {head.value: cell.value for head, cell in zip(sheet[3], sheet[4], strict=True)}
    assert (shown["办理状态"], shown["投资额"], shown["备注"]) == ("在办", "300万", "重点")
    (came,) = read_back(content).tasks
    assert came.extra == row.extra
    assert dict(came.delivered)["办理状态"] == "在办"
    assert [(column.header, column.field) for column in read_back(content).columns] == OFFICE


def test_what_is_reckoned_says_nothing_when_it_comes_back_but_a_closed_task_is_closed():
    lines = [line(one(), 7, latest="完成六成"), line(one(title="疏浚南沟", no=4), 8, CLOSED, closed=date(2022, 2, 1))]
    running, closed = read_back(written(lines)).tasks
    assert (running.closed, running.percent, running.last_report) == (False, 46, "完成六成")
    assert (closed.closed, closed.closed_on) == (True, date(2022, 2, 1))


def test_a_changed_cell_a_new_row_and_a_moved_column_are_read():
    book = load_workbook(BytesIO(written([line(one(), 7)])))
    sheet = book["台账"]
    due = next(cell.column for cell in sheet[3] if cell.value == "完成时限")
    sheet.cell(4, due).value = "9月底前"
    sheet.insert_rows(5)
    for place, header in enumerate([cell.value for cell in sheet[3]], 1):
        new = {
            "序号": 4,
            "重点任务": "新设基金",
            "牵头单位": "市财政局",
            "责任人": "市财政局局长",
            "完成时限": "6月30日",
        }
        sheet.cell(5, place).value = new.get(header)
    sheet.insert_cols(2)
    changed = BytesIO()
    book.save(changed)
    first, second = read_back(changed.getvalue()).tasks
    assert (first.own_id, first.due) == (7, date(2022, 9, 30))
    assert (second.own_id, second.title, second.due) == (None, "新设基金", date(2022, 6, 30))


@pytest.mark.parametrize("whole", [True, False])
def test_a_part_says_that_it_is_one_and_every_ledger_its_name(whole):
    parts = [
        LedgerPart(name, [line(one(), number)], base_date=BASE, whole=whole) for number, name in ((1, "甲"), (2, "乙"))
    ]
    sheet = read_back(ledger_workbook(parts, title="台账", as_of=BASE))
    assert (sheet.own, sheet.whole, sheet.ledgers) == (True, whole, (("甲", "甲"), ("乙", "乙")))


QUARTERS = [("序号", "no"), ("工程名称", "title"), ("一季度", "milestones"), ("二季度", "milestones")]


def test_columns_of_quarters_stay_as_they_were_and_their_days_come_back_without_a_word():
    stones = (MilestoneRow("立项", date(2022, 3, 31)), MilestoneRow("开工", date(2022, 6, 30)))
    row = one(milestones=stones, delivered=(("一季度", "立项"), ("二季度", "开工")))
    content = written([line(row, 7)], columns=QUARTERS)
    sheet = load_workbook(BytesIO(content))["台账"]
    shown = {head.value: cell.value for head, cell in zip(sheet[3], sheet[4], strict=True)}
    assert (shown["一季度"], shown["二季度"]) == ("立项", "开工")
    read = read_back(content)
    assert (read.tasks[0].milestones, [fault.message for fault in read.faults]) == (stones, [])
    assert [(column.header, column.field) for column in read.columns] == QUARTERS


def test_every_ledger_of_an_export_keeps_its_own_numbers_as_the_paper_writes_them():
    first, second = one(no=1, no_text="（一）"), one(title="疏浚南沟", no=2, no_text="（二）")
    parts = [
        LedgerPart("甲", [line(first, 1), line(second, 2)], base_date=BASE),
        LedgerPart("乙", [line(one(title="清理欠款", no=1, due=None), 3)], base_date=BASE),
    ]
    content = ledger_workbook(parts, title="台账", as_of=BASE)
    assert load_workbook(BytesIO(content))["甲"]["B4"].value == "（一）"
    read = read_back(content)
    assert [(task.no, task.no_text) for task in read.tasks] == [(1, "（一）"), (2, "（二）"), (1, "")]
    assert read.faults == []


def test_a_number_that_stands_twice_in_a_sheet_is_given_anew():
    book = load_workbook(BytesIO(written([line(one(no=1), 7), line(one(title="疏浚南沟", no=2), 8)])))
    sheet = book["台账"]
    place = next(cell.column for cell in sheet[3] if cell.value == "序号")
    sheet.cell(5, place).value = 1
    changed = BytesIO()
    book.save(changed)
    assert [task.no for task in read_back(changed.getvalue()).tasks] == [1, 2]
