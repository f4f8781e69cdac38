"""Rows under one number: a task with its measures, partners and milestones; or several matters, each a task of its own.

What the office chose shows in the cells: a further title, or a further unit, is a matter of its own, and so is a day
with a state beside it; a further day alone is a milestone; further partners and measures belong to the task above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.ledger_files.files.grids import squeezed, words
from bot.ledger_files.headers.columns import Column, Header, cell_of
from bot.ledger_files.rows.numbers import is_number
from bot.ledger_files.rows.row_cells import RowCells, SheetFacts

JOINED = ("milestones", "co", "supervising", "measure", "target", "progress")


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the table. Rows are counted from 0."""

    index: int
    raw: Sequence[object]
    filled: Sequence[object]
    further: bool  # it belongs to the number above
    segment: int
    band: str


@dataclass
class Group:
    """All rows of one number."""

    parts: list[Part]
    _below: set[int] = field(default_factory=set)  # rows that became tasks of their own
    _joined: dict[int, int] = field(default_factory=dict)

    @property
    def segment(self) -> int:
        return self.parts[0].segment

    def is_below(self, cells: RowCells) -> bool:
        return cells.number in self._below

    def joined_to(self, cells: RowCells) -> int:
        return self._joined.get(cells.number, 0)

    def band_of(self, cells: RowCells) -> str:
        return next((part.band for part in self.parts if part.index + 1 == cells.number), self.parts[0].band)

    def rows(self, facts: SheetFacts, header: Header) -> Iterator[RowCells]:
        """The head with what belongs to it, then the matters of their own."""
        bundles: list[list[Part]] = []
        for part in self.parts:
            if not bundles or _is_matter(bundles[0][0], part, header):
                bundles.append([part])
            else:
                bundles[-1].append(part)
        for number, bundle in enumerate(bundles):
            yield self._cells(facts, header, bundle, number)

    def _cells(self, facts: SheetFacts, header: Header, bundle: Sequence[Part], number: int) -> RowCells:
        head = bundle[0]
        cells = RowCells(facts, _whole(bundle, header), head.index + 1, header)
        cells.parts = _days(bundle, header)
        _percents(cells, bundle, header)
        self._joined[cells.number] = len(bundle) - 1
        if number:
            self._below.add(cells.number)
            _name_of_its_own(cells, self.parts[0], head, header)
        elif len(bundle) > 1 and header.columns.get("measure"):
            message = "一个序号下有多行措施：按一项事项读入，有日期的措施列为阶段节点。如需每条措施单列，请各编序号"
            cells.notes_of_group.append(("measures_joined", "note", message))
        return cells


def grouped(parts: Sequence[Part], header: Header) -> Iterator[Group]:
    """A row that repeats number and title of the one above goes on with it."""
    group: Group | None = None
    for part in parts:
        if group and (part.further or _repeats(group.parts[0], part, header)):
            group.parts.append(part)
            continue
        if group:
            yield group
        group = Group([part])
    if group:
        yield group


def _repeats(head: Part, part: Part, header: Header) -> bool:
    number, title = (squeezed(header.value(part.filled, name)) for name in ("no", "title"))
    if "no" in header.columns:
        same = number == squeezed(header.value(head.filled, "no")) and is_number(number)
    else:
        same = not squeezed(header.value(part.raw, "title"))  # merged from above
    return bool(same and title and title == squeezed(header.value(head.filled, "title")))


def _is_matter(head: Part, part: Part, header: Header) -> bool:
    if _own(head, part, header, "title") or _own(head, part, header, "lead"):
        return True
    return bool(_own(head, part, header, "due") and squeezed(header.value(part.raw, "state")))  # closed one by one


def _own(head: Part, part: Part, header: Header, name: str) -> str:
    """What the row says of its own, other than the head."""
    own = squeezed(header.value(part.raw, name))
    return own if own != squeezed(header.value(head.filled, name)) else ""


def _whole(bundle: Sequence[Part], header: Header) -> list[object]:
    row = list(bundle[0].filled)
    if len(bundle) == 1:
        return row
    columns = [*(column for name in JOINED for column in header.of(name)), *(column for column, _ in header.stages)]
    columns += header.unread
    for column in columns:
        texts = dict.fromkeys(words(part.filled[column.index]).strip() for part in bundle)
        if len([text for text in texts if text]) > 1:
            row[column.index] = "\n".join(filter(None, texts))
    return row


def _days(bundle: Sequence[Part], header: Header) -> list[tuple[str, object]]:
    """The measure and the due cell of each row, where the rows have different days."""
    column = header.columns.get("due")
    if column is None or len(bundle) == 1:
        return []
    cells = [part.filled[column.index] for part in bundle]
    if len({squeezed(cell) for cell in cells if squeezed(cell)}) < 2:
        return []
    names = _names(header)
    return [
        (next((text for name in names if (text := squeezed(cell_of(part.raw, name)))), ""), cell)
        for part, cell in zip(bundle, cells, strict=True)
    ]


def _percents(cells: RowCells, bundle: Sequence[Part], header: Header) -> None:
    """Each measure at a percent of its own: that of the first would be said of the whole."""
    column = header.columns.get("percent")
    said = {squeezed(cell_of(part.raw, column)) for part in bundle if column} - {""}
    if column and len(said) > 1:
        row = list(cells.row)
        row[column.index] = None
        cells.row = row
        cells.notes_of_group.append(
            ("percents_differ", "note", f"各行完成比例不同（{'、'.join(sorted(said))}），未合并为一项的比例")
        )


def _names(header: Header) -> list[Column]:
    """The columns that tell one row of a number from another."""
    return [column for name in ("measure", "milestones", "target") for column in header.of(name)] + [*header.unread]


def _name_of_its_own(cells: RowCells, first: Part, part: Part, header: Header) -> None:
    """A second matter whose title is the merged one takes its own words behind it: 老城提升：整治巷道."""
    number = squeezed(header.value(first.filled, "no"))
    title, own = (squeezed(header.value(row, "title")) for row in (first.filled, part.raw))
    said = next((text for column in _names(header) if (text := squeezed(cell_of(part.raw, column)))), "")
    if (not own or own == title) and said and len(said) <= 60:
        row = list(cells.row)
        row[header.columns["title"].index] = f"{title}：{said}"
        cells.row = row
    name = f"序号{number}" if number else "同一事项"
    message = f"{name}下另有事项或牵头单位，单列为一项，接续编号"
    cells.notes_of_group.append(("matter_below", "note", message))
