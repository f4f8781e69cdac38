"""A target of several parts of which one is written anew: 就业3000人 of 就业2800人，就业率85%."""

from __future__ import annotations

import re

_PARTS = re.compile(r"[,，;；、。]+")
_FIGURES = re.compile(r"[\d.．%％]+|[一二两三四五六七八九十百千万亿零]+")
_WHOLE = re.compile(r"(?:全部|整个|整体|都)(?:目标)?(?:改|换|调|变)|只(?:留|保留|要|剩)")
LEAST = 3  # letters that two parts must share, figures left out


def merged(written: str, old: str, new: str) -> str:
    """`new` with the parts of the old target that it does not write anew; `new` alone where he says so, or where it
    takes up none or all of them."""
    if not old or _WHOLE.search(written):
        return new
    parts, wanted = _split(old), _split(new)
    places = [_place(each, parts) for each in wanted]
    if any(place is None for place in places) or len(set(places)) < len(wanted) or len(wanted) >= len(parts):
        return new
    by_place = dict(zip(places, wanted, strict=True))
    return "，".join(by_place.get(place, part) for place, part in enumerate(parts))


def _split(target: str) -> list[str]:
    return [each.strip() for each in _PARTS.split(target) if each.strip()]


def _place(part: str, parts: list[str]) -> int | None:
    """The one part that speaks of the same thing."""
    bare = _FIGURES.sub("", part)
    fitting = [
        place
        for place, each in enumerate(parts)
        if len(bare) >= LEAST and (bare in (other := _FIGURES.sub("", each)) or (len(other) >= LEAST and other in bare))
    ]
    return fitting[0] if len(fitting) == 1 else None
