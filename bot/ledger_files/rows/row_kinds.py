"""What a row of a table is: a task, a further row of the task above, a band that names a category, or a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.ledger_files.files.grids import squeezed
from bot.ledger_files.headers.columns import Header
from bot.ledger_files.rows.numbers import is_dotted, is_number, parent_of, plain_number, ranked_above

CONTINUED = re.compile(r"^[(（]?(?:续表|接上表|续上表|续\d*|转下页|接上页|接下页)[\d一二三四五六七八九十]*[)）]?$")
PAGE = re.compile(r"^第?[\d一二三四五六七八九十]{1,4}页|^-\d{1,3}-$|^共\d{1,3}页|^—\d{1,3}—$")
TOTAL = re.compile(
    r"^[—–\-（(]*(?:以上|上述|本表|全表)(?:各项)?[总合]?共?计?\d{1,4}[项个条件]|"
    r"^[（(]?(?:合计|小计|总计|共计|累计|总计划|合\s*计)(?:[:：（(]|\d+(?:[.,]\d+)*[项个件条万亿元]{0,3}$|$)"
)
EXAMPLE = re.compile(r"^[（(【\[]?(?:示例|样例|填写示例|填报示例|例)[）)】\]:：]")
NOTE = re.compile(r"^(?:备注|注|说明|附注|附件|填报说明|填表说明|备考)(?:[:：\d一]|$)|^[*※]")
SIGNED = re.compile(
    r"(?:填表|制表|审核|审批|填报|经办|负责|签发|联系|制单|统计|复核)人?(?:签字|签名)?[:：]|盖章|公章|联系电话"
)
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部类批][^，。]*$)"
)
COUNTED = re.compile(r"[（(](?:共)?\d{1,3}[项个条件][)）]$")
WHOLE_DAY = re.compile(
    r"^(?:20\d\d|[二〇零○一二三四五六七八九]{4})[-./年](?:\d{1,2}|[一二三四五六七八九十]{1,2})[-./月](?:\d{1,2}|[一二三四五六七八九十]{1,3})日?$"
)
LONGEST_BAND = 24
DOING = ("lead", "co", "owner", "due", "mode")
PARTS = (
    "lead",
    "co",
    "supervising",
    "owner",
    "due",
    "mode",
    "milestones",
    "measure",
    "target",
    "title",
    "remark",
    "progress",
)


class Kind(Enum):
    BLANK = auto()
    TASK = auto()
    FURTHER = auto()  # partners, measures or milestones of the task above
    BAND = auto()
    HEADING = auto()  # totals, notes, signatures, page numbers, empty rows with a number


@dataclass(frozen=True)
class Numbering:
    """How the rows of a table are numbered: needed to tell 一 经济发展 over 1, 2, 3 from a task."""

    texts: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[Sequence[object]], header: Header) -> Numbering:
        column = header.columns.get("no")
        texts = (squeezed(row[column.index]) for row in rows if column and column.index < len(row))
        return cls(frozenset(text for text in texts if is_number(text)))

    def is_heading(self, number: str) -> bool:
        """A number of a higher level than others of the table: 一 over 1, （一） over 1, 1 over 1.1."""
        if any(is_dotted(text) and parent_of(text) == plain_number(number) for text in self.texts):
            return not is_dotted(number)
        return any(ranked_above(number, text) for text in self.texts)


def kind_of(raw: Sequence[object], filled: Sequence[object], header: Header, numbering: Numbering) -> Kind:
    """Judged by the row's own cells, and what is merged into it from above."""
    cells = {index: text for index, value in enumerate(raw) if (text := squeezed(value))}
    if not cells:
        return Kind.BLANK
    if _is_column_count(list(cells.values())):
        return Kind.HEADING
    if any(EXAMPLE.match(text) for text in list(cells.values())[:3]):
        return Kind.HEADING
    number = cells.get(_place(header, "no"), "")
    if is_number(number):
        return _numbered(number, cells, filled, header, numbering)
    if any(TOTAL.match(text) for text in list(cells.values())[:3]) or _is_remark(cells):
        return Kind.HEADING
    if len(set(cells.values())) == 1:
        return _of_one(cells[min(cells)], min(cells), filled, header)
    return _unnumbered(cells, header)


def is_band(text: str) -> bool:
    return NUMBERED.match(text) is not None and len(text) <= LONGEST_BAND


