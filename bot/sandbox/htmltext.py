"""HTML of the Bot API, read the way Telegram reads it, with its complaints."""

import re
from dataclasses import dataclass, field

from bot.sandbox.refusals import Refused, refuse
from bot.sandbox.units import Entity, byte_offset, units

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_ENTITY = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPECIAL = re.compile(r"[<&]")
_TAG = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(
    r"\s*(?P<name>[^\s=>]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[\w.\-]+)))?"
)
_LANGUAGE = "language-"


@dataclass(slots=True)
class _Open:
    tag: str
    facts: dict[str, str]
    offset: int
    place: int


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    offset: int = 0
    length: int = 0
    plain: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    marks: list[Entity] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.plain.append(text)
        self.length += len(text)
        self.offset += units(text)

    def fault(self, why: str, index: int | None = None) -> Refused:
        place = "" if index is None else f" at byte offset {byte_offset(self.source, index)}"
        return refuse("entities", why=why + place)


def parse(source: str) -> tuple[str, list[Entity]]:
    if not _SPECIAL.search(source):
        return source, []
    reader = _Reader(source)
    while reader.at < len(source):
        _step(reader)
    if reader.stack:
        raise reader.fault(f'Can\'t find end tag corresponding to start tag "{reader.stack[-1].tag}"')
    return "".join(reader.plain), _settled(reader.marks)


def _step(reader: _Reader) -> None:
    hit = _SPECIAL.search(reader.source, reader.at)
    end = hit.start() if hit else len(reader.source)
    reader.add(reader.source[reader.at : end])
    reader.at = end
    if hit is None:
        return
    if hit.group() == "&":
        _character(reader)
    elif reader.source.startswith("</", end):
        _close(reader)
    else:
        _open(reader)


def _character(reader: _Reader) -> None:
    hit = _ENTITY.match(reader.source, reader.at)
    sign = _decoded(hit) if hit else None
    reader.add(sign or "&")
    reader.at = hit.end() if hit and sign else reader.at + 1


def _decoded(hit: "re.Match[str]") -> str | None:
    decimal, hexadecimal, name = hit.groups()
    if name:
        return _NAMED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if 0 < number < 0x10FFFF and not 0xD800 <= number <= 0xDFFF else None


def _open(reader: _Reader) -> None:
    start = reader.at
    named = _TAG.match(reader.source, start + 1)
    tag = named.group().lower() if named else ""
    reader.at = start + 1 + len(tag)
    if reader.at >= len(reader.source):
        raise reader.fault("Unclosed start tag", start)
    if tag not in KINDS:
        raise reader.fault(f'Unsupported start tag "{tag}"', start)
    facts = _attributes(reader, start)
    if tag == "span" and facts.get("class") != "tg-spoiler":
        raise reader.fault('Tag "span" must have class "tg-spoiler"', start)
    reader.stack.append(_Open(tag, facts, reader.offset, reader.length))


def _attributes(reader: _Reader, start: int) -> dict[str, str]:
    facts: dict[str, str] = {}
    while True:
        reader.at += len(reader.source[reader.at :]) - len(reader.source[reader.at :].lstrip())
        if reader.source.startswith(">", reader.at):
            reader.at += 1
            return facts
        hit = _ATTRIBUTE.match(reader.source, reader.at)
        if hit is None:
            raise reader.fault("Unclosed start tag", start)
        facts[hit["name"].lower()] = _unescaped(hit["double"] or hit["single"] or hit["bare"] or "")
        reader.at = hit.end()


def _unescaped(value: str) -> str:
    return _ENTITY.sub(lambda hit: _decoded(hit) or hit.group(), value)


def _close(reader: _Reader) -> None:
    start = reader.at
    if not reader.stack:
        raise reader.fault("Unexpected end tag", start)
    named = _TAG.match(reader.source, start + 2)
    tag = named.group().lower() if named else ""
    end = reader.source.find(">", start + 2 + len(tag))
    if end < 0 or reader.source[start + 2 + len(tag) : end].strip():
        raise reader.fault("Unclosed end tag", start)
    opened = reader.stack.pop()
    if tag and tag != opened.tag:
        place = byte_offset(reader.source, start)
        raise reader.fault(f'Unmatched end tag at byte offset {place}, expected "</{opened.tag}>", found "</{tag}>"')
    reader.at = end + 1
    _finish(reader, opened)


def _finish(reader: _Reader, opened: _Open) -> None:
    if reader.offset == opened.offset:
        return
    mark: Entity = {"type": KINDS[opened.tag], "offset": opened.offset, "length": reader.offset - opened.offset}
    mark.update(_details(opened, reader))
    if mark["type"] != "text_link" or mark["url"]:
        reader.marks.append(mark)


def _details(opened: _Open, reader: _Reader) -> Entity:
    facts = opened.facts
    if opened.tag == "a":
        return {"url": _url(facts.get("href") or "".join(reader.plain)[opened.place :])}
    if opened.tag == "code" and facts.get("class", "").startswith(_LANGUAGE):
        return {"language": facts["class"].removeprefix(_LANGUAGE)}
    if opened.tag == "blockquote" and "expandable" in facts:
        return {"type": "expandable_blockquote"}
    if opened.tag == "tg-emoji":
        return {"custom_emoji_id": facts.get("emoji-id", "")}
    return {}


def _url(value: str) -> str:
    """Telegram adds a scheme where there is none and drops what is no address."""
    value = value.strip()
    if re.match(r"(https?|tg|ton|mailto|tel):", value):
        return f"{value}/" if re.fullmatch(r"https?://[^/?#]+", value) else value
    return f"http://{value}/" if re.fullmatch(r"[\w-]+(\.[\w-]+)+", value) else ""


def _settled(marks: list[Entity]) -> list[Entity]:
    """In order of place; code inside pre only lends it its language, and nothing else lives inside code."""
    ordered = sorted(marks, key=lambda mark: (mark["offset"], -mark["length"], mark["type"] != "pre"))
    kept: list[Entity] = []
    for mark in ordered:
        around = next((other for other in kept if other["type"] in {"pre", "code"} and _inside(mark, other)), None)
        if around is None:
            kept.append({key: value for key, value in mark.items() if key != "language" or mark["type"] == "pre"})
        elif mark.get("language") and mark["length"] == around["length"]:
            around["language"] = mark["language"]
    return kept


def _inside(mark: Entity, other: Entity) -> bool:
    return bool(
        other["offset"] <= mark["offset"] and mark["offset"] + mark["length"] <= other["offset"] + other["length"]
    )
