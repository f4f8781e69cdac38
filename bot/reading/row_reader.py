"""One row of a ledger table as a task, or the faults that refuse it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from bot.reading.cells import DeadlineFault, deadline
from bot.reading.date_shapes import WorkingDays
from bot.reading.department_cells import Named, departments, resembling
from bot.reading.grids import squeezed, words
from bot.reading.headers import NEEDED, Header
from bot.reading.ledger_rows import Fault, MilestoneRow, Severity, TaskRow
from bot.reading.milestone_cells import milestones
from bot.reading.periods_of_report import is_recurring, report_day, report_every
from bot.reading.register import Register

NUMBER = re.compile(r"^(?:第)?(\d{1,5})(?:[.、．。)）号项]|\.0+)?$")
NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d))"
)
COUNT_BEHIND = re.compile(r"[（(]共?\d{1,4}[项个条件][)）]$")
DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
SOURCES = {"议定": "议定事项", "批示": "领导批示", "部署": "重要部署", "重点": "重点工作"}
URGENT = re.compile(r"急件|特急|加急|紧急|特提|^急$|^是$|^★?特急")
NOT_URGENT = re.compile(r"非急|不急|^否$|^无$|一般|普通|平件")
LIMITED = re.compile(r"限期|限时|按期|阶段性|一次性")
SERIALS = range(36526, 73051)  # days of 2000 to 2099 as Excel counts them
EPOCH = date(1899, 12, 30)


@dataclass
class RowReader:
    """Reads the rows of one sheet; the faults gather here."""

    sheet: str
    register: Register | None
    base_date: date | None
    calendar: WorkingDays
    formulas: frozenset[tuple[int, int]] = frozenset()
    band: str = ""  # the category that a band row above named
    faults: list[Fault] = field(default_factory=list)

    def read(self, row: Sequence[object], number: int, header: Header) -> TaskRow | None:
        """The task of a row; None and at least one error where the row is refused."""
        return _Row(self, row, number, header).task()


class _Row:
    def __init__(self, reader: RowReader, row: Sequence[object], number: int, header: Header) -> None:
        self.reader, self.row, self.number, self.header = reader, row, number, header
        self.refused = False

    def task(self) -> TaskRow | None:
        self._need()
        no, (mode, due, every) = self._no(), self._timing()
        lead, partners = self._departments()
        steps = self._milestones(due)
        if self.refused or no is None or mode is None:
            return None
        return TaskRow(
            no=no,
            category=self._category(),
            source=self._source(),
            title=self._text("title"),
            target=self._text("target"),
            lead_department=lead,
            co_departments=tuple(partners),
            leader=self._leader(),
            owner=self._owner(lead),
            mode=mode,
            due=due,
            report_every=every,
            report_day=self._report_day(mode),
            milestones=tuple(steps),
            urgent=self._urgent(),
            sheet=self.reader.sheet,
            row=self.number,
        )

    # what every task needs

    def _need(self) -> None:
        for name in ("no", "title", "lead", "owner"):
            if not self._text(name):
                self._missing(name)

    def _missing(self, name: str) -> None:
        column = self.header.columns.get(name)
        if column and (self.number, column.index + 1) in self.reader.formulas:
            self._say(
                name, "formula_without_value", "error", "公式没有保存结果。请在 Excel 中打开并保存一次，或改为数值"
            )
        else:
            self._say(name, f"{name}_missing", "error", f"没有填写{NEEDED[name]}，请补填")

    def _no(self) -> int | None:
        text = unicodedata.normalize("NFKC", self._text("no"))
        match = NUMBER.match(text)
        if text and not match:
            self._say("no", "no_unreadable", "error", f"序号“{text[:20]}”不是整数，请改为阿拉伯数字")
        return int(match[1]) if match else None

    # plain texts

    def _text(self, name: str) -> str:
        return squeezed(self.header.value(self.row, name)).translate(DIGITS)

    def _category(self) -> str:
        text = self._text("category") or self.reader.band
        return tidy_category(text)

    def _source(self) -> str:
        text = self._text("source")
        for mark, source in SOURCES.items():
            if mark in text:
                return source
        if text:
            self._say("source", "source_unknown", "warning", f"任务来源“{text[:20]}”不在四类之中，已留空，请核对")
        return ""

    def _leader(self) -> str:
        text, register = self._text("leader"), self.reader.register
        if text and register and not register.has_leader(text):
            self._say("leader", "leader_unknown", "warning", f"名册中没有领导“{text[:20]}”，请核对名册")
        return text

    def _owner(self, lead: str) -> str:
        text, register = self._text("owner"), self.reader.register
        head = register.head_of(lead) if register else None
        if head and text != head:
            self._say(
                "owner", "owner_not_head", "warning", f"责任人“{text[:20]}”与名册中{lead}的负责人“{head}”不一致，请核对"
            )
        return text

    def _urgent(self) -> bool:
        if URGENT.search(self._text("urgent")) and not NOT_URGENT.search(self._text("urgent")):
            return True
        return bool(re.search(r"急件|特急|加急", self._text("remark") + self._text("source")))

    # departments

    def _departments(self) -> tuple[str, list[str]]:
        leads = departments(self.header.value(self.row, "lead"), self.reader.register)
        others = departments(self.header.value(self.row, "co"), self.reader.register)
        if not leads:
            return "", []
        self._check_known(leads, others)
        names = dict.fromkeys(named.name for named in [*leads[1:], *others] if named.name != leads[0].name)
        return leads[0].name, list(names)

    def _check_known(self, leads: list[Named], others: list[Named]) -> None:
        for index, named in enumerate([*leads, *others]):
            if named.known or self.reader.register is None:
                continue
            close = resembling(named.name, self.reader.register)
            hint = f"是否为“{close}”？" if close else ""
            message = f"名册中没有单位“{named.name[:20]}”。{hint}请改用名册中的名称，或先补入名册"
            name = "lead" if index < len(leads) else "co"
            self._say(name, "department_unknown", "error" if index == 0 else "warning", message)

    # timing

    def _timing(self) -> tuple[Literal["deadline", "recurring"] | None, date | None, str | None]:
        mode, due = self._text("mode"), self._due_text()
        if self._is_recurring(mode, due):
            return "recurring", None, self._every()
        try:
            return "deadline", self._deadline(), None
        except DeadlineFault as fault:
            if fault.code == "due_missing":
                self._missing("due")
            else:
                self._say("due", fault.code, "error", f"{fault.message}。{fault.remedy}")
        return None, None, None

    def _is_recurring(self, mode: str, due: str) -> bool:
        if is_recurring(mode):
            if re.search(r"\d", due) and not is_recurring(due):
                self._say("due", "due_of_recurring", "note", "常态推进事项不设完成时限，该日期未采用")
            return True
        if LIMITED.search(mode):
            return False
        return is_recurring(due) or (not due and is_recurring(self._text("every")))

    def _every(self) -> str:
        cells = [self._text(name) for name in ("mode", "every", "due")]
        every = next((found for cell in cells if (found := report_every(cell))), None)
        if every is None:
            name = "mode" if "mode" in self.header.columns else "due"
            message = "常态推进事项没有写明报送周期，按每季度处理。如不妥，请写明“每月”“每季度”等"
            self._say(name, "period_missing", "warning", message)
        return every or "quarter"

    def _report_day(self, mode: str) -> int | None:
        cells = (self._text(name) for name in ("mode", "every", "due"))
        return next((day for cell in cells if (day := report_day(cell))), None) if mode == "recurring" else None

    def _due_text(self) -> str:
        return words(self._due_value())

    def _due_value(self) -> object:
        """The cell; a day of Excel's count as the day."""
        value = self.header.value(self.row, "due")
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
        return deadline(words(value), self.reader.base_date, self.reader.calendar)

    def _real_day(self, day: date) -> date:
        base = self.reader.base_date
        if base and day < base:
            raise DeadlineFault("due_past", f"完成时限 {day} 早于交办日期 {base}", "请核对年份和日期")
        return day

    def _milestones(self, due: date | None) -> list[MilestoneRow]:
        value = self.header.value(self.row, "milestones")
        if not squeezed(value).strip("-—/无"):
            return []
        found, faults = milestones(words(value), self.reader.base_date, self.reader.calendar)
        for fault in faults:
            self._say("milestones", fault.code, "error", f"{fault.message}。{fault.remedy}")
        late = [item.name for item in found if due and item.due > due]
        if late:
            self._say("milestones", "milestone_after_due", "warning", f"节点“{late[0][:20]}”晚于完成时限，请核对")
        return found

    # faults

    def _say(self, name: str, code: str, severity: Severity, message: str) -> None:
        self.refused = self.refused or severity == "error"
        column = self.header.place(name)
        where = f"“{self.reader.sheet}”第 {self.number} 行" + (f"“{column}”列" if column else "")
        self.reader.faults.append(Fault(self.reader.sheet, self.number, column, code, severity, f"{where}：{message}"))


def tidy_category(text: str) -> str:
    """Without numbering in front (一、) and a count in brackets behind (（6项）)."""
    return COUNT_BEHIND.sub("", NUMBERING.sub("", text.translate(DIGITS)))
