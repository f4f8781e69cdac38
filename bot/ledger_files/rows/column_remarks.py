"""What is said of the columns of a table: those known by their content only, those that are missing, those not read."""

from __future__ import annotations

from dataclasses import replace

from bot.ledger_files.headers.columns import Header
from bot.ledger_files.headers.unit_matrix import LEAD
from bot.ledger_files.rows.row_cells import SheetFacts, field_label, unread_name
from db.ledger_rows import ColumnRead


def say_columns(header: Header, facts: SheetFacts) -> list[ColumnRead]:
    """What is said of the columns of a table, and the columns as they were read."""
    row = header.last + 1
    if LEAD in (header.place("lead") or ""):
        message = "按表中标记读出单位：实心标记（●、★、▲）为牵头，其余为配合；同一种标记的，第一个为牵头"
        facts.say(row, None, "units_by_sign", "note", message)
    for name in header.guessed:
        column = header.columns[name]
        message = f"“{unread_name(column)}”列按内容作为“{field_label(name)}”读取，如不对，请用 --map 指定"
        facts.say(row, column.place, f"{name}_guessed", "note", message)
    missing = [name for name in ("title",) if name not in header.columns]
    if missing:
        message = "表头没有“重点任务”（事项内容）列。请用 --map 指定，如 --map 具体举措=title，或补上后再导入"
        facts.say(row, None, "column_missing", "error", message)
    kept = [unread_name(column) for column in header.unread]
    if kept:
        message = f"未读取：{'、'.join(kept)}（原文随事项保留）"
        facts.say_once(f"columns_not_read {kept}", "note", message, row=row)
        _rename(facts, f"columns_not_read {kept}", "columns_not_read")
    return [
        ColumnRead(
            facts.sheet,
            column.header,
            (field := header.field_at(column.index)),
            field in header.guessed,
        )
        for column in header.every
    ]


def _rename(facts: SheetFacts, code: str, stable: str) -> None:
    facts.faults[:] = [replace(fault, fault=stable) if fault.fault == code else fault for fault in facts.faults]
