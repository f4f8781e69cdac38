"""The shared strings of a workbook, each with whether all of it is struck through."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.ledger_files.files.grids import FileFault
from bot.ledger_files.files.zip_parts import Parts, is_on

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MOST_LETTERS = 40_000_000


class RichText:
    """Gathers the words of one `si` or `is`: runs, without the phonetic guide beside them."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.words: list[str] = []
        self.plain = False  # some letters are not struck through
        self.run_struck = self.listening = self.phonetic = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "t":
            self.listening = not self.phonetic
        elif tag == "r":
            self.run_struck = False
        elif tag == "strike":
            self.run_struck = is_on(attributes)
        elif tag == "rPh":
            self.phonetic = True

    def end(self, tag: str) -> None:
        if tag == "t":
            self.listening = False
        elif tag == "rPh":
            self.phonetic = False

    def text(self, words: str) -> None:
        if self.listening:
            self.words.append(words)
            self.plain = self.plain or (not self.run_struck and bool(words.strip()))

    def told(self) -> tuple[str, bool]:
        text = self.words[0] if len(self.words) == 1 else "".join(self.words)
        return unescaped(text), not self.plain and bool(text.strip())


def unescaped(text: str) -> str:
    """Excel writes signs that XML cannot hold as _x000D_."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)).replace("\r", ""), text) if "_x" in text else text


def read_strings(parts: Parts, name: str) -> list[tuple[str, bool]]:
    """Raises FileFault."""
    found: list[tuple[str, bool]] = []
    rich, letters = RichText(), 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        rich.begin() if tag == "si" else rich.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal letters
        if tag != "si":
            rich.end(tag)
            return
        found.append(rich.told())
        letters += len(found[-1][0]) + 10
        if letters > MOST_LETTERS:
            raise FileFault("file_too_large", "工作簿的文字太多。请删去无关工作表后再导入")

    if parts.has(name):
        parts.walk(name, start, end, rich.text)
    return found
