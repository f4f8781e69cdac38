"""The amounts of a text: a number, its scale and its unit. 1.5万亩 is 15,000亩."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("units.toml").read_text("utf-8"))
SCALES: dict[str, float] = _DATA["scales"]
SYNONYMS: dict[str, str] = _DATA["synonyms"]
ANY_COUNT = "个"
_COUNTS: frozenset[str] = frozenset(_DATA["counts"].split())
# name → what it is measured in, and how many of that it is
_UNITS: dict[str, tuple[str, float]] = {name: (name, 1.0) for name in _COUNTS} | {
    name: (next(iter(family["names"])), float(factor))
    for family in _DATA["family"]
    for name, factor in family["names"].items()
}
_NAMES = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?"
_AMOUNT = re.compile(
    rf"(?<![\d.a-z〔\[])(?:百分之(?P<share>{_NUMBER})|(?P<number>{_NUMBER})(?:余|多)?"
    rf"(?:(?P<unit>{_NAMES})|(?P<scale>{_SCALE})(?P<scaled>{_NAMES})?)?)"
)
_NO_AMOUNT = re.compile(r"[号月年季周点时分〕\]-]|日(?!常)|个月|\.\d|/")


@dataclass(frozen=True, slots=True)
class Unit:
    """What it is measured in, and how many of that one is. 亿元: 元, 100,000,000."""

    base: str
    factor: float

    def fits(self, other: Unit) -> bool:
        if self.base == other.base:
            return True
        counted = self.base in _COUNTS and other.base in _COUNTS
        return counted and ANY_COUNT in (self.base, other.base)


@dataclass(frozen=True, slots=True)
class Amount:
    """`unit` is None where none is written; `scaled`: a scale is (3000万)."""

    start: int
    end: int
    number: float
    unit: Unit | None
    words: str
    scale: float = 1.0

    @property
    def scaled(self) -> bool:
        return self.scale != 1.0


def unit_of(written: str) -> Unit | None:
    """亿元, 万亩, %, 户."""
    match = re.fullmatch(rf"(?:(?P<unit>{_NAMES})|(?P<scale>{_SCALE})(?P<scaled>{_NAMES}))", written)
    if match is None:
        return None
    base, factor = _UNITS[match["unit"] or match["scaled"]]
    return Unit(base, factor * SCALES.get(match["scale"] or "", 1.0))


def amounts(text: str) -> Iterator[Amount]:
    """Of a text in uniform writing; what is a day, a number of a task or of a paper is none."""
    for match in _AMOUNT.finditer(text):
        share, number = match["share"], match["number"]
        scale, name = match["scale"] or "", match["unit"] or match["scaled"]
        if share is None and name is None and _NO_AMOUNT.match(text, match.end()):
            continue
        if name in ("日", "天") and re.search(r"[月\d]$", text[: match.start()]):
            continue
        base, factor = ("%", 1.0) if share is not None else _UNITS.get(name or "", ("", 1.0))
        many = SCALES.get(scale, 1.0)
        unit = Unit(base, factor * many) if base else None
        value = float((share or number).replace(",", ""))
        yield Amount(match.start(), match.end(), value, unit, match[0], many)
