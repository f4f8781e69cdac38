"""Text as Telegram keeps it: lengths in UTF-16 units, trimmed, with the entities it finds by itself."""

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox import htmltext, markdown, markdown2
from bot.sandbox.given import Given
from bot.sandbox.refusals import refuse
from bot.sandbox.units import Entity, units

LONGEST = {"text": 4096, "caption": 1024}
PARSERS: dict[str, Callable[[str], tuple[str, list[Entity]]]] = {
    "html": htmltext.parse,
    "markdown": markdown.parse,
    "markdownv2": markdown2.parse,
}
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"'，。；、（）《》]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.]+\w)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@\w{4,32})"
    r"|(?<!\w)(?P<hashtag>#\w+)"
)
_SIGNS = re.compile(r"[/@#]")
_OPAQUE = {"code", "pre", "text_link", "url", "text_mention"}


def written(given: Given, name: str = "text", *, entities: str = "entities") -> tuple[str, list[Entity]]:
    """The text a call brings, parsed, trimmed and measured; `name` is text or caption."""
    text, marks = _parsed(given, name, entities)
    text, marks = trimmed(text, marks)
    if units(text) > LONGEST[name]:
        raise refuse(f"{name}_long")
    return text, with_found(text, marks)


def _parsed(given: Given, name: str, entities: str) -> tuple[str, list[Entity]]:
    text = given.text(name)
    mode = given.text("parse_mode").lower()
    if mode:
        if mode not in PARSERS:
            raise refuse("parse_mode")
        return PARSERS[mode](text)
    end = units(text)
    given_marks = [{**mark, "length": min(mark["length"], end - mark["offset"])} for mark in given.data(entities) or []]
    return text, [mark for mark in given_marks if mark["length"] > 0]


def trimmed(text: str, marks: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends; marks move with the text and end with it."""
    bare = text.strip()
    if not marks or bare == text:
        return bare, marks
    front = units(text[: len(text) - len(text.lstrip())])
    end = units(bare)
    moved = [_cut(mark, mark["offset"] - front, end) for mark in marks]
    return bare, [mark for mark in moved if mark["length"] > 0]


def _cut(mark: Entity, start: int, end: int) -> Entity:
    first, last = max(start, 0), min(start + mark["length"], end)
    return {**mark, "offset": first, "length": last - first}


def with_found(text: str, marks: list[Entity]) -> list[Entity]:
    """The marks given plus links, commands, mentions and hashtags outside code and links."""
    if not _SIGNS.search(text):
        return marks
    closed = [mark for mark in marks if mark["type"] in _OPAQUE]
    found = [mark for mark in (_mark(text, hit) for hit in _FOUND.finditer(text)) if not _within(mark, closed)]
    return sorted([*marks, *found], key=lambda mark: (mark["offset"], -mark["length"]))


def _mark(text: str, hit: "re.Match[str]") -> Entity:
    return {"type": hit.lastgroup, "offset": units(text[: hit.start()]), "length": units(hit.group())}


def _within(mark: Entity, others: list[Entity]) -> bool:
    start, end = mark["offset"], mark["offset"] + mark["length"]
    return any(start < other["offset"] + other["length"] and other["offset"] < end for other in others)


def body(text: str, marks: list[Entity], name: str = "text") -> dict[str, Any]:
    """The fields of a message that carry this text."""
    fields: dict[str, Any] = {name: text} if text else {}
    if marks:
        fields["entities" if name == "text" else "caption_entities"] = marks
    return fields
