"""A sheet of paper in inches, y downwards, on which Chinese is written with the font that comes with zhplot.

matplotlib is loaded only when something is drawn; its global state (pyplot, rcParams) is left alone.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

# matplotlib is imported where it draws: 0.9 s that only a child process and `huiyin chart` pay.
_FONT = "NotoSansSC-Regular.ttf"
_POINTS = 72  # to the inch
_MISSING = "〓"  # what printers set where they have no type
_WIDE_SPACE = "\u3000"
_COMPRESSED = 3  # smaller by a hundredth at 6, which takes half as long again
_LONGEST = 9000  # pixels; Telegram refuses a photo of more than 10000 for width and height together


class Canvas:
    def __init__(self, width: float, height: float) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self._figure: Any = Figure(figsize=(width, height), facecolor="white")
        FigureCanvasAgg(self._figure)
        self._axes: Any = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.axis("off")

    def box(self, x: float, y: float, width: float, height: float, *, fill: str, edge: str | None = None) -> None:
        from matplotlib.patches import Rectangle

        # An edge of 0.8 points in white keeps two neighbours of one colour apart.
        drawn = Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge or fill, linewidth=0.8 if edge else 0)
        self._put(drawn)

    def line(self, x: float, y: float, width: float, *, colour: str, points: float = 0.8) -> None:
        from matplotlib.lines import Line2D

        self._put(Line2D((x, x + width), (y, y), color=colour, linewidth=points, solid_capstyle="butt"))

    def _put(self, drawn: Any) -> None:
        """The limits are set: none need be worked out from what is drawn."""
        self._axes.add_artist(drawn)

    def text(
        self, x: float, y: float, words: str, *, size: float, colour: str = "#222222", align: str = "left"
    ) -> None:
        self._axes.text(
            x,
            y,
            writable(words),
            fontsize=size,
            color=colour,
            ha=align,
            va="center_baseline",
            fontproperties=_font(size),
            parse_math=False,
        )

    def png(self, *, dpi: int = 150) -> bytes:
        from PIL import Image

        dpi = min(dpi, int(_LONGEST / (self.width + self.height)))
        self._figure.set_dpi(dpi)
        drawn = self._figure.canvas
        drawn.draw()
        paper = BytesIO()
        shot = Image.frombuffer("RGBA", drawn.get_width_height(), drawn.buffer_rgba()).convert("RGB")
        shot.save(paper, format="png", dpi=(dpi, dpi), compress_level=_COMPRESSED)
        return paper.getvalue()


def fitted(words: str, width: float, size: float, *, least: float) -> tuple[str, float]:
    """The words and the size at which they fit into a width: smaller first, then cut with …"""
    words = writable(words)
    needed = ems(words)
    if needed <= 0:
        return words, size
    size = max(least, min(size, width * _POINTS / needed))
    room = width * _POINTS / size
    if needed <= room + 0.01:
        return words, size
    while words and ems(words) + 1 > room:
        words = words[:-1]
    return words + "…", size


def ems(words: str) -> float:
    """Width in units of the type size, a little generous for Latin letters."""
    return sum(_em(letter) for letter in words)


def _em(letter: str) -> float:
    if east_asian_width(letter) in "WFA" or letter in "MW@%":
        return 1.0
    return 0.75 if letter.isupper() else 0.6


def writable(words: str) -> str:
    """One line, with a mark for every letter the font does not have."""
    known = _letters()
    one_line = "".join(" " if letter.isspace() and letter != _WIDE_SPACE else letter for letter in words)
    return "".join(letter if ord(letter) in known else _MISSING for letter in one_line)


@cache
def font_path() -> Path:
    """Found without importing zhplot, which would load pyplot."""
    spec = find_spec("zhplot")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The font for pictures is missing: install the package zhplot again.")
    return Path(spec.submodule_search_locations[0]) / "fonts" / _FONT


@cache
def _letters() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_path())).get_charmap())


@cache
def _font(size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(font_path()), size=size)
