"""A piece of a conversation as it looks on a telephone, in a small PNG that carries the digest of what it shows."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from bot.handbook.scenes import Scene, body, digest
from bot.playground.conversation import Event
from bot.texts.canvas import Canvas, ems

_SIZE = 9.0  # points
_LINE = 0.205  # inches
_WIDTH, _BUBBLE, _PAD, _GAP = 4.2, 3.35, 0.1, 0.12
_DPI = 120
_LAMPS = {"🔴": "#d93a3a", "🟡": "#e3b505", "🔵": "#2f6fd0", "🟢": "#2e9e5b", "⚪": "#b8b8b8"}
_KEY = "huiyin"
_NEVER_FIRST = "，。、；：？！）”》】…"  # of a line
_COLOURS = 160  # fewer, and the lamps of small areas turn grey


@dataclass(slots=True)
class _Bubble:
    ours: bool
    time: str
    lines: list[str]
    buttons: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def height(self) -> float:
        return 2 * _PAD + _LINE * len(self.lines) + (_LINE + 0.1) * len(self.buttons)


def drawn(scene: Scene, shown: Sequence[Event], zone: tzinfo) -> bytes:
    bubbles = [_bubble(scene, event, zone) for event in shown]
    height = 0.5 + sum(each.height + _GAP for each in bubbles)
    paper = Canvas(_WIDTH, height)
    paper.box(0, 0, _WIDTH, height, fill="#e8eef3")
    paper.box(0, 0, _WIDTH, 0.36, fill="#37657f")
    paper.text(0.15, 0.19, f"{scene.person}的手机", size=_SIZE, colour="#ffffff")
    y = 0.48
    for each in bubbles:
        _draw(paper, each, y)
        y += each.height + _GAP
    return _small(paper.png(dpi=_DPI), digest(scene, shown))


def digest_of(png: bytes) -> str:
    """What `drawn` wrote into it."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return str(image.info.get(_KEY, ""))


def _bubble(scene: Scene, event: Event, zone: tzinfo) -> _Bubble:
    moment = datetime.fromtimestamp(event.at, zone)
    lines = [part for line in body(event, scene.lines) for part in _wrapped(line, (_BUBBLE - 2 * _PAD) * 72 / _SIZE)]
    return _Bubble(event.ours, f"{moment:%-m月%-d日 %H:%M}", lines or ["（空）"], list(event.buttons))


def _wrapped(line: str, width: float) -> Iterator[str]:
    part = ""
    for letter in line:
        if ems(part + letter) > width and letter not in _NEVER_FIRST:
            yield part
            part = ""
        part += letter
    yield part


def _draw(paper: Canvas, bubble: _Bubble, y: float) -> None:
    x = 0.12 if bubble.ours else _WIDTH - _BUBBLE - 0.12
    text_height = 2 * _PAD + _LINE * len(bubble.lines)
    paper.box(x, y, _BUBBLE, text_height, fill="#ffffff" if bubble.ours else "#d8f3c8")
    for at, line in enumerate(bubble.lines):
        _written(paper, x + _PAD, y + _PAD + _LINE * (at + 0.5), line)
    side = x + _BUBBLE + 0.04 if bubble.ours else x - 0.04
    day, _, clock = bubble.time.partition(" ")
    for at, words in enumerate((day, clock)):
        place = y + text_height - 0.24 + 0.14 * at
        paper.text(side, place, words, size=5.5, colour="#6b7b86", align="left" if bubble.ours else "right")
    below = y + text_height + 0.05
    for row in bubble.buttons:
        _buttons(paper, x, below, row)
        below += _LINE + 0.1


def _buttons(paper: Canvas, x: float, y: float, row: Sequence[str]) -> None:
    width = (_BUBBLE - 0.04 * (len(row) - 1)) / len(row)
    for at, label in enumerate(row):
        left = x + at * (width + 0.04)
        paper.box(left, y, width, _LINE + 0.05, fill="#c3d5e2")
        room = int(width * 72 / 8) - 1
        shown = label if ems(label) <= room else label[: max(1, room - 1)] + "…"
        paper.text(left + width / 2, y + (_LINE + 0.05) / 2, shown, size=8, colour="#1d4c66", align="center")


def _written(paper: Canvas, x: float, y: float, line: str) -> None:
    """Lamps are drawn: the font has no coloured letters."""
    for letter in line:
        if letter in _LAMPS:
            side = 0.1
            paper.box(x + 0.01, y - side / 2, side, side, fill=_LAMPS[letter])
        elif not letter.isspace():
            paper.text(x, y, letter, size=_SIZE)
        x += ems(letter) * _SIZE / 72


def _small(png: bytes, mark: str) -> bytes:
    """In so many colours a third of the size, and nobody sees it."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    info: Any = PngInfo()
    info.add_text(_KEY, mark)
    written = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(_COLOURS).save(written, "PNG", optimize=True, pnginfo=info)
    return written.getvalue()
