"""When a task is due: once, or again and again; by real date cells, Excel's day numbers and phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.ledger_files.deadlines.deadline_cells import DeadlineFault
from bot.ledger_files.deadlines.periods_of_report import is_recurring, report_every
from bot.ledger_files.deadlines.periods_of_report import report_day as day_of_report
from bot.ledger_files.deadlines.timing import Basis, Timing
from bot.ledger_files.files.grids import squeezed, words
from bot.ledger_files.headers.columns import cell_of
from bot.ledger_files.ledger_shape import MilestoneRow
from bot.ledger_files.rows.row_cells import RowCells

LIMITED = re.compile(r"限期|限时|按期|阶段性|一次性")
YEAR = re.compile(r"20\d\d")
YEARS = re.compile(r"20\d\d|\d\d年|[今明去后次本当]年")
FIRST_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])(?:月|[.．]\d)")
HALF_A_YEAR = 6  # months
EMPTY = "-—/无\\ 　"
SERIALS = range(36526, 73051)  # days of 2000 to 2099 as Excel counts them
MARK = re.compile(r"[√✓✔●○◎▲△★☆◆◇■□]+")  # that something is due then, and not what
POINTER = re.compile(
    r"^(?:详?见|参见|同|按)(?:上述|左侧|左边|前列|右侧|具体|议定|工作|整改)*(?:事项|措施|内容|任务|举措|要求|清单|附件|文件|方案|备注|左|前)(?:栏|列|中|要求|内容)*$"
)
MONTHS = re.compile(r"\(月份?\)$")
MONTH = re.compile(r"(?:0?[1-9]|1[0-2])(?:[-—~](?:0?[1-9]|1[0-2]))?")
EPOCH = date(1899, 12, 30)
LONGEST_NAME = 60
UNSURE = frozenset({"due_impossible", "due_season"})
AMOUNT = re.compile(r"\d(?:[万亿千百]?[人个家户条座所套项件场处米元亩吨台平辆栋]|%|％|公里|平方)")

Mode = Literal["deadline", "recurring"]


@dataclass(frozen=True, slots=True)
class When:
    """`due` None in a task with a deadline: no day could be read, which has been said."""

    mode: Mode
    due: date | None = None
    every: str | None = None
    report_day: int | None = None
    milestones: tuple[MilestoneRow, ...] = ()
    standing: bool = False
    done: bool = False


class RowTiming:
    """`beside`: a deadline found elsewhere, where the row has no cell of its own, and whether that is to be said of the
    row; `closed` rows need none."""

    def __init__(self, cells: RowCells, *, beside: tuple[str, bool] = ("", False), closed: bool = False) -> None:
        self.cells, self.closed = cells, closed
        self.beside, self.said = beside
        facts = cells.facts
        self.basis = Basis(self._given_on() or facts.base_date, facts.calendar, facts.year, facts.in_use or closed)

    def when(self) -> When:
        mode, due = self.cells.text("mode"), squeezed(self._due_value())
        if is_recurring(mode):
            if re.search(r"\d", due) and not is_recurring(due):
                self.cells.say("due", "due_of_recurring", "note", "常态推进事项不设完成时限，该日期未采用")
            return self._recurring()
        if not due and is_recurring(self.cells.text("every")) and not LIMITED.search(mode):
            return self._recurring()
        timing = self._timing()
        if timing is None:
            return When("deadline", milestones=tuple(self._milestones(None)), done=self.closed)
        if timing.recurring and LIMITED.search(mode):
            message = f"完成时限“{due[:20]}”没有具体日期，暂按没有时限读入。请写明日期，如“5月31日前”"
            self.cells.say("due", "due_vague", "warning", message)
            return When("deadline")
        if timing.recurring and not mode and self._is_amount_of_the_year(due):
            timing = self.cells.facts.timing("年底", self.basis)
            self.cells.note("due", "due_whole_year", f"“全年”的指标按 {timing.due} 办结")
        if timing.recurring:
            return self._recurring()
        return self._deadline(timing)

    def _is_amount_of_the_year(self, due: str) -> bool:
        """全年 beside an amount (新增就业4200人) is the year by whose end it is reached."""
        if due != "全年" or not (self.basis.base or self.basis.year):
            return False
        return any(AMOUNT.search(self.cells.text(name)) for name in ("title", "target"))

    def _deadline(self, timing: Timing) -> When:
        for code, message in timing.notes:
            self.cells.note("due", code, message, "warning" if code in UNSURE else "note")
        steps = [*timing.milestones, *self._milestones(timing.due)]
        once = {(step.name, step.due): step for step in steps}
        return When("deadline", timing.due, milestones=tuple(once.values()), standing=timing.standing, done=timing.done)

    def _recurring(self) -> When:
        cells = [self.cells.text(name) for name in ("mode", "every", "due")]
        every = next((found for cell in cells if (found := report_every(cell))), None)
        if every is None:
            name = "mode" if "mode" in self.cells.header.columns else "due"
            message = "常态推进事项没有写明报送周期，按每季度处理。如不妥，请写明“每月”“每季度”等"
            self.cells.say(name, "period_missing", "warning", message)
        day = next((day for cell in cells if (day := day_of_report(cell))), None)
        return When("recurring", None, every or "quarter", day, tuple(self._milestones(None)))

    # the day

    def _timing(self) -> Timing | None:
        """None where no day could be read, which is said unless the row is closed."""
        try:
            return self._read()
        except DeadlineFault as fault:
            if self.closed:
                return None
            if fault.code == "due_without_base":  # one answer mends the whole table
                self.cells.say("due", fault.code, "error", f"{fault.message}。{fault.remedy}")
            elif fault.code == "due_missing":
                self.cells.missing("due", "暂按没有时限读入，请补填", "warning")
            else:
                message = f"{fault.message}，暂按没有时限读入。{fault.remedy}"
                self.cells.say("due", fault.code, "warning", message)
        return None

    def _read(self) -> Timing:
        if self.cells.parts:
            return self._of_parts()
        value = self._due_value()
        if is_blank(value) and self.beside:
            timing = self.cells.facts.timing(self.beside, self.basis)
            if not self.said:
                return timing
            note = ("due_beside", f"完成时限取自同行文字“{self.beside[:30]}”")
            return replace(timing, notes=(*timing.notes, note))
        timing, others = self._of_cell(value), self._others()
        return replace(timing, notes=(*timing.notes, *others)) if others else timing

    def _of_cell(self, value: object) -> Timing:
        text = words(value).strip()
        if YEAR.fullmatch(text):  # 2026 alone, often a number
            return self.cells.facts.timing(f"{text}年底", self.basis)
        if isinstance(value, float) and re.fullmatch(r"\d{1,2}\.[123]", str(value)):
            month, tens = str(value).split(".")
            message = f"单元格是数字 {value}，可能是{month}月{tens}日，也可能是{month}月{tens}0日"
            raise DeadlineFault("due_unclear", message, "请写成“3月20日”的形式")
        if isinstance(value, datetime | date):
            return Timing(self._real_day(value.date() if isinstance(value, datetime) else value))
        return self.cells.facts.timing(text, self._basis_of(text))

    def _basis_of(self, text: str) -> Basis:
        """A month long before the meeting is of the next year (of December: 3月底前), unless the title names one."""
        base, month = self.basis.base, FIRST_MONTH.search(text)
        if base is None or self.basis.year is not None or YEARS.search(text) or month is None:
            return self.basis
        behind = base.month - int(month[1])
        return replace(self.basis, year=base.year + 1) if behind > HALF_A_YEAR else self.basis

    def _real_day(self, day: date) -> date:
        base = self.basis.base
        if base and day < base and not self.basis.may_be_past:
            raise DeadlineFault("due_past", f"完成时限 {day} 早于交办日期 {base}", "请核对年份和日期")
        return day

    def _of_parts(self) -> Timing:
        """Several measures under one number, each with its day: the last is the deadline, the others milestones."""
        read = [(name, self._of_cell(_day_of(value))) for name, value in self.cells.parts if squeezed(value)]
        due = max((timing.due for _, timing in read if timing.due), default=None)
        if due is None:
            return read[0][1] if read else self.cells.facts.timing("", self.basis)
        steps = [
            MilestoneRow(name[:LONGEST_NAME] or "阶段时限", timing.due)
            for name, timing in read
            if timing.due and timing.due < due
        ]
        earlier = [step for _, timing in read for step in timing.milestones]
        return Timing(due, (*earlier, *steps), standing=any(timing.standing for _, timing in read))

    def _others(self) -> list[tuple[str, str]]:
        """Further columns of days (省定 beside 市定, 实际 beside 计划) are kept as a note."""
        columns = self.cells.header.of("due")[1:]
        if not columns:
            return []
        texts = [(column.header, squeezed(self.cells.of(column))) for column in columns]
        chosen = self.cells.header.columns["due"].header
        return [("due_other", f"以“{chosen}”为准；“{name}”为 {text[:30]}") for name, text in texts if text.strip(EMPTY)]

    def _due_value(self) -> object:
        """The cell; a day of Excel's count as the day. An empty one gives way to a further column of days."""
        header = self.cells.header
        values = [_day_of(cell_of(self.cells.row, column), column.header) for column in header.of("due")]
        return next((value for value in values if squeezed(value).strip(EMPTY)), values[0] if values else None)

    def _given_on(self) -> date | None:
        """The day on which this row was handed out, where the table has one for each."""
        value = _day_of(self.cells.value("given_on"))
        if isinstance(value, datetime | date):
            return value.date() if isinstance(value, datetime) else value
        match = re.match(r"(?:(20\d\d)[-./年])?(\d{1,2})[-./月](\d{1,2})日?", squeezed(value))
        base = self.cells.facts.base_date
        year = (match and match[1]) or self.cells.facts.year or (base.year if base else None)
        try:
            return date(int(year), int(match[2]), int(match[3])) if match and year else None
        except ValueError:
            return None

    # milestones

    def _milestones(self, due: date | None) -> list[MilestoneRow]:
        found = [*self._written(), *self._staged(due)]
        late = [item.name for item in found if due and item.due > due]
        if late:
            self.cells.say("milestones", "milestone_after_due", "warning", f"节点“{late[0][:20]}”晚于完成时限，请核对")
        return found

    def _written(self) -> list[MilestoneRow]:
        found: list[MilestoneRow] = []
        for value in self.cells.header.values(self.cells.row, "milestones"):
            if not squeezed(value).strip(EMPTY):
                continue
            steps, faults = self.cells.facts.steps(words(value), self.basis)
            found += steps
            # Without a base date all of them lack the same thing, which is said once.
            once = {fault.code if self.basis.base is None else fault.message: fault for fault in faults}
            for fault in once.values():
                self.cells.say("milestones", fault.code, "warning", f"{fault.message}。{fault.remedy}")
        return found

    def _staged(self, due: date | None) -> list[MilestoneRow]:
        """What stands in the columns 一季度 … 四季度, due at the end of each."""
        found = []
        for column, phrase in self.cells.header.stages:
            text = squeezed(self.cells.of(column))
            if not text.strip(EMPTY):
                continue
            try:
                day = self._stage_day(phrase, due)
            except DeadlineFault as fault:
                message = f"“{column.header}”：{fault.message}，已保留原文“{text[:20]}”"
                self.cells.facts.say_once(f"stage_{column.index}", "note", message)
                continue
            found.append(MilestoneRow(column.header if MARK.fullmatch(text) else text, day))
        return found

    def _stage_day(self, phrase: str, due: date | None) -> date:
        if self.basis.base is None and self.basis.year is None and due:
            return Basis(date(due.year, 1, 1), self.basis.calendar, due.year, True).day(phrase)
        return replace(self.basis, may_be_past=True).day(whole_year(phrase))


def is_blank(value: object) -> bool:
    """An empty cell, or one that points to the words beside it."""
    text = squeezed(value)
    return not text.strip(EMPTY) or POINTER.match(text) is not None


def whole_year(phrase: str) -> str:
    return re.sub(r"全年度?", "年底", phrase)


def _day_of(value: object, header: str = "") -> object:
    """A day of Excel's count as the day; a bare number under 完成时限（月） as the month."""
    text = squeezed(value)
    if MONTHS.search(header) and MONTH.fullmatch(text):
        return f"{text}月"
    if text.isascii() and text.isdigit() and int(text) in SERIALS:
        return EPOCH + timedelta(days=int(text))
    return value
