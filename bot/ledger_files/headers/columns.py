"""What each column of one table holds: the fields, the stages, the other columns of a field, and what is not read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.ledger_files.files.grids import column_letter, squeezed
from bot.ledger_files.headers.stage_columns import stage_phrase
from bot.ledger_files.headers.vocabulary import FIELDS, LABELS, known, named

NEEDED = ("no", "title", "lead", "owner", "due")
TITLES = ("title", "measure", "content")
LEAD_FIRST = re.compile(r"牵头|主办|主责|第一")
LEAD_LAST = re.compile(
    r"建设|业主|法人|申报|属地|乡镇|县区|区县|县市区|地区|地方|隐患|所属|存在问题|^单位|^部门|项目单位"
)
INSIDE = re.compile(r"科室|处室|股室")  # within the unit that leads: none of the register
OVERSEES = re.compile(r"主管|监管")
DONE_DAY = re.compile(r"(?:办结|完成|办理|整改完成|整改|落实|答复|办毕|结案)(?:日期|时间)")
LIMIT = re.compile(r"期限|时限|截止|限期|要求|计划")
MATTER = re.compile(r"诉求|案情|问题|表现|批示|情况说明|建议|提案")  # what is to be dealt with, not how
OURS, ABOVE = re.compile(r"市定|市级|市要求|我市|自定|承诺|本级"), re.compile(r"省|国家|中央|上级|部定")
DAYS_OF_THE_TASK = ("时间节点", "工作节点", "节点时间")  # the deadline, where no other column has one
PLANNED, BEGUN = re.compile(r"计划|目标|要求|拟|预计|完成|竣工|建成|办结|整改"), re.compile(r"实施|建设周期|工期|起止")


@dataclass(frozen=True, slots=True)
class Column:
    index: int
    header: str

    @property
    def place(self) -> str:
        return f"{column_letter(self.index)} {self.header}".rstrip()


@dataclass(frozen=True)
class Header:
    """Counted from 0: the header is in the rows `first` to `last`."""

    first: int
    last: int
    columns: Mapping[str, Column]
    more: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)  # further columns of a field
    stages: tuple[tuple[Column, str], ...] = ()  # column and the time it stands for
    every: tuple[Column, ...] = ()  # all columns with words, in the order of the file
    guessed: tuple[str, ...] = ()  # fields known by their content only

    def value(self, row: Sequence[object], field: str) -> object:
        column = self.columns.get(field)
        return row[column.index] if column is not None and column.index < len(row) else None

    def values(self, row: Sequence[object], field: str) -> list[object]:
        return [cell_of(row, column) for column in self.of(field)]

    def of(self, field: str) -> tuple[Column, ...]:
        return self._of.get(field, ())

    @cached_property
    def _of(self) -> dict[str, tuple[Column, ...]]:
        first = {field: (column,) for field, column in self.columns.items()}
        return first | {field: (*first.get(field, ()), *more) for field, more in self.more.items()}

    def place(self, field: str) -> str | None:
        return self.columns[field].place if field in self.columns else None

    def missing(self) -> list[str]:
        return [field for field in NEEDED if field not in self.columns]

    @cached_property
    def _fields(self) -> dict[int, str]:
        """By the place of the column."""
        found = {column.index: "milestones" for column, _ in self.stages}
        return found | {column.index: name for name in (*self.more, *self.columns) for column in self.of(name)}

    def field_at(self, index: int) -> str | None:
        return self._fields.get(index)

    @cached_property
    def unread(self) -> tuple[Column, ...]:
        """The columns that no field takes."""
        return tuple(column for column in self.every if column.index not in self._fields)

    @cached_property
    def kept(self) -> tuple[Column, ...]:
        """What is handed on as it stands: the columns that are not read, and the remarks."""
        columns = (*self.unread, *self.of("remark"), *self.more.get("progress", ()))
        return tuple(sorted(columns, key=lambda column: column.index))


def cell_of(row: Sequence[object], column: Column) -> object:
    return row[column.index] if column.index < len(row) else None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below a header, as they stand and with merged values filled in."""

    raw: Sequence[Sequence[object]]
    filled: Sequence[Sequence[object]]

    def own_cells(self, index: int) -> int:
        return sum(bool(index < len(row) and squeezed(row[index])) for row in self.raw[:400])

    def texts(self, index: int, *, once: bool) -> int:
        """How many cells have words, each wording once or every time."""
        found = [text for row in self.raw[:400] if index < len(row) and (text := squeezed(row[index]))]
        return len(set(found)) if once else len(found)


def columns_of(lines: Sequence[Sequence[str]], first: int, last: int, table: Table, given: Mapping[str, str]) -> Header:
    """`lines`: for each column its header lines from top to bottom; `given`: what `--map` says of a header."""
    fields: dict[str, list[Column]] = {}
    stages, every = [], []
    for index, texts in enumerate(lines):
        column = Column(index, "".join(texts[-1:]))
        if not texts and not table.own_cells(index):
            continue
        every.append(column)
        name = field_of_lines(texts, given)
        phrase = None if name in given.values() else stage_phrase(texts)
        if phrase:
            stages.append((column, phrase))
        elif name:
            fields.setdefault(name, []).append(column)
    if stages and all(phrase.endswith(("全年", "全年度")) for _, phrase in stages):  # 全年目标 alone is the target
        fields.setdefault("target", []).extend(column for column, _ in stages)
        stages = []
    header = Header(first, last, {}, {}, tuple(stages), tuple(every))
    return _chosen(header, fields, table)


