"""The office's own workbook with what is wrong in its cells."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from bot.ledger_files.fault_workbook import LISTED, noted
from db.ledger_rows import Fault


def own() -> bytes:
    book = Workbook()
    book.active.title = "任务表"
    for row in (["序号", "重点任务", "完成时限"], [1, "编制预算", "2月30日"], [2, "清理欠款", "6月底"]):
        book.active.append(row)
    book.active.merge_cells("A5:C6")
    content = BytesIO()
    book.save(content)
    return content.getvalue()


DATE = Fault("任务表", 2, "C 完成时限", "due_unreadable", "error", "2月30日不存在")
ROW = Fault("任务表", 3, None, "row_hidden", "warning", "本行被隐藏")
FILE = Fault("", None, None, "columns_not_read", "note", "未读取：备注")


def test_each_fault_stands_in_its_cell_and_all_of_them_in_a_list():
    book = load_workbook(BytesIO(noted(own(), [FILE, ROW, DATE])))
    sheet = book["任务表"]
    assert "2月30日不存在" in sheet["C2"].comment.text
    assert "本行被隐藏" in sheet["A3"].comment.text
    assert sheet["C2"].fill.fgColor.rgb.endswith("F4B6B0")
    assert sheet["B2"].value == "编制预算"
    assert [row[0].value for row in book[LISTED].iter_rows(min_row=2)] == ["错误", "提醒", "说明"]


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"PK\x03\x04 nonsense", b""])
def test_what_cannot_be_written_again_gives_the_list_alone(content):
    book = load_workbook(BytesIO(noted(content, [DATE])))
    assert book[LISTED]["E2"].value == "2月30日不存在"


def test_a_fault_in_a_merged_cell_or_on_an_unknown_sheet_does_no_harm():
    faults = [Fault("任务表", 6, "B 重点任务", "x", "error", "合并"), Fault("别处", 1, "A", "x", "error", "=1+1")]
    book = load_workbook(BytesIO(noted(own(), faults)))
    assert [row[4].value for row in book[LISTED].iter_rows(min_row=2)] == ["合并", "=1+1"]
    assert book[LISTED]["E3"].data_type == "s"
