"""A paper as a .docx file, in the form of 《党政机关公文格式》 (GB/T 9704-2012): A4, its margins, its letters by name
with what stands in for them, page numbers outside, tables whose head is repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.documents import word_xml
from bot.documents.content import Colour, Document, Heading, Part, Table, Text

TITLE, BODY, HEAD, NUMERALS = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
WIDTH = Mm(156)  # of the text: A4 less 28 mm and 26 mm
_LINE = Pt(28.8)
_COLOURS = {
    Colour.NONE: (None, ""),
    Colour.YELLOW: (RGBColor(0xB4, 0x78, 0x00), "FFF2CC"),
    Colour.RED: (RGBColor(0xC0, 0x00, 0x00), "F8D7DA"),
}


def docx_file(document: Document) -> bytes:
    word = docx.Document()
    _describe(word, document)
    _lay_out(word)
    colour, shade = _COLOURS[document.colour]
    _line(word, document.title, font=TITLE, size=22, align=ALIGN.CENTER, colour=colour)
    if document.number:
        _line(word, document.number, align=ALIGN.CENTER)
    _line(word, "")
    if document.to:
        _line(word, f"{document.to}：")
    for part in document.parts:
        _put(word, part, shade)
    _close(word, document)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _describe(word: WordDocument, document: Document) -> None:
    known = word.core_properties
    title, sender = word_xml.printable(document.title)[:200], word_xml.printable(document.sender)
    known.title, known.author, known.last_modified_by = title, sender, sender
    known.comments, known.revision, known.language = "", 1, "zh-CN"
    if document.on is not None:
        known.created = known.modified = datetime.combine(document.on, time(), tzinfo=UTC)


def _lay_out(word: WordDocument) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    page.header_distance, page.footer_distance = Mm(15), Mm(25)
    normal = word.styles["Normal"]
    word_xml.set_letters(normal.element, BODY, 16)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = _LINE
    word_xml.set_defaults(word)
    word.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((page.footer, ALIGN.RIGHT), (page.even_page_footer, ALIGN.LEFT)):
        place = footer.paragraphs[0]
        place.alignment = align
        word_xml.add_page_number(place, NUMERALS, 14)


def _line(
    word: WordDocument,
    text: str,
    *,
    font: str = BODY,
    size: float = 16,
    align: ALIGN | None = None,
    indent: int = 0,
    colour: RGBColor | None = None,
) -> Paragraph:
    """`indent`: of the first line, in letters."""
    place = word.add_paragraph()
    if align is not None:
        place.alignment = align
    if size > 16:
        place.paragraph_format.line_spacing = Pt(size * 1.6)
    if indent:
        word_xml.indent_first(place, indent)
    _letters(place.add_run(word_xml.printable(text)), font, size, colour)
    return place


def _letters(run: Run, font: str, size: float, colour: RGBColor | None = None) -> None:
    word_xml.set_letters(run._element, font, size)
    if colour is not None:
        run.font.color.rgb = colour


def _put(word: WordDocument, part: Part, shade: str) -> None:
    match part:
        case Heading(text):
            _line(word, text, font=HEAD, indent=2).paragraph_format.keep_with_next = True
        case Text(text):
            for paragraph in text.splitlines():
                _line(word, paragraph, indent=2)
        case Table():
            _table(word, part, shade)


def _table(word: WordDocument, part: Table, shade: str) -> None:
    table = word.add_table(rows=0, cols=len(part.header), style="Table Grid")
    table.autofit = False
    size = 12 if len(part.header) <= 4 else 10.5
    middle = [all(len(row[place]) <= _SHORT for row in part.rows) for place in range(len(part.header))]
    widths = [Emu(int(WIDTH * share / sum(part.shares))) for share in part.shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    everywhere = [True] * len(widths)
    _row(table, part.header, widths, everywhere, font=HEAD, size=size, shade=shade or "EDEDED")
    word_xml.repeat_head(table.rows[0])
    for row in part.rows:
        _row(table, row, widths, middle, font=BODY, size=size)
    _line(word, "", size=8).paragraph_format.line_spacing = Pt(8)


_SHORT = 8  # letters: a column of nothing longer stands in the middle


def _row(
    table: Any,
    cells: Sequence[str],
    widths: Sequence[Emu],
    middle: Sequence[bool],
    *,
    font: str,
    size: float,
    shade: str = "",
) -> None:
    row = table.add_row()
    word_xml.keep_whole(row)
    for cell, text, width, centred in zip(row.cells, cells, widths, middle, strict=True):
        cell.width = width
        word_xml.centre_upright(cell)
        if shade:
            word_xml.shade(cell, shade)
        lines = word_xml.printable(text).splitlines() or [""]
        for place, line in enumerate(lines):
            held = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            held.paragraph_format.line_spacing = Pt(size * 1.4)
            held.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
            _letters(held.add_run(line), font, size)


def _close(word: WordDocument, document: Document) -> None:
    """落款, the date below it, both four letters from the right as one block; then what is noted."""
    if document.sender or document.on:
        _line(word, "")
        for place in word.paragraphs[-3:]:  # a date never stands on a page alone
            place.paragraph_format.keep_with_next = True
    for text in (document.sender, _day(document)):
        if text:
            place = _line(word, text, align=ALIGN.RIGHT)
            place.paragraph_format.keep_with_next = text is document.sender and document.on is not None
            word_xml.indent_right(place, 4)
    if document.notes:
        _line(word, "")
    for note in document.notes:
        _line(word, note, size=14)


def _day(document: Document) -> str:
    return f"{document.on.year}年{document.on.month}月{document.on.day}日" if document.on else ""
