"""The running text of a .txt or .docx file, paragraph by paragraph; or in words why it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

from bot.ledger_files.files.grids import FileFault
from bot.ledger_files.files.zip_parts import BROKEN, Parts

MOST_BYTES = 20_000_000
MOST_LETTERS = 2_000_000
_UNSEEN = ("instrText", "delText", "footnote", "rPh", "Fallback")


def text_of(content: bytes) -> str:
    """Raises FileFault, and nothing else whatever the bytes are."""
    if not content.strip():
        raise FileFault("file_empty", "文件是空的。请确认选对了文件")
    if len(content) > MOST_BYTES:
        raise FileFault("file_too_large", "文件超过 20 MB。请只留文字后再试")
    if content.startswith(b"PK"):
        return _of_docx(content)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileFault("file_unreadable", "不是文本文件。请另存为 .txt 或 .docx 再试")


def _of_docx(content: bytes) -> str:
    reader = _Paragraphs()
    try:
        parts = Parts(content)
        if not parts.has("word/document.xml"):
            raise FileFault("file_unreadable", "不是 Word 文档。请另存为 .txt 或 .docx 再试")
        parts.walk("word/document.xml", reader.start, reader.end, reader.said)
    except FileFault:
        raise
    except Exception as error:  # a broken zip or XML raises whatever its parsers raise
        raise FileFault("file_unreadable", BROKEN) from error
    return "\n".join(reader.lines)


class _Paragraphs:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.words: list[str] = []
        self.listening = False
        self.unseen = self.letters = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _UNSEEN or self.unseen:
            self.unseen += 1
        elif tag == "t":
            self.listening = True

    def end(self, tag: str) -> None:
        if self.unseen:
            self.unseen -= 1
        elif tag == "t":
            self.listening = False
        elif tag == "p":
            self.lines.append("".join(self.words).strip())
            self.words = []

    def said(self, words: str) -> None:
        if self.listening and not self.unseen:
            self.letters += len(words)
            if self.letters > MOST_LETTERS:
                raise FileFault("file_too_large", "文字过多，最多两百万字。请分开再试")
            self.words.append(words)
