# ruff: noqa: DTZ001 — a workbook knows no zones
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.texts.ledger_columns import LedgerLine, LedgerPart
from bot.texts.ledger_workbook import FILLS, ledger_workbook
from db.ledger_rows import TaskRow
from db.lifecycle import State
from schedules.standing import Lamp, Pace, Standing

DAY = date(2022, 3, 4)
RUNNING = Standing(
    state=State.IN_PROGRESS, lamp=Lamp.RED, pace=Pace.BEHIND, due=DAY, days_left=-3, overdue=True, percent=46
)
ROW = TaskRow(
    7,
    "城乡建设",
    "重点工作",
    "老旧小区改造",
    "改造40个",
    "市住建局",
    ("市财政局", "市自然资源局"),
    "常务副市长",
    "市住建局局长",
    "deadline",
    date(2022, 3, 1),
    None,
)
LINE = LedgerLine(
    number=12,
    row=ROW,
    standing=RUNNING,
    original_due=date(2022, 2, 28),
    expected=date(2022, 3, 8),
    handed_out=date(2022, 2, 18),
    signed=date(2022, 2, 21),
    extensions=1,
    urged=2,
    liaison="李联络",
    latest="完成六成",
    reported_at=datetime(2022, 3, 3, 10, 20),
    obstacle="用地指标",
)
CLOSED = Standing(state=State.CLOSED, lamp=Lamp.GREEN, pace=Pace.DONE)


NAME = "2022年重点任务台账"


def content(*lines, title=NAME, **facts):
    return ledger_workbook([LedgerPart(title, lines, **facts)] if lines else [], title=title, as_of=DAY)


def book(*lines, **facts):
    return load_workbook(BytesIO(content(*lines, **facts)))


def line(*, row=None, **facts):
    return replace(LINE, row=replace(ROW, **(row or {})), **facts)


def row_of(sheet, row):
    return {head.value: cell for head, cell in zip(sheet[3], sheet[row], strict=True) if head.value}


def test_a_task_is_one_row_with_every_column():
    row = row_of(book(LINE)["台账"], 4)
    assert {name: cell.value for name, cell in row.items()} == {
        "编号": 12,
        "序号": 7,
        "类别": "城乡建设",
        "任务来源": "重点工作",
        "重点任务": "老旧小区改造",
        "目标要求": "改造40个",
        "牵头领导": "常务副市长",
        "牵头单位": "市住建局",
        "责任人": "市住建局局长",
        "配合单位": "市财政局、市自然资源局",
        "办理方式": "限期办结",
        "完成时限": datetime(2022, 3, 1),
        "原定时限": datetime(2022, 2, 28),
        "状态": "推进中",
        "进度": 0.46,
        "灯": "红",
        "剩余天数": -3,
        "预计办结": datetime(2022, 3, 8),
        "交办日期": datetime(2022, 2, 18),
        "签收日期": datetime(2022, 2, 21),
        "销号日期": None,
        "延期次数": 1,
        "催办次数": 2,
        "联络员": "李联络",
        "最近反馈": "完成六成",
        "反馈时间": datetime(2022, 3, 3, 10, 20),
        "困难问题": "用地指标",
    }
    assert row["灯"].fill.fgColor.rgb.endswith(FILLS["红"])
    assert row["进度"].number_format == "0%"


def test_what_is_not_known_is_left_open_and_never_zero():
    recurring = replace(RUNNING, percent=None, pace=Pace.ON_PLAN, period="2022-03")
    lines = [
        line(row={"due": None}, standing=replace(RUNNING, percent=None), original_due=None, reported_at=None),
        line(row={"mode": "recurring", "due": None, "report_every": "month"}, standing=recurring),
    ]
    sheet = book(*lines)["台账"]
    assert (row_of(sheet, 4)["进度"].value, row_of(sheet, 4)["完成时限"].value) == ("未报进度", None)
    assert [row_of(sheet, 5)[name].value for name in ("进度", "办理方式", "报送周期")] == ["达进度", "常态推进", "每月"]


@pytest.mark.parametrize("words", ['=HYPERLINK("http://x","点")', "+86 10", "-3", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_words_are_never_a_formula(words):
    data = content(line(row={"title": words}, latest=words), title=words)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "<f>" in archive.read(name).decode("utf-8", "ignore")]
    cell = row_of(load_workbook(BytesIO(data))["台账"], 4)["最近反馈"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (words, "s", True)


@pytest.mark.parametrize("words", ["\x00\x07\x1b[31m", "半个\ud83d表情", "长" * 40000, "\ufffe", "一\n二", " "])
def test_nonsense_words_do_not_break_the_workbook(words):
    sheet = book(replace(LINE, latest=words))["台账"]
    assert len(row_of(sheet, 4)["最近反馈"].value or "") <= 32000


def test_the_sheet_can_be_read_filtered_and_printed():
    sheet = book(LINE, LINE)["台账"]
    assert sheet.freeze_panes == "F4"
    assert sheet.auto_filter.ref == "A3:AA5"
    assert [sheet.cell(6, place).value for place in (1, 5)] == ["合计", "2项"]  # below the filter
    assert sheet.print_area.endswith("$S$6")  # the history is for the screen
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape", 1, 0,
    )  # fmt: skip
    assert sheet.print_title_rows == "$3:$3"
    assert row_of(sheet, 4)["重点任务"].alignment.wrap_text


def test_the_summary_counts_departments_worst_first_and_adds_up():
    lines = [
        line(row={"lead_department": "市财政局"}, standing=CLOSED),
        LINE,
        line(standing=replace(RUNNING, lamp=Lamp.GREEN, overdue=False, days_left=9)),
    ]
    sheet = book(*lines)["汇总"]
    names = [sheet.cell(row, 1).value for row in range(4, 7)]
    assert names == ["市住建局", "市财政局", "合计"]
    total = {name: cell.value for name, cell in row_of(sheet, 6).items()}
    assert (total["合计"], total["在办"], total["已销号"], total["超期"], total["红"]) == (3, 2, 1, 1, 1)
    assert total["销号率"] == pytest.approx(0.333)
    assert sum(total[lamp] for lamp in "红黄蓝灰绿") + total["已销号"] == total["合计"]
    for column in range(2, 10):
        assert sheet.cell(6, column).value == sum(sheet.cell(row, column).value for row in (4, 5))


def test_an_empty_ledger_is_still_a_workbook():
    assert next(cell.value for cell in book()["汇总"][4]) == "合计"


def test_aware_moments_are_written_as_the_local_time_given():
    row = row_of(book(replace(LINE, reported_at=datetime(2022, 3, 3, 10, 20, tzinfo=UTC)))["台账"], 4)
    assert row["反馈时间"].value == datetime(2022, 3, 3, 10, 20)


def test_openpyxl_is_loaded_only_when_a_workbook_is_written():
    code = "import sys, bot.texts.ledger_workbook; assert 'openpyxl' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
