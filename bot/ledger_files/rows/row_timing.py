"""When a task is due: once, or again and again; by real date cells, Excel's day numbers and phrases."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Literal

from bot.ledger_files.deadlines.deadline_cells import DeadlineFault, deadline
from bot.ledger_files.deadlines.milestone_cells import milestones as read_milestones
from bot.ledger_files.deadlines.periods_of_report import is_recurring, report_every
from bot.ledger_files.deadlines.periods_of_report import report_day as day_of_report
from bot.ledger_files.files.grids import squeezed, words
from bot.ledger_files.ledger_shape import MilestoneRow
from bot.ledger_files.rows.row_cells import RowCells

LIMITED = re.compile(r"限期|限时|按期|阶段性|一次性")
SERIALS = range(36526, 73051)  # days of 2000 to 2099 as Excel counts them
EPOCH = date(1899, 12, 30)

Mode = Literal["deadline", "recurring"]


class RowTiming:
    def __init__(self, cells: RowCells) -> None:
        self.cells = cells

    def mode(self) -> tuple[Mode | None, date | None, str | None]:
        mode, due = self.cells.text("mode"), self._due_text()
        if self._is_recurring(mode, due):
            return "recurring", None, self._every()
        try:
            return "deadline", self._deadline(), None
        except DeadlineFault as fault:
            if fault.code == "due_missing":
                self.cells.missing("due")
            else:
                self.cells.say("due", fault.code, "error", f"{fault.message}。{fault.remedy}")
        return None, None, None

    def _is_recurring(self, mode: str, due: str) -> bool:
        if is_recurring(mode):
            if re.search(r"\d", due) and not is_recurring(due):
                self.cells.say("due", "due_of_recurring", "note", "常态推进事项不设完成时限，该日期未采用")
            return True
        if LIMITED.search(mode):
            return False
        return is_recurring(due) or (not due and is_recurring(self.cells.text("every")))

    def _every(self) -> str:
        cells = [self.cells.text(name) for name in ("mode", "every", "due")]
        every = next((found for cell in cells if (found := report_every(cell))), None)
        if every is None:
            name = "mode" if "mode" in self.cells.header.columns else "due"
            message = "常态推进事项没有写明报送周期，按每季度处理。如不妥，请写明“每月”“每季度”等"
            self.cells.say(name, "period_missing", "warning", message)
        return every or "quarter"

    def report_day(self, mode: str) -> int | None:
        cells = (self.cells.text(name) for name in ("mode", "every", "due"))
        return next((day for cell in cells if (day := day_of_report(cell))), None) if mode == "recurring" else None

    def _due_text(self) -> str:
        return words(self._due_value())

    def _due_value(self) -> object:
        """The cell; a day of Excel's count as the day."""
        value = self.cells.value("due")
        text = squeezed(value)
        if text.isascii() and text.isdigit() and int(text) in SERIALS:
            return EPOCH + timedelta(days=int(text))
        return value

    def _deadline(self) -> date:
        value = self._due_value()
        if isinstance(value, float) and re.fullmatch(r"\d{1,2}\.[123]", str(value)):
            month, tens = str(value).split(".")
            message = f"单元格是数字 {value}，可能是{month}月{tens}日，也可能是{month}月{tens}0日"
            raise DeadlineFault("due_unclear", message, "请写成“3月20日”的形式")
        if isinstance(value, datetime | date):
            return self._real_day(value.date() if isinstance(value, datetime) else value)
        return deadline(words(value), self.cells.facts.base_date, self.cells.facts.calendar)

    def _real_day(self, day: date) -> date:
        base = self.cells.facts.base_date
        if base and day < base:
            raise DeadlineFault("due_past", f"完成时限 {day} 早于交办日期 {base}", "请核对年份和日期")
        return day

    def milestones(self, due: date | None) -> list[MilestoneRow]:
        value = self.cells.value("milestones")
        if not squeezed(value).strip("-—/无"):
            return []
        base = self.cells.facts.base_date
        found, faults = read_milestones(words(value), base, self.cells.facts.calendar)
        # Without a base date all of them lack the same thing, which is said once.
        for fault in {fault.code if base is None else fault.message: fault for fault in faults}.values():
            self.cells.say("milestones", fault.code, "error", f"{fault.message}。{fault.remedy}")
        late = [item.name for item in found if due and item.due > due]
        if late:
            self.cells.say("milestones", "milestone_after_due", "warning", f"节点“{late[0][:20]}”晚于完成时限，请核对")
        return found
