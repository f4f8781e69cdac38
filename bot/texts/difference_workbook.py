"""The difference as a workbook: one row for each new, changed, moved, missing, conflicting or struck row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, Final

from bot.texts import ledger_difference, ledger_fields
from bot.texts.cells import Column, Paper, Value
from schedules.ledger_difference.difference import Difference

_COLUMNS: Final = (
    Column("类别", 14, "center"), Column("编号", 7, "center"), Column("表中序号", 9, "center"), Column("重点任务", 36),
    Column("牵头单位", 16), Column("栏目", 12), Column("台账现为", 34), Column("表中为", 34), Column("上次导入为", 24),
    Column("说明", 26),
)  # fmt: skip
_FILLS: Final = {"新增": "E2EFDA", "变更": "FFF2CC", "冲突": "F8CBAD", "表中缺少": "EDEDED", "表中划去": "EDEDED"}


def workbook(found: Difference, *, name: str, as_of: date) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    paper = Paper(
        sheet, "比对", _COLUMNS, title=f"{name}比对", subtitle=ledger_difference.counts(found), frozen_columns=4
    )
    for row in rows(found):
        paper.write(row, fills={0: _FILLS.get(str(row[0]), "FFFFFF")})
    paper.finish()
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def rows(found: Difference) -> Iterator[list[Value]]:
    for each in found.known:
        head: list[Value] = [each.known.number, each.row.no, each.known.row.title, each.known.row.lead_department]
        again = "须重新签收" if each.signs_anew and not each.known.over else ""
        note = "标题相近，按同一事项处理，请核对" if each.asked else again
        for change in each.changes:
            was, now = (_value(change.field, value) for value in (change.was, change.now))
            yield ["变更", *head, ledger_fields.LABELS[change.field], was, now, "", note]
        for one in each.conflicts:
            ours, theirs, before = (_value(one.field, value) for value in (one.ours, one.theirs, one.imported))
            yield ["冲突", *head, ledger_fields.LABELS[one.field], ours, theirs, before, "未选定前以台账为准"]
        if each.closes:
            yield ["销号", *head, "状态", each.known.state.label, "已办结", "", "导入后销号"]
        if each.moved:
            yield ["序号移动", *head, "序号", each.known.row.no, each.row.no, "", "进展随事项走"]
    for row in found.new:
        due = ledger_fields.day(row.due) if row.due else ""
        yield ["新增", None, row.no, row.title, row.lead_department, "完成时限", "", due, "", ""]
    for known in found.missing:
        yield ["表中缺少", known.number, None, known.row.title, known.row.lead_department, "", "", "", "", "台账中保留"]
    for known in found.struck:
        yield ["表中划去", known.number, None, known.row.title, known.row.lead_department, "", "", "", "", "台账中保留"]
    for row in found.struck_new:
        yield ["表中划去", None, row.no, row.title, row.lead_department, "", "", "", "", "未导入"]


def _value(field: str, value: Any) -> str:
    return ledger_fields.value(field, value)
