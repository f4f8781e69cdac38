"""What python-docx has no words for: Chinese letters and their stand-ins, indents in letters, fields, table rows."""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

# Letters of 公文 that not every machine has, and what stands in for each there.
STAND_INS = {
    "方正小标宋简体": "宋体",
    "仿宋_GB2312": "仿宋",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_LATIN = "Times New Roman"
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def printable(text: str) -> str:
    """Without what XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def set_letters(element: Any, chinese: str, size: float) -> None:
    """Of a run or a style: Chinese by this name, the rest in Times New Roman, `size` in points."""
    properties = element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), font)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:hint"), "eastAsia")
    properties.get_or_add_sz().set(qn("w:val"), str(int(size * 2)))


def set_defaults(word: WordDocument) -> None:
    """Chinese as the language, no letters of the theme, and the table of stand-ins."""
    for defaults in word.styles.element.iter(qn("w:rPrDefault")):
        for fonts in defaults.iter(qn("w:rFonts")):
            fonts.attrib.clear()
            fonts.set(qn("w:ascii"), _LATIN)
            fonts.set(qn("w:hAnsi"), _LATIN)
            fonts.set(qn("w:eastAsia"), "仿宋_GB2312")
        for language in defaults.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{stand_in}"/><w:charset w:val="86"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, stand_in in STAND_INS.items()
    )
    table = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{rows}</w:fonts>'
    for part in word.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = table.encode()


def indent_first(place: Paragraph, letters: int) -> None:
    _indent(place).set(qn("w:firstLineChars"), str(letters * 100))
    _indent(place).set(qn("w:firstLine"), str(letters * 16 * 20))  # for programs that count no letters


def indent_right(place: Paragraph, letters: int) -> None:
    indent = _indent(place)
    indent.set(qn("w:rightChars"), str(letters * 100))
    indent.set(qn("w:right"), str(letters * 16 * 20))


def _indent(place: Paragraph) -> Any:
    return place._p.get_or_add_pPr().get_or_add_ind()


def add_page_number(place: Paragraph, font: str, size: float) -> None:
    """— 1 —"""
    for text in ("— ", None, " —"):
        run = place.add_run(text)
        set_letters(run._element, font, size)
        if text is None:
            for kind in ("begin", None, "end"):
                run._element.append(_field(kind))
    indent_right(place, 1)
    _indent(place).set(qn("w:left"), str(16 * 20))


def _field(kind: str | None) -> Any:
    if kind is None:
        code = OxmlElement("w:instrText")
        code.set(qn("xml:space"), "preserve")
        code.text = " PAGE "
        return code
    edge = OxmlElement("w:fldChar")
    edge.set(qn("w:fldCharType"), kind)
    return edge


def repeat_head(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """No row is torn over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def centre_upright(cell: _Cell) -> None:
    align = OxmlElement("w:vAlign")
    align.set(qn("w:val"), "center")
    cell._tc.get_or_add_tcPr().append(align)


def shade(cell: _Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    filling = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    properties.insert(list(properties).index(properties.find(qn("w:vAlign"))), filling)
