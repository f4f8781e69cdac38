"""One row of a ledger table as a task, or the faults that refuse it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.ledger_files.headers.header_rows import Header
from bot.ledger_files.ledger_shape import TaskRow
from bot.ledger_files.rows.row_cells import DIGITS, Numbered, RowCells, SheetFacts
from bot.ledger_files.rows.row_timing import RowTiming
from bot.ledger_files.units.department_cells import Named, departments, resembling

NUMBER = re.compile(r"^(?:第)?(\d{1,5})(?:[.、．。)）号项]|\.0+)?$")
NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d))"
)
COUNT_BEHIND = re.compile(r"[（(]共?\d{1,4}[项个条件][)）]$")
SOURCES = {"议定": "议定事项", "批示": "领导批示", "部署": "重要部署", "重点": "重点工作"}
URGENT = re.compile(r"急件|特急|加急|紧急|特提|^急$|^是$|^★?特急")
NOT_URGENT = re.compile(r"非急|不急|^否$|^无$|一般|普通|平件")


def read_row(facts: SheetFacts, row: Sequence[object], number: int, header: Header) -> TaskRow | None:
    """The task of a row; None and at least one error where the row is refused."""
    return _Row(RowCells(facts, row, number, header)).task()


class _Row:
    def __init__(self, cells: RowCells) -> None:
        self.cells, self.timing = cells, RowTiming(cells)

    def task(self) -> TaskRow | None:
        self._need()
        no, (mode, due, every) = self._no(), self.timing.mode()
        lead, partners = self._departments()
        steps = self.timing.milestones(due)
        if self.cells.refused or no is None or mode is None:
            return None
        return TaskRow(
            no=no,
            category=self._category(),
            source=self._source(),
            title=self.cells.text("title"),
            target=self.cells.text("target"),
            lead_department=lead,
            co_departments=tuple(partners),
            leader=self._leader(),
            owner=self._owner(lead),
            mode=mode,
            due=due,
            report_every=every,
            report_day=self.timing.report_day(mode),
            milestones=tuple(steps),
            urgent=self._urgent(),
            sheet=self.cells.facts.sheet,
            row=self.cells.number,
        )

    # what every task needs

    def _need(self) -> None:
        for name in ("no", "title", "lead", "owner"):
            if not self.cells.text(name):
                self.cells.missing(name)

    def _no(self) -> int | None:
        text = unicodedata.normalize("NFKC", self.cells.text("no"))
        match = NUMBER.match(text)
        if text and not match:
            self.cells.say("no", "no_unreadable", "error", f"序号“{text[:20]}”不是整数，请改为阿拉伯数字")
        if match is None:
            return None
        no = int(match[1])
        self.cells.facts.numbers.append(
            Numbered(no, self.cells.facts.sheet, self.cells.number, self.cells.header.place("no"))
        )
        return no

    # plain texts

    def _category(self) -> str:
        text = self.cells.text("category") or self.cells.facts.band
        return tidy_category(text)

    def _source(self) -> str:
        text = self.cells.text("source")
        for mark, source in SOURCES.items():
            if mark in text:
                return source
        if text:
            self.cells.say("source", "source_unknown", "warning", f"任务来源“{text[:20]}”不在四类之中，已留空，请核对")
        return ""

    def _leader(self) -> str:
        text, register = self.cells.text("leader"), self.cells.facts.register
        if text and register and not register.has_leader(text):
            self.cells.say("leader", "leader_unknown", "warning", f"名册中没有领导“{text[:20]}”，请核对名册")
        return text

    def _owner(self, lead: str) -> str:
        text, register = self.cells.text("owner"), self.cells.facts.register
        head = register.head_of(lead) if register else None
        if head and text != head:
            self.cells.say(
                "owner", "owner_not_head", "warning", f"责任人“{text[:20]}”与名册中{lead}的负责人“{head}”不一致，请核对"
            )
        return text

    def _urgent(self) -> bool:
        if URGENT.search(self.cells.text("urgent")) and not NOT_URGENT.search(self.cells.text("urgent")):
            return True
        return bool(re.search(r"急件|特急|加急", self.cells.text("remark") + self.cells.text("source")))

    # departments

    def _departments(self) -> tuple[str, list[str]]:
        leads = departments(self.cells.value("lead"), self.cells.facts.register)
        others = departments(self.cells.value("co"), self.cells.facts.register)
        if not leads:
            return "", []
        self._check_known(leads, others)
        names = dict.fromkeys(named.name for named in [*leads[1:], *others] if named.name != leads[0].name)
        return leads[0].name, list(names)

    def _check_known(self, leads: list[Named], others: list[Named]) -> None:
        for index, named in enumerate([*leads, *others]):
            if named.known or self.cells.facts.register is None:
                continue
            close = resembling(named.name, self.cells.facts.register)
            hint = f"是否为“{close}”？" if close else ""
            message = f"名册中没有单位“{named.name[:20]}”。{hint}请改用名册中的名称，或先补入名册"
            name = "lead" if index < len(leads) else "co"
            self.cells.say(name, "department_unknown", "error" if index == 0 else "warning", message)


def tidy_category(text: str) -> str:
    """Without numbering in front (一、) and a count in brackets behind (（6项）)."""
    return COUNT_BEHIND.sub("", NUMBERING.sub("", text.translate(DIGITS)))
