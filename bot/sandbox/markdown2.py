"""MarkdownV2 of the Bot API: every sign of its alphabet is a mark or has to be escaped."""

import re
from dataclasses import dataclass, field

from bot.sandbox.refusals import Refused, refuse
from bot.sandbox.units import Entity, byte_offset, units

_RESERVED = re.compile(r"[_*\[\]()~`>#+\-=|{}.!\\\n]")
_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
_LANGUAGE = re.compile(r"([\w+\-#.]+)\n")


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    offset: int = 0
    plain: list[str] = field(default_factory=list)
    stack: list[tuple[str, int, int]] = field(default_factory=list)
    marks: list[Entity] = field(default_factory=list)
    line_start: bool = True

    def add(self, text: str) -> None:
        self.plain.append(text)
        self.offset += units(text)
        self.line_start = text.endswith("\n") if text else self.line_start

    def fault(self, why: str) -> Refused:
        return refuse("entities", why=why)

    def unfinished(self, kind: str, place: int) -> Refused:
        return self.fault(f"Can't find end of {_NAMES[kind]} entity at byte offset {byte_offset(self.source, place)}")

    def open(self, kind: str) -> None:
        self.stack.append((kind, self.offset, self.at))

    def close(self, **facts: str) -> None:
        kind, offset, _ = self.stack.pop()
        if self.offset > offset:
            self.marks.append({"type": kind, "offset": offset, "length": self.offset - offset, **facts})


def parse(source: str) -> tuple[str, list[Entity]]:
    reader = _Reader(source)
    while reader.at < len(source):
        _step(reader)
    _end_of_line(reader)
    if reader.stack:
        raise reader.unfinished(reader.stack[-1][0], reader.stack[-1][2])
    marks = sorted(reader.marks, key=lambda mark: (mark["offset"], -mark["length"]))
    return "".join(reader.plain), marks


def _step(reader: _Reader) -> None:
    hit = _RESERVED.search(reader.source, reader.at)
    end = hit.start() if hit else len(reader.source)
    if end > reader.at:
        reader.add(reader.source[reader.at : end])
        reader.at = end
    if hit is not None:
        _sign(reader, hit.group())


def _sign(reader: _Reader, sign: str) -> None:
    if sign == "\\":
        return _escaped(reader)
    if sign == "\n":
        return _line(reader)
    if sign == "`":
        return _code(reader)
    if sign == "[" or reader.source.startswith("![", reader.at):
        return _link_start(reader)
    if sign == "]" and any(kind in {"text_link", "custom_emoji"} for kind, _, _ in reader.stack):
        return _link_end(reader)
    if reader.line_start and _quote(reader):
        return None
    return _toggle(reader, sign)


def _escaped(reader: _Reader) -> None:
    following = reader.source[reader.at + 1 : reader.at + 2]
    escapes = bool(following) and following.isascii()
    reader.add(following if escapes else "\\")
    reader.at += 2 if escapes else 1


def _line(reader: _Reader) -> None:
    reader.at += 1
    if _quoted(reader) and not reader.source.startswith(">", reader.at):
        _end_of_line(reader)
    elif _quoted(reader):
        reader.at += 1
    reader.add("\n")


def _quoted(reader: _Reader) -> bool:
    return any(kind == "blockquote" for kind, _, _ in reader.stack)


def _end_of_line(reader: _Reader) -> None:
    if reader.stack and reader.stack[-1][0] == "blockquote":
        reader.close()


def _quote(reader: _Reader) -> bool:
    start = 3 if reader.source.startswith("**>", reader.at) else 1
    if reader.source[reader.at + start - 1 : reader.at + start] != ">" or _quoted(reader):
        return False
    reader.open("blockquote")
    reader.at += start
    reader.line_start = False
    return True


def _code(reader: _Reader) -> None:
    fence = "```" if reader.source.startswith("```", reader.at) else "`"
    kind = "pre" if fence == "```" else "code"
    reader.open(kind)
    start = reader.at + len(fence)
    language = _LANGUAGE.match(reader.source, start) if kind == "pre" else None
    start = language.end() if language else start + (kind == "pre" and reader.source.startswith("\n", start))
    end = _fence_end(reader.source, start, fence)
    if end < 0:
        raise reader.unfinished(kind, reader.at)
    reader.add(re.sub(r"\\([\x01-\x7e])", r"\1", reader.source[start:end]))
    reader.at = end + len(fence)
    reader.close(**({"language": language[1]} if language else {}))


def _fence_end(source: str, start: int, fence: str) -> int:
    hit = re.compile(r"(?:\\.|[^\\`]|(?!" + fence + r")`)*?(?=" + fence + ")", re.DOTALL).match(source, start)
    return hit.end() if hit else -1


def _link_start(reader: _Reader) -> None:
    custom = reader.source[reader.at] == "!"
    reader.open("custom_emoji" if custom else "text_link")
    reader.at += 2 if custom else 1


def _link_end(reader: _Reader) -> None:
    kind, _, place = reader.stack[-1]
    if kind not in {"text_link", "custom_emoji"}:
        raise reader.unfinished(kind, place)
    hit = re.compile(r"\]\(((?:\\.|[^\\)])*)\)", re.DOTALL).match(reader.source, reader.at)
    if hit is None:
        raise reader.unfinished(kind, place)
    reader.at = hit.end()
    target = re.sub(r"\\(.)", r"\1", hit[1])
    if kind == "custom_emoji":
        reader.close(custom_emoji_id=target.removeprefix("tg://emoji?id="))
    else:
        reader.close(url=target)


def _toggle(reader: _Reader, sign: str) -> None:
    mark = next((mark for mark in ("||", "__") if reader.source.startswith(mark, reader.at)), sign)
    if mark == "__" and reader.stack and reader.stack[-1][0] == "italic":
        mark = "_"
    kind = _MARKS.get(mark)
    if kind is None:
        raise reader.fault(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")
    if reader.stack and reader.stack[-1][0] == kind:
        reader.at += len(mark)
        reader.close()
    elif any(opened == kind for opened, _, _ in reader.stack):
        raise reader.unfinished(reader.stack[-1][0], reader.stack[-1][2])
    else:
        reader.open(kind)
        reader.at += len(mark)
