"""What the styles of a workbook say of a cell's value: a date, a number with two decimals, struck through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.ledger_files.files.zip_parts import Parts, is_on

DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built-in formats that show a day or an hour
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass
class Styles:
    """By the number of the cell format (`s`)."""

    dates: set[int] = field(default_factory=set)
    two_decimals: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)


def shows_a_date(code: str) -> bool:
    bare = LITERAL.sub("", code).lower()
    return "general" not in bare and any(letter in bare for letter in "ymdhs")


def read_styles(parts: Parts, name: str) -> Styles:
    styles, reader = Styles(), _Reader()
    if not parts.has(name):
        return styles
    parts.walk(name, reader.start, reader.end)
    for number, (form, font) in enumerate(reader.formats):
        code = reader.codes.get(form, "")
        if shows_a_date(code) if code else form in DATES:
            styles.dates.add(number)
        elif form == 2 or code in ("0.00", "0.00_ ", "0.00_);[Red]\\(0.00\\)"):
            styles.two_decimals.add(number)
        if font in reader.struck_fonts:
            styles.struck.add(number)
    return styles


class _Reader:
    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.struck_fonts: set[int] = set()
        self.formats: list[tuple[int, int]] = []
        self.within: list[str] = []
        self.fonts = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        parent = self.within[-1] if self.within else ""
        if tag == "numFmt" and parent == "numFmts":
            self.codes[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif tag == "font" and parent == "fonts":
            self.fonts += 1
        elif tag == "strike" and parent == "font" and is_on(attributes):
            self.struck_fonts.add(self.fonts - 1)
        elif tag == "xf" and parent == "cellXfs":
            self.formats.append((_number(attributes, "numFmtId"), _number(attributes, "fontId")))
        self.within.append(tag)

    def end(self, tag: str) -> None:
        self.within.pop()


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "0")
    return int(text) if text.isdigit() else 0
