"""The legacy Markdown mode: no nesting, four marks."""

import re

from bot.sandbox.refusals import refuse
from bot.sandbox.units import Entity, byte_offset, units

_SPECIAL = re.compile(r"\\[_*`\[]|[_*`\[]")
_KINDS = {"_": "italic", "*": "bold", "`": "code"}


def parse(source: str) -> tuple[str, list[Entity]]:
    plain: list[str] = []
    marks: list[Entity] = []
    offset = at = 0
    while at < len(source):
        text, mark, at = _next(source, at)
        if mark and text:
            marks.append({**mark, "offset": offset, "length": units(text)})
        plain.append(text)
        offset += units(text)
    return "".join(plain), marks


def _next(source: str, at: int) -> tuple[str, Entity, int]:
    hit = _SPECIAL.search(source, at)
    if hit is None:
        return source[at:], {}, len(source)
    if hit.start() > at:
        return source[at : hit.start()], {}, hit.start()
    if len(hit.group()) == 2:
        return hit.group()[1], {}, hit.end()
    if hit.group() == "[":
        return _link(source, at)
    fence = "```" if source.startswith("```", at) else hit.group()
    end = source.find(fence, at + len(fence))
    if end < 0:
        raise _unfinished(source, at)
    kind = "pre" if fence == "```" else _KINDS[fence]
    return source[at + len(fence) : end], {"type": kind}, end + len(fence)


def _link(source: str, at: int) -> tuple[str, Entity, int]:
    hit = re.compile(r"\[([^\]]*)\](?:\(([^)]*)\))?").match(source, at)
    if hit is None:
        raise _unfinished(source, at)
    return hit[1], {"type": "text_link", "url": hit[2]} if hit[2] else {}, hit.end()


def _unfinished(source: str, at: int) -> Exception:
    place = byte_offset(source, at)
    return refuse("entities", why=f"Can't find end of the entity starting at byte offset {place}")
