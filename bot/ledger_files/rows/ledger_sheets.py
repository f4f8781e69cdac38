"""One sheet of a ledger workbook: its title, its tables, its rows, and what must not be read at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from bot.ledger_files.files.grids import Grid, squeezed, words
from bot.ledger_files.headers.by_content import by_content, header_by_content
from bot.ledger_files.headers.columns import Header
from bot.ledger_files.headers.header_rows import Sheet, headers
from bot.ledger_files.headers.unit_matrix import with_units
from bot.ledger_files.register import Register
from bot.ledger_files.rows.cell_measures import parted
from bot.ledger_files.rows.column_remarks import say_columns
from bot.ledger_files.rows.dittos import with_dittos
from bot.ledger_files.rows.numbers import has_leading_number, is_number, leading_number, level_of, plain_number
from bot.ledger_files.rows.row_cells import Numbered, RowCells, SheetFacts, unread_name
from bot.ledger_files.rows.row_groups import Group, Part, grouped
from bot.ledger_files.rows.row_kinds import Kind, Numbering, is_band, kind_of, loose_kind, signatures
from bot.ledger_files.rows.row_reader import read_row
from bot.ledger_files.rows.title_rows import read_title_rows
from bot.ledger_files.secrecy import MESSAGE, is_marked, is_secret_level
from bot.ledger_files.units.lookup import Lookup
from bot.reading.dates.shapes import WorkingDays
from db.ledger_rows import ColumnRead, RowCount

SAMPLE = re.compile(r"样表|样例|示例|填写说明|填报说明|选项|下拉|数据字典|^模板$")
GOES_ON = re.compile(r"^[，,、；;。]")  # the rest of a sentence that a page break cut
CONTINUED_TITLE = re.compile(r"[(]?(?:续表?|接上页)[\d一二三四五]*[)]?$|^续表?[:]?")
MOST = 0.6
TOLD_EVERY = 250  # rows
IN_USE = ("state", "progress", "percent", "done_on", "last_report")

UNMEASURED = 20  # rows named


class SheetReader:
    def __init__(
        self,
        grid: Grid,
        register: Register | None,
        lookup: Lookup | None,
        base_date: date | None,
        calendar: WorkingDays,
        given: Mapping[str, str],
    ) -> None:
        self.grid, self.filled = grid, with_dittos(grid.filled())
        sheet = Sheet(grid.rows, self.filled, grid.merged, given)
        self.headers = [] if grid.hidden else headers(sheet)
        if not self.headers and not grid.hidden:
            self.headers = header_by_content(sheet, lookup)
        self.title = read_title_rows(grid.rows[: self.headers[0].first] if self.headers else [], grid.name)
        self.given = base_date is not None
        self.facts = SheetFacts(
            grid.name, register, lookup, base_date or self.title.base_date, calendar, grid.formulas, self.title.year
        )
        self.found: list[Numbered] = []
        self.columns: list[ColumnRead] = []
        self.seen = self.headings = self.joined = self.more = 0
        self.level = 2
        self.aside = False  # a table that is no ledger

    @property
    def has_meeting_day(self) -> bool:
        return self.title.base_date is not None and not self.title.is_filing_date

    @property
    def is_sample(self) -> bool:
        return any(map(SAMPLE.search, (self.grid.name, self.title.title)))

    @property
    def counts_others(self) -> bool:
        """Numbers stand where the tasks would be, and nobody leads them."""
        header = self.headers[0]
        if "title" not in header.columns or "lead" in header.columns:
            return False
        values = [value for row in self.grid.rows[header.last + 1 :] if squeezed(value := header.value(row, "title"))]
        return bool(values) and sum(isinstance(value, int | float) for value in values) >= MOST * len(values)

    def read(self, progress: Callable[[int], None] | None = None) -> None:
        """`progress`: told every few hundred rows how many of the sheet are read."""
        if self.grid.hidden:
            self.facts.say(None, None, "sheet_hidden", "note", "工作表已隐藏，未读入。如需导入，请先取消隐藏")
        if not self.headers or self._is_secret():
            return
        ends = [header.first for header in self.headers[1:]] + [len(self.filled)]
        self.headers = [
            with_units(header, self.grid.rows, self.filled, end, self.facts.lookup)
            for header, end in zip(self.headers, ends, strict=True)
        ]
        tables = [
            (by_content(header, self.grid.rows[header.last + 1 : end], self.facts.lookup), end)
            for header, end in zip(self.headers, ends, strict=True)
        ]
        self.facts.in_use = any(name in header.columns for header, _ in tables for name in IN_USE)
        for header, end in tables:
            self.columns += say_columns(header, self.facts)
            self._rows(header, end, progress)
        self._say_unmeasured()
        if self.title.is_filing_date and not self.given:
            message = f"没有写明会议或交办日期，以填报日期 {self.title.base_date} 推算年份，请核对或指定基准日期"
            self.facts.say(None, None, "base_date_guessed", "warning", message)

    def _say_unmeasured(self) -> None:
        """Where others have a 目标要求, the rows without one are named: nobody could say that they are done."""
        tasks = [each.task for each in self.found if each.task is not None and not each.task.closed]
        bare = [task.row for task in tasks if not task.target and not task.measures]
        if bare and len(bare) < len(tasks):
            rows = "、".join(map(str, bare[:UNMEASURED])) + (f"等{len(bare)}" if len(bare) > UNMEASURED else "")
            message = f"第{rows}行没有填写目标要求，办结时无从核对，请补填"
            self.facts.say(None, None, "target_missing", "note", message)

    @property
    def count(self) -> RowCount:
        tasks = sum(row.task is not None and not row.waits for row in self.found)
        seen = self.seen + self.more
        return RowCount(seen, tasks, self.headings, self.joined, seen - tasks - self.headings - self.joined)

    def _is_secret(self) -> bool:
        """A mark above the tables, or alone in a row, holds for the whole sheet."""
        for index, row in enumerate(self.grid.rows):
            above = index < self.headers[0].first
            if (above or _is_alone(row)) and is_marked(row):
                self.facts.say(index + 1, None, "secret", "error", f"本表{MESSAGE}")
                return True
        return False

    # rows

    def _rows(self, header: Header, end: int, progress: Callable[[int], None] | None) -> None:
        self.facts.segment += 1
        self._scale_of_percents(header, end)
        self.facts.band = self.facts.band or self._band_above(header)
        parts = self._parts(header, end)
        band = self.facts.band  # below the last row: of the table that follows
        self.level = self._main_level(header, parts)
        numbered = "no" not in header.columns and self._titles_are_numbered(header, parts)
        for place, group in enumerate(grouped(parts, header)):
            if progress and place % TOLD_EVERY == 0:
                progress(group.parts[0].index)
            for cells in group.rows(self.facts, header):
                for further, part in enumerate(parted(cells)):
                    self._task(group, part, header, numbered, further=bool(further))
        self.facts.band = band

    def _band_above(self, header: Header) -> str:
        """一、立行立改问题 right above the first header."""
        cells = (
            [text for value in self.grid.rows[header.first - 1] if (text := squeezed(value))] if header.first else []
        )
        return cells[0] if len(cells) == 1 and cells[0] != self.title.title and is_band(cells[0]) else ""

    def _parts(self, header: Header, end: int) -> list[Part]:
        """The rows of the table that are tasks or belong to one; bands and headings are passed over and counted."""
        rows = self.grid.rows[header.last + 1 : end]
        numbering = Numbering.of(rows, header)
        parts: list[Part] = []
        if "title" not in header.columns:
            self.seen += sum(any(map(squeezed, row)) for row in rows)
            return []
        column = header.columns.get("no")
        spans = {area.top - 1: area.bottom for area in self.grid.merged if column and area.left == column.index + 1}
        covered = 0
        signed = signatures(self.grid.rows, header, end)
        for index in range(header.last + 1, end):
            raw = self.grid.rows[index]
            if index in signed:
                kind = Kind.HEADING
            elif index + 1 in self.grid.loose:
                kind = loose_kind(squeezed(raw[0]))
            elif index < covered and any(map(squeezed, raw)):
                kind = Kind.FURTHER
            else:
                kind = kind_of(raw, self.filled[index], header, numbering)
            if kind is Kind.BLANK:
                continue
            self.seen += 1
            covered = max(covered, spans.get(index, 0)) if kind is Kind.TASK else covered
            self._sort(kind, index, raw, header, parts)
        return parts

    def _sort(self, kind: Kind, index: int, raw: Sequence[object], header: Header, parts: list[Part]) -> None:
        if kind is Kind.BAND and self._is_title_again(raw):
            kind = Kind.HEADING
        if kind is Kind.BAND:
            self.headings += 1
            self.facts.segment += 1
            texts = [squeezed(value) for value in raw if squeezed(value)]
            band = next((text for text in texts if not is_number(text)), texts[0])
        elif kind is Kind.HEADING or (kind is Kind.FURTHER and not parts):
            self.headings += 1
            return
        else:
            band = None
            if parts and GOES_ON.match(squeezed(header.value(raw, "title"))):
                parts[-1] = _gone_on(parts[-1], raw, header)
                self.joined += 1
                return
            if kind is Kind.TASK and squeezed(header.value(self.filled[index], "category")):
                band = squeezed(header.value(self.filled[index], "category"))
            self.facts.segment += band is not None and band != self.facts.band
            further = kind is Kind.FURTHER
            parts.append(Part(index, raw, self.filled[index], further, self.facts.segment, band or self.facts.band))
        # An empty category under a named one is the same: the merged cell was lost on the way to this file.
        self.facts.band = band or self.facts.band

    def _is_title_again(self, raw: Sequence[object]) -> bool:
        """The title of the table on its next page: 重点工程进度表（续）."""
        text = next((squeezed(value) for value in raw if squeezed(value)), "")
        bare = CONTINUED_TITLE.sub("", unicodedata.normalize("NFKC", text))
        return bool(self.title.title) and bare == CONTINUED_TITLE.sub("", self.title.title)

    def _main_level(self, header: Header, parts: Sequence[Part]) -> int:
        """Where 1 and (1) both number tasks: of the levels that count without beginning anew, the more frequent."""
        found: dict[int, list[int | None]] = {}
        for text in (squeezed(header.value(part.raw, "no")) for part in parts):
            if is_number(text):
                found.setdefault(level_of(text), []).append(plain_number(text))
        once = {level: numbers for level, numbers in found.items() if len(set(numbers)) == len(numbers)} or found
        return max(once, key=lambda level: (len(once[level]), -level), default=2)

    def _titles_are_numbered(self, header: Header, parts: Sequence[Part]) -> bool:
        titles = [squeezed(header.value(part.raw, "title")) for part in parts]
        own = [title for title in titles if title]
        return bool(own) and sum(map(has_leading_number, own)) >= 0.6 * len(own)

    def _scale_of_percents(self, header: Header, end: int) -> None:
        values = [header.value(row, "percent") for row in self.grid.rows[header.last + 1 : end]]
        numbers = [value for value in values if isinstance(value, int | float)]
        self.facts.percent_scale = 100 if numbers and max(numbers) <= 1 else 1

    def _task(self, group: Group, cells: RowCells, header: Header, numbered: bool, *, further: bool) -> None:
        """`further`: one more measure of a row that has been counted."""
        facts, index = self.facts, cells.number - 1
        entry = self._entry(group, cells, header, numbered)
        if further:
            entry = replace(entry, plain=None, below=True)
        self.more += further
        self.found.append(entry)
        self.joined += 0 if further else group.joined_to(cells)
        facts.band = group.band_of(cells)
        if is_secret_level(header.value(cells.row, "secrecy")) or is_marked(cells.row):
            facts.say(cells.number, None, "secret", "error", f"本行{MESSAGE}")
            return
        if cells.number in self.grid.hidden_rows:
            facts.say(cells.number, None, "row_hidden", "warning", "本行在表中被隐藏，仍按事项读入，请核对")
        struck = self._is_struck(index, header)
        if struck:
            message = "本行已被划去（删除线），请确认是否仍要办理：如已撤销，请删去该行"
            facts.say(cells.number, None, "row_struck", "warning", message)
        for text in cells.notes_of_group:
            facts.say(cells.number, header.place("no"), *text)
        self._say_formulas(cells, header)
        task = read_row(cells, numbered=numbered)
        if task:
            entry.waits = cells.refused
            entry.task = replace(task, struck=struck) if struck else task

    def _say_formulas(self, cells: RowCells, header: Header) -> None:
        """Cells of #REF! and formulas without a result: what is needed is told by the field itself."""
        if not self.grid.formulas:
            return
        broken = [column for column in header.every if (cells.number, column.index + 1) in self.grid.formulas]
        names = [
            unread_name(column) for column in broken if header.field_at(column.index) not in ("title", "lead", "due")
        ]
        if names:
            message = f"{'、'.join(names)}列的公式出错或没有保存结果，未读入。请改为数值或文字"
            self.facts.say(cells.number, None, "formula_without_value", "warning", message)

    def _entry(self, group: Group, cells: RowCells, header: Header, numbered: bool) -> Numbered:
        text = "" if "no" not in header.columns else squeezed(cells.value("no"))
        below = group.is_below(cells) or (is_number(text) and level_of(text) != self.level)
        plain = None if below else plain_number(text)
        if numbered:
            plain = leading_number(squeezed(cells.value("title")))[0]
        place = header.place("no")
        return Numbered(plain, text, self.grid.name, cells.number, place, group.segment, below=group.is_below(cells))

    def _is_struck(self, index: int, header: Header) -> bool:
        """The task itself is struck through, or all that the row says."""
        struck = {place for number, place in self.grid.struck if number == index + 1} if self.grid.struck else set()
        if not struck:
            return False
        filled = {place for place, value in enumerate(self.grid.rows[index], 1) if squeezed(value)}
        return filled <= struck or header.columns["title"].index + 1 in struck


def _gone_on(part: Part, raw: Sequence[object], header: Header) -> Part:
    place = header.columns["title"].index
    rows = [[*row] for row in (part.raw, part.filled)]
    for row in rows:
        row[place] = words(row[place]).rstrip() + words(raw[place]).strip()
    return replace(part, raw=rows[0], filled=rows[1])


def _is_alone(row: Sequence[object]) -> bool:
    """Whether at most two cells have words: the third of them tells."""
    return next(islice(filter(squeezed, row), 2, None), None) is None