def field_of_lines(texts: Sequence[str], given: Mapping[str, str]) -> str | None:
    """The lowest line tells; where it says nothing by itself (牵头, 省定), together with those above it."""
    if not texts:
        return None
    lower, upper = texts[-1], "".join(texts[:-1])
    for text in (lower, upper + lower):
        if text in given:
            return given[text] if given[text] in FIELDS else named(given[text])
    tries = [lower, upper + lower, lower + upper] if upper else [lower]
    found = next((field for text in tries if (field := known(text))), None)
    if found is None and upper and not stage_phrase(texts):
        above = known(texts[-2])
        return above if above in ("progress", "milestones", "due", "lead", "co", "measure", "target") else None
    return "progress" if upper and known(texts[-2]) == "progress" and found in ("target", "content") else found


def _chosen(header: Header, fields: dict[str, list[Column]], table: Table) -> Header:
    fields = _leads(fields)
    if len(fields.get("no", [])) > 1:  # of two counts the finer one numbers the tasks
        fields["no"] = sorted(fields["no"], key=lambda column: -table.own_cells(column.index))
    steps = fields.get("milestones", [])
    if not fields.get("due") and len(steps) == 1 and steps[0].header in DAYS_OF_THE_TASK:
        fields["due"] = [fields["milestones"].pop()]
    fields["due"] = sorted(fields.get("due", []), key=lambda column: _due_rank(column.header))
    _done_days(fields)
    _titles(fields, table)
    if "target" not in fields and fields.get("content"):
        fields["target"] = [fields["content"].pop(0)]
    columns = {name: found[0] for name, found in fields.items() if found and name not in ("content", "group")}
    more = {
        name: tuple(found[1:])
        for name, found in fields.items()
        if len(found) > 1 and name in ("co", "due", "measure", "milestones", "supervising", "progress")
    }
    if "category" not in columns and fields.get("group"):
        columns["category"] = fields["group"][0]
    return replace(header, columns=columns, more=more)


def _done_days(fields: dict[str, list[Column]]) -> None:
    """办结日期 beside 办结期限, in a ledger in use, is the day on which it was done."""
    due = fields["due"]
    if len(due) < 2 or "done_on" in fields or not {"state", "progress", "percent"} & fields.keys():
        return
    done = [column for column in due if DONE_DAY.fullmatch(column.header)]
    if done and any(LIMIT.search(column.header) for column in due if column not in done):
        fields["done_on"] = done[:1]
        fields["due"] = [column for column in due if column not in done[:1]]


def _leads(fields: dict[str, list[Column]]) -> dict[str, list[Column]]:
    """One column leads; beside it a further 责任单位 holds partners, a 主管部门 looks after it."""
    leads = sorted(fields.get("lead", []), key=lambda column: _lead_rank(column.header))
    if len(leads) < 2:
        return fields
    beside = [column for column in leads[1:] if not INSIDE.search(column.header)]
    overseeing = [column for column in beside if OVERSEES.search(column.header)]
    partners = [column for column in beside if column not in overseeing and _lead_rank(column.header) < 2]
    places = [column for column in beside if re.search(r"属地|乡镇|县区|区县|县市区", column.header)]
    return fields | {
        "lead": leads[:1],
        "co": sorted({*fields.get("co", []), *partners, *places}, key=lambda column: column.index),
        "supervising": [*fields.get("supervising", []), *overseeing],
    }


def _lead_rank(header: str) -> int:
    if LEAD_FIRST.search(header):
        return 0
    if OVERSEES.search(header):
        return 3
    return 2 if LEAD_LAST.search(header) else 1


def _due_rank(header: str) -> int:
    """市定 before 省定, the planned day before others, an end before a stretch of time."""
    return (
        -3 * bool(OURS.search(header))
        + 3 * bool(ABOVE.search(header))
        - bool(PLANNED.search(header))
        + bool(BEGUN.search(header))
    )


def _titles(fields: dict[str, list[Column]], table: Table) -> None:
    """The finest task column is the title: a broader one, merged over several numbers, is a group."""
    titles = fields.get("title", [])
    order = list(FIELDS["title"].names)
    rank = {column: order.index(column.header) if column.header in order else len(order) for column in titles}
    titles = sorted(titles, key=lambda column: (-table.own_cells(column.index), rank[column]))
    finer = [*fields.get("measure", []), *fields.get("content", [])]
    counted = [*fields.get("no", []), *fields.get("lead", []), *finer][:1]  # nothing numbered: each measure counts
    numbered = sum(table.texts(column.index, once=bool(fields.get("no"))) for column in counted)
    if finer and (not titles or _is_group(table, titles[0], finer[0], numbered)):
        matters = [column for column in fields.get("content", []) if MATTER.search(column.header)]
        best = [*(matters if not titles else []), *finer][0]
        for name in ("measure", "content"):
            fields[name] = [column for column in fields.get(name, []) if column != best]
        titles = [best, *titles]
    if titles:
        fields["title"], fields["group"] = titles[:1], titles[1:]


def _is_group(table: Table, title: Column, finer: Column, numbered: int) -> bool:
    """Its words stand for several numbers, and the finer column has words of its own for each."""
    own = min(table.own_cells(title.index), table.texts(title.index, once=True))
    return own < 0.8 * numbered and table.texts(finer.index, once=True) >= 0.9 * numbered


def label(field: str) -> str:
    return LABELS[field]
