"""The example ledger with every day moved, so that it is one of today's: a workbook as an office writes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO

from db.ledger_rows import TaskRow

HEADERS = (
    *("序号", "类别", "任务来源", "重点任务", "目标要求", "牵头领导"),
    *("牵头单位", "责任人", "配合单位", "办理方式", "完成时限", "阶段节点"),
)
_WIDTHS = (6, 14, 12, 34, 36, 16, 18, 20, 30, 16, 16, 40)
_PERIODS = {"week": "每周", "month": "每月", "quarter": "每季度", "half-year": "每半年"}
_WEEK = timedelta(days=7)


def workbook(rows: Sequence[TaskRow], *, base: date, today: date) -> bytes:
    """`base`: the day the rows count from. Days move by whole weeks, so that a working day stays one."""
    from openpyxl import Workbook  # 0.3 s that only this command pays

    moved = (today - base) // _WEEK * _WEEK
    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = "分解表"
    sheet.append([f"{today.year}年重点工作任务分解表（示例）"])
    sheet.append([f"（{_day(base + moved)}印发）"])
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(_cells(row, moved))
    for letter, width in zip("ABCDEFGHIJKL", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A4"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _cells(row: TaskRow, moved: timedelta) -> list[str | int]:
    recurring = row.mode == "recurring"
    way = f"常态推进（{_PERIODS.get(row.report_every or '', '每月')}）" if recurring else "限期办结"
    due = "全年" if row.due is None else _day(row.due + moved)
    milestones = ";".join(f"{_day(each.due + moved)}:{each.name}" for each in row.milestones)
    return [
        row.no, row.category, row.source, row.title, row.target, row.leader, row.lead_department, row.owner,
        "、".join(row.co_departments), way, due, milestones,
    ]  # fmt: skip


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
