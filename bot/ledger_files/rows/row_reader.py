"""One row of a ledger table as a task, or the faults that refuse it."""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.ledger_files.deadlines.deadline_cells import DeadlineFault
from bot.ledger_files.deadlines.timing import Basis
from bot.ledger_files.files.grids import squeezed, words
from bot.ledger_files.headers.vocabulary import known
from bot.ledger_files.ledger_shape import TaskRow
from bot.ledger_files.rows.lead_and_owner import parted
from bot.ledger_files.rows.numbers import leading_number
from bot.ledger_files.rows.row_cells import DIGITS, RowCells
from bot.ledger_files.rows.row_status import read_status
from bot.ledger_files.rows.row_timing import RowTiming, is_blank, whole_year
from bot.ledger_files.rows.row_units import AtEnd, RowUnits, at_end_of_text, day_beside_units, overseen, units_of
from bot.ledger_files.units.lookup import is_group
from bot.reading.dates.day_finder import hits

NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d))"
)
COUNT_BEHIND = re.compile(r"[（(]共?\d{1,4}[项个条件][)）]$")
SOURCES = {"议定": "议定事项", "批示": "领导批示", "部署": "重要部署", "重点": "重点工作"}
URGENT = re.compile(r"急件|特急|加急|紧急|特提|^急$|^是$|^★?特急")
NOT_URGENT = re.compile(r"非急|不急|^否$|^无$|一般|普通|平件")
POST = re.compile(
    r"^(?:本单位|各?单位|部门|牵头单位|责任单位|党政|党委|党组|行政|分管|主管|具体)*(?:主要)?(?:负责同志|负责人|领导同志|领导|责任人)$|^一把手$|^党政正职$"
    r"|^(?:党[组委]书记|书记|局长|主任|行长|院长|检察长|校长|总经理|董事长|大队长|支队长|台长|理事长|主席|部长|社长)"
    r"(?:[、和/及](?:党[组委]书记|局长|主任|总经理))?$"
)
LONG_TITLE, LONGEST_TITLE = 500, 2_000  # letters: said, refused
COMPLETED = re.compile(r"[^，,。；;\n]*(?:完成|办结|建成|竣工|投用|到位|达到|实现|出台|印发|前)")


def read_row(cells: RowCells, *, numbered: bool) -> TaskRow | None:
    """The task of a row as far as it is known, its number still to come; None where no words say what it is.

    `cells.refused` where an error must be mended, or a question answered, before it is handed out.
    """
    return _Row(cells, numbered).task()


