"""The tables of a Word document as one grid: paragraphs are loose rows, the tables follow one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.ledger_files.files.grids import MOST_COLUMNS, MOST_ROWS, FileFault, Grid, Merged
from bot.ledger_files.files.zip_parts import Parts, is_on

UNSEEN = ("txbxContent", "Fallback", "instrText", "delText", "footnote", "rPh")
MOST_LETTERS = 20_000_000


def docx_grids(parts: Parts, name: str) -> list[Grid]:
    """Raises FileFault."""
    root = next((path for kind, path in parts.related("").values() if kind == "officeDocument"), "word/document.xml")
    if not parts.has(root):
        raise FileFault("file_unreadable", "Word 文档已损坏，无法打开。请重新保存后再导入")
    reader = _read(parts, root, 1)
    if reader.is_frame:
        reader = _read(parts, root, 2)
    if not reader.tables:
        raise FileFault("header_missing", "这份 Word 文档里没有表格。请把任务做成表格，或另存为 xlsx 再导入")
    return [
        Grid(name, reader.rows, reader.merged, struck=frozenset(reader.struck), loose=frozenset(reader.loose)),
    ]


def _read(parts: Parts, root: str, level: int) -> _Reader:
    reader = _Reader(level)
    parts.walk(root, reader.start, reader.end, reader.text)
    return reader


@dataclass
class _Cell:
    words: list[str] = field(default_factory=list)
    plain: bool = False  # some letters are not struck through
    span: int = 1
    merge: str = ""  # "restart", or "continue": the cell above goes on
    list_id: str = ""  # Word numbers it by itself

    def value(self) -> str:
        return "\n".join(line.strip() for line in "".join(self.words).split("\n")).strip()


class _Reader:
    """`level`: 2 where the outer tables only frame the page and the ledger stands in one of their cells."""

    def __init__(self, level: int = 1) -> None:
        self.level = level
        self.widest = self.inner_rows = self.inner_cells = self.widest_inner = 0
        self.rows: list[list[object]] = []
        self.merged: list[Merged] = []
        self.struck: set[tuple[int, int]] = set()
        self.loose: set[int] = set()
        self.tables = self.depth = self.unseen = self.letters = 0
        self.cells: list[_Cell] = []
        self.paragraph = _Cell()
        self.run_struck = self.listening = self.in_run_props = False
        self.open: dict[int, Merged] = {}  # by column: the vertical merge that still goes on
        self.counted: dict[str, int] = {}

    # the stream

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in UNSEEN or self.unseen:
            self.unseen += 1
        elif tag in ("tbl", "tr", "tc"):
            self._table_tag(tag)
        elif tag == "r":
            self.run_struck = False
        elif tag in ("strike", "dstrike"):
            self.run_struck = is_on(attributes, _name(attributes, "val"))
        elif tag == "t":
            self.listening = True
        elif tag in ("br", "cr", "tab"):
            self._say("\t" if tag == "tab" else "\n")
        else:
            self._property(tag, attributes)

    def _table_tag(self, tag: str) -> None:
        if tag == "tbl":
            self.depth += 1
            if self.depth == self.level:
                self.tables += 1
                self.open = {}
        elif self.depth == self.level and tag == "tr":
            self.cells = []
        elif self.depth == self.level:
            self.cells.append(_Cell())
        elif self.depth > self.level:
            self._inner(tag)

    def _inner(self, tag: str) -> None:
        """A table within a cell goes on as text, each of its rows as a line: 牵头：市工信局."""
        if tag == "tr":
            self.inner_rows += 1
            self.inner_cells = 0
            return
        self.inner_cells += 1
        self.widest_inner = max(self.widest_inner, self.inner_cells)
        said = self.cells[-1].words if self.cells else []
        if self.inner_cells > 1 and "".join(said).strip():
            while said and not said[-1].strip():
                said.pop()
            said.append("：" if self.inner_cells == 2 else "，")

    @property
    def is_frame(self) -> bool:
        """At most two cells in a row, and a table within one of them."""
        return self.level == 1 and self.widest <= 2 and self.widest_inner >= 3 and self.inner_rows >= 2

    def _property(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Of the cell that is open in the outer table."""
        value = attributes.get(_name(attributes, "val"), "")
        if not self.cells or self.depth != self.level:
            return
        if tag == "gridSpan" and value.isdigit():
            self.cells[-1].span = min(int(value), MOST_COLUMNS)
        elif tag == "vMerge":
            self.cells[-1].merge = "restart" if value == "restart" else "continue"
        elif tag == "numId":
            self.cells[-1].list_id = value

    def end(self, tag: str) -> None:
        if self.unseen:
            self.unseen -= 1
        elif tag == "t":
            self.listening = False
        elif tag == "p":
            self._paragraph()
        elif tag == "tr" and self.depth == self.level:
            self._row()
        elif tag == "tbl":
            self.depth -= 1
            if self.depth < self.level:
                self.cells = []

    def text(self, words: str) -> None:
        if self.listening and not self.unseen:
            self._say(words)

    def _say(self, words: str) -> None:
        self.letters += len(words)
        if self.letters > MOST_LETTERS:
            raise FileFault("file_too_large", "文档的文字太多。请分成几个文件导入")
        cell = self.cells[-1] if self.depth >= self.level and self.cells else self.paragraph
        cell.words.append(words)
        cell.plain = cell.plain or (not self.run_struck and bool(words.strip()))

    # rows

    def _paragraph(self) -> None:
        if self.depth >= self.level:
            if self.cells:
                self.cells[-1].words.append("\n")
            return
        text, self.paragraph = self.paragraph.value(), _Cell()
        if text:
            self._add([text])
            self.loose.add(len(self.rows))

    def _row(self) -> None:
        self.widest = max(self.widest, len(self.cells))
        row: list[object] = []
        number = len(self.rows) + 1
        for cell in self.cells:
            self._merge(cell, number, len(row) + 1)
            value = None if cell.merge == "continue" else self._value(cell)
            if value and not cell.plain and cell.words:
                self.struck.add((number, len(row) + 1))
            row += [value, *[None] * (cell.span - 1)]
        self._add(row)
        self.cells = []

    def _value(self, cell: _Cell) -> object:
        text = cell.value()
        if text or cell.list_id in ("", "0"):
            return text or None
        self.counted[cell.list_id] = self.counted.get(cell.list_id, 0) + 1
        cell.plain = True
        return self.counted[cell.list_id]

    def _merge(self, cell: _Cell, row: int, column: int) -> None:
        right = column + cell.span - 1
        above = self.open.pop(column, None)
        if cell.merge == "continue" and above:
            area = Merged(above.top, above.left, row, above.right)
            if above in self.merged:
                self.merged.remove(above)
            self.merged.append(area)
            self.open[column] = area
        elif cell.merge == "restart":
            self.open[column] = Merged(row, column, row, right)
        if cell.span > 1 and cell.merge != "continue":
            self.merged.append(Merged(row, column, row, right))
            if cell.merge == "restart":
                self.open[column] = self.merged[-1]

    def _add(self, row: list[object]) -> None:
        if len(self.rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
            message = f"文档的表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列。请分成几个文件导入"
            raise FileFault("file_too_large", message)
        self.rows.append(row)


def _name(attributes: Mapping[str, str], local: str) -> str:
    return next((name for name in attributes if name.rpartition(":")[2] == local), local)