def signatures(rows: Sequence[Sequence[object]], header: Header, end: int) -> set[int]:
    """The last lines below a table: who made it, and the day, each alone in its row."""
    last = [index for index in range(header.last + 1, end) if any(map(squeezed, rows[index]))][-2:]
    alone = {index: _alone(rows[index]) for index in last}
    day = last[-1] if last else -1
    if day < 0 or not (place := alone[day]) or not WHOLE_DAY.match(place[1]):
        return set()
    maker = alone[last[0]] if len(last) == 2 and last[0] == day - 1 else None
    if maker and (WHOLE_DAY.match(maker[1]) or len(maker[1]) > LONGEST_BAND):
        maker = None
    due = {column.index for column in header.of("due")}
    if maker:
        return {*last}
    return {day} if place[0] not in due else set()


def _alone(row: Sequence[object]) -> tuple[int, str] | None:
    """The one cell of a row that has words, and its place."""
    cells = [(index, text) for index, value in enumerate(row) if (text := squeezed(value))]
    return cells[0] if len(cells) == 1 else None


def loose_kind(text: str) -> Kind:
    """A paragraph beside the tables of a document is never a task."""
    short = len(text) <= LONGEST_BAND and not re.search(r"[:：。；;，,]", text) and not CONTINUED.match(text)
    return (
        Kind.BAND if NUMBERED.match(text) or COUNTED.search(text) or (short and not NOTE.match(text)) else Kind.HEADING
    )


def _numbered(
    number: str, cells: dict[int, str], filled: Sequence[object], header: Header, numbering: Numbering
) -> Kind:
    place = _place(header, "no")
    if any(column.index in cells and column.index != place for name in DOING for column in header.of(name)):
        return Kind.TASK
    others = {index: text for index, text in cells.items() if index != place}
    doing = any(squeezed(header.value(filled, name)) not in ("", *others.values()) for name in DOING)
    title = squeezed(header.value(filled, "title"))
    if not others and not title:
        return Kind.HEADING  # a template's empty row with its number
    if not doing and numbering.is_heading(number):
        return Kind.BAND
    if len(set(others.values())) == 1 and any(map(TOTAL.fullmatch, others.values())):
        return Kind.HEADING
    return Kind.TASK


def _unnumbered(cells: dict[int, str], header: Header) -> Kind:
    own = {name for name in PARTS for column in header.of(name) if column.index in cells}
    if header.stages and any(column.index in cells for column, _ in header.stages):
        own.add("milestones")
    if "title" in own and ("no" not in header.columns or own & {"lead", "due"} or len(own) == 1):
        return Kind.TASK
    first = cells[min(cells)]
    if not own and (NUMBERED.match(first) or COUNTED.search(first)):
        return Kind.BAND
    return Kind.TASK if "title" in own else Kind.FURTHER


def _is_remark(cells: dict[int, str]) -> bool:
    """A note, a signature, 续表 or a page number where the number of a task would be."""
    first = cells[min(cells)]
    beside = any(map(SIGNED.search, cells.values()))
    return beside or any(pattern.match(first) for pattern in (CONTINUED, PAGE, NOTE))


def _place(header: Header, field: str) -> int:
    return header.columns[field].index if field in header.columns else -1


def _of_one(text: str, index: int, filled: Sequence[object], header: Header) -> Kind:
    if (NUMBERED.match(text) and len(text) <= 40) or COUNTED.search(text):
        return Kind.BAND
    field = header.field_at(index)
    if field == "title":
        merged_beside = index == 0 and len({squeezed(value) for value in filled}) == 1 and len(filled) > 1
        return Kind.BAND if merged_beside else Kind.TASK
    if field in ("lead", "co", "supervising", "milestones", "measure", "due", "target", "owner"):
        return Kind.FURTHER
    short = len(text) <= LONGEST_BAND and not re.search(r"[:：。；;]", text)
    return Kind.BAND if index <= 1 and "category" not in header.columns and short else Kind.HEADING


def _is_column_count(cells: list[str]) -> bool:
    """The line 1 2 3 4 … (or 甲 乙 1 2 …) below a header."""
    if not (cells[-1].strip("()（）").isdigit() or cells[-1] in "甲乙丙丁"):
        return False
    numbers = [text.strip("()（）") for text in cells if text not in "甲乙丙丁"]
    if len(numbers) < 3 or not all(text.isascii() and text.isdigit() and len(text) < 3 for text in numbers):
        return False
    first = int(numbers[0])
    return [int(text) for text in numbers] == list(range(first, first + len(numbers)))