class _Row:
    def __init__(self, cells: RowCells, numbered: bool) -> None:
        self.cells, self.numbered = cells, numbered
        self.basis = Basis(cells.facts.base_date, cells.facts.calendar, cells.facts.year)
        self.person = parted(cells, self._is_unit)
        self.at_end: AtEnd | None = None
        if "due" not in cells.header.columns:
            self.at_end = day_beside_units(cells, self.basis)
        if not self.at_end and (not cells.text("lead") or "due" not in cells.header.columns):
            self.at_end = at_end_of_text(cells, self.basis)

    def _is_unit(self, name: str) -> bool:
        return any(named.known for named in self.cells.facts.units(name).all())

    def task(self) -> TaskRow | None:
        cells = self.cells
        title = self._title()
        status = read_status(cells)
        units = units_of(cells, self.at_end)
        units, stands_in = overseen(units, cells)
        lead = self._lead(units)
        owner = self._head_of(lead) or self._owner(lead) if stands_in else self._owner(lead)
        when = RowTiming(cells, beside=self._due_beside(), closed=status.closed).when()
        partners, supervising, unknown = self._others(units, lead)
        if not title:
            return None
        if when.done and not status.closed:
            cells.note("due", "row_closed", "完成时限栏写明已完成，按已销号读入，不再交办")
        return TaskRow(
            no=0,
            category=tidy_category(cells.text("category") or cells.facts.band),
            source=self._source(),
            title=title,
            target=cells.text("target"),
            lead_department=lead,
            co_departments=partners,
            leader=self._leader(),
            owner=owner,
            mode=when.mode,
            due=when.due,
            report_every=when.every,
            report_day=when.report_day,
            milestones=when.milestones,
            urgent=self._urgent(),
            sheet=cells.facts.sheet,
            row=cells.number,
            supervising=supervising,
            unknown_departments=unknown,
            closed=status.closed or when.done,
            closed_on=status.closed_on,
            expected=self._expected(),
            state=status.state,
            progress=status.progress,
            percent=status.percent,
            last_report=status.last_report,
            own_id=self._own_id(),
            measures=tuple(cells.lines("measure")),
            standing=when.standing,
            notes=tuple(cells.notes),
            extra=self._extra(),
            delivered=tuple((column.header, text) for column in cells.header.every if (text := cells.of(column))),
        )

    # plain texts

    def _title(self) -> str:
        title = self.at_end.text if self.at_end and self.at_end.field == "title" else words(self.cells.value("title"))
        title = squeezed(title).translate(DIGITS)
        if self.numbered:
            title = leading_number(title)[1]
        if not title:
            title = self._finer_title()
        if not title:
            self.cells.missing("title")
        if len(title) > LONG_TITLE:
            message = f"重点任务有 {len(title)} 个字，请核对是否粘贴有误；最长 {LONGEST_TITLE} 字"
            self.cells.say("title", "title_too_long", "error" if len(title) > LONGEST_TITLE else "warning", message)
        return title

    def _finer_title(self) -> str:
        """A row below a group (1 提升安全水平, then 1.1 with measures only) is called by its measure or content."""
        header = self.cells.header
        target = header.columns.get("target")
        names = ["measure", *(["target"] if target and known(target.header) == "content" else [])]
        found = next((text for name in names if (text := "".join(self.cells.lines(name)))), "")
        if found:
            self.cells.note("title", "title_from_measure", f"没有填写重点任务，以“{found[:20]}”为事项")
        return found

    def _source(self) -> str:
        text = self.cells.text("source")
        for mark, source in SOURCES.items():
            if mark in text:
                return source
        if text.strip("-—/无") and f"source {text}" not in self.cells.facts.told:
            self.cells.facts.told.add(f"source {text}")  # each wording once
            self.cells.say("source", "source_unknown", "warning", f"任务来源“{text[:20]}”不在四类之中，已留空，请核对")
        return ""

    def _leader(self) -> str:
        text, register = words(self.cells.value("leader")).translate(DIGITS), self.cells.facts.register
        whole = squeezed(text)
        if not whole.strip("-—/无") or register is None:
            return whole if whole.strip("-—/无") else ""
        first, *others = self.cells.facts.leaders(text, register)
        if first.name is None:
            message = f"名册中没有领导“{first.words[:20]}”，请核对名册" if not first.fits else first.question
            self.cells.say("leader", "leader_unknown", "warning", message)
            return first.words
        if others:
            message = (
                f"有多位领导：以{first.name}为牵头领导，{'、'.join(each.name or each.words for each in others)}未列入"
            )
            self.cells.note("leader", "leader_several", message)
        return first.name

    def _own_id(self) -> int | None:
        text = self.cells.text("own_id")
        return int(text) if text.isdigit() and len(text) < 10 else None

    def _expected(self) -> date | None:
        value = self.cells.value("expected")
        if isinstance(value, datetime | date):
            return value.date() if isinstance(value, datetime) else value
        text = words(value).strip()
        try:
            return self.cells.facts.timing(text, self.basis).due if text else None
        except DeadlineFault as fault:
            self.cells.say(
                "expected", "expected_unclear", "warning", f"预计办结“{text[:20]}”读不出日期，未采用。{fault.remedy}"
            )
            return None

    def _urgent(self) -> bool:
        if URGENT.search(self.cells.text("urgent")) and not NOT_URGENT.search(self.cells.text("urgent")):
            return True
        return bool(re.search(r"急件|特急|加急", self.cells.text("remark") + self.cells.text("source")))

    def _extra(self) -> tuple[tuple[str, str], ...]:
        kept = self.cells.header.kept
        return tuple((column.header, text) for column in kept if (text := self.cells.of(column)))

    # departments and the owner

    def _lead(self, units: RowUnits) -> str:
        if not units.leads:
            self.cells.missing("lead")
            return ""
        first = units.leads[0]
        if not first.known:
            self._unknown("lead", first.name, "error")
        if len(units.leads) > 1:
            others = "、".join(named.name for named in units.leads[1:])
            self.cells.note("lead", "lead_several", f"有多个牵头单位：以{first.name}为牵头，{others}作配合单位")
        return first.name

    def _others(self, units: RowUnits, lead: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Partners, supervising units, and the names that the register lacks: those are asked about."""
        partners = dict.fromkeys((*units.leads[1:], *units.partners))
        unknown = [named.name for named in (*partners, *units.supervising) if not named.known]
        for name in dict.fromkeys(unknown):
            self._unknown("co" if name in {named.name for named in partners} else "supervising", name, "warning")
        known = tuple(dict.fromkeys(named.name for named in partners if named.known and named.name != lead))
        overseeing = tuple(dict.fromkeys(named.name for named in units.supervising if named.known))
        return known, overseeing, tuple(dict.fromkeys(unknown))

    def _unknown(self, column: str, name: str, severity: str) -> None:
        facts = self.cells.facts
        if facts.register is None or facts.lookup is None:
            return
        facts.unknown.setdefault(name, []).append(self.cells.number)
        close = facts.lookup.nearest(name)
        hint = f"是否为“{'”“'.join(close)}”？" if close else ""
        if severity == "error":
            message = f"名册中没有单位“{name[:30]}”。{hint}请改用名册中的名称，或先补入名册"
            self.cells.say(column, "department_unknown", "error", message)
        elif len(facts.unknown[name]) == 1:
            message = f"名册中没有单位“{name[:30]}”，未列入。{hint}请改用名册中的名称，或先补入名册"
            self.cells.say(column, "department_unknown", "warning", message)

    def _owner(self, lead: str) -> str:
        text = self.cells.text("owner") or self.person
        text = "" if not text.strip("-—/无") else text
        head = self._head_of(lead)
        if lead and POST.match(text):
            return self._of_post(text, lead, head)
        if not text:
            return self._head_as_owner(lead, head)
        if head and text != head:
            self.cells.say(
                "owner", "owner_not_head", "warning", f"责任人“{text[:20]}”与名册中{lead}的负责人“{head}”不一致，请核对"
            )
        return text

    def _of_post(self, post: str, lead: str, head: str | None) -> str:
        """主要负责同志, 局长: of whichever unit leads; as a name it would be one person in every row."""
        if head and head != post:
            self.cells.note("owner", "owner_post", f"责任人“{post}”按名册为{lead}负责人“{head}”")
        elif not head:
            self.cells.note("owner", "owner_post", f"责任人“{post}”记作“{lead}{post}”，请核对", "warning")
        return head or f"{lead}{post}"

    def _head_of(self, lead: str) -> str | None:
        register = self.cells.facts.register
        return register.head_of(lead) if register and lead else None

    def _head_as_owner(self, lead: str, head: str | None) -> str:
        if not head and lead and is_group(lead):
            message = f"牵头的“{lead[:20]}”是一组单位，没有单一的责任人，暂以“{lead[:20]}负责人”列出，请核对"
            self.cells.say(
                "owner" if "owner" in self.cells.header.columns else "lead", "owner_of_group", "warning", message
            )
            return f"{lead}负责人"
        if not head:
            if lead and not self.cells.refused:
                self.cells.missing("owner", f"名册中也没有{lead[:20]}的负责人，请补填或先导入单位名册")
            return ""
        if "owner" in self.cells.header.columns:
            message = f"没有填写责任人，按名册以{lead}负责人“{head}”为责任人"
            self.cells.notes.append(message)
            if "owner empty" not in self.cells.facts.told:  # once: the cells of a whole column may be empty
                self.cells.facts.told.add("owner empty")
                self.cells.say("owner", "owner_from_register", "note", f"{message}；其余空白的同此")
        else:
            message = "表中没有责任人列，按名册以牵头单位的负责人为责任人"
            self.cells.facts.say_once("owner_from_register", "note", message)
        return head

    # a deadline outside its column

    def _due_beside(self) -> tuple[str, bool]:
        """In the brackets at the end; without a column of days, in the words of the task, in the last stage that has
        words; else the end of its year, which is said for the whole sheet."""
        if not all(map(is_blank, self.cells.header.values(self.cells.row, "due"))):
            return "", False
        if self.at_end and self.at_end.due:
            return self.at_end.due, True
        if "due" in self.cells.header.columns:
            return self._last_milestone() or self._last_stage() or self._due_in_words(), True
        found = self._due_in_words() or self._last_milestone() or self._last_stage()
        return (found, True) if found else (self._end_of_year(), False)

    def _last_milestone(self) -> str:
        """The last day of 阶段安排, where nothing else tells the deadline."""
        days = []
        for value in self.cells.header.values(self.cells.row, "milestones"):
            days += [step.due for step in self.cells.facts.steps(words(value), self.basis)[0]]
            try:
                days += (
                    [due] if squeezed(value) and (due := self.cells.facts.timing(words(value), self.basis).due) else []
                )
            except DeadlineFault:
                continue
        return max(days).isoformat() if days else ""

    def _last_stage(self) -> str:
        filled = [phrase for column, phrase in self.cells.header.stages if self.cells.of(column).strip("-—/无")]
        return whole_year(filled[-1]) if filled else ""

    def _due_in_words(self) -> str:
        for name in ("title", "target", "measure", "remark"):
            text = "\n".join(self.cells.lines(name))
            found = [clause for clause in COMPLETED.findall(text) if self._has_day(clause)]
            if found:
                return "；".join(found)
        return ""

    def _has_day(self, clause: str) -> bool:
        return any(hit.found.day and hit.rule not in ("bare-day", "year") for hit in hits(clause, self.basis.frame()))

    def _end_of_year(self) -> str:
        year = self.cells.facts.year
        if year is None or date(year, 12, 31) < (self.cells.facts.base_date or date.min):
            return ""
        message = f"表中没有完成时限列，按表题年份以 {year}-12-31 为完成时限，请核对"
        self.cells.facts.say_once("due_end_of_year", "warning", message)
        return f"{year}年12月31日"


def tidy_category(text: str) -> str:
    """Without numbering in front (一、) and a count in brackets behind (（6项）)."""
    return COUNT_BEHIND.sub("", NUMBERING.sub("", text.translate(DIGITS)))
